import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { seededRandom } from '../../base/seededRandom';
import { kernelModule, pageBytes, sharedMemory } from '../../base/threads/kernel';
import { onEach, runStoppable } from '../../base/threads/stoppable';
import { language } from '../../../../shared/text/language';

export interface SilhouetteSettings {
  /** Vectors asked about, drawn without replacement; all when there are no more. */
  sample: number;
  /** Of unit vectors. */
  spherical: boolean;
  seed: number;
  threads?: number | undefined;
}

export interface Silhouette {
  /** Mean of the sample, -1 to 1; null when all vectors are in one cluster. */
  mean: number | null;
  /** The sample's vectors, ascending, and the silhouette of each. */
  rows: Uint32Array;
  values: Float32Array;
}

const pollEveryMs = 250;

/**
 * Silhouettes (Rousseeuw 1987) of a seeded sample of `n` row-major vectors of `d` numbers, on worker threads. The
 * distances are exact and to all vectors, not to the sample. 0 for a vector alone in its cluster, as in
 * scikit-learn. Rejects with `Cancelled` soon after `signal` aborts, and when the memory does not suffice.
 */
export async function silhouette(
  vectors: Float32Array,
  n: number,
  d: number,
  assignments: Uint32Array,
  { sample, spherical, seed, threads = availableParallelism() }: SilhouetteSettings,
  deps: { signal?: AbortSignal | undefined; onProgress?: (done: number, of: number) => void } = {},
): Promise<Silhouette> {
  const { starts, order } = byCluster(assignments, n);
  const clusters = starts.length - 1;
  const rows = sampleOf(n, sample, seed);
  const present = starts.subarray(1).filter((end, c) => end > (starts[c] as number)).length;
  if (present < 2) return { mean: null, rows, values: new Float32Array(rows.length) };
  const rowFloats = Math.ceil(d / 4) * 4;
  const padded = Math.ceil(rows.length / 8) * 8;
  const control = pageBytes;
  const matrix = control + 64;
  const startsAt = matrix + n * rowFloats * 4;
  const asked = startsAt + Math.ceil((clusters + 1) / 4) * 16;
  const own = asked + padded * 4;
  const out = own + padded * 4;
  const scratch = out + padded * 4;
  const scratchBytes = rowFloats * 32 + 64;
  const memory = sharedMemory(
    scratch + threads * scratchBytes,
    l10n.t(
      'For {0} vectors of {1} numbers: raise the minimum count, or make vectors smaller.',
      n.toLocaleString(language()),
      d,
    ),
  );
  const place = new Uint32Array(n);
  const floats = new Float32Array(memory.buffer, matrix, n * rowFloats);
  for (const [at, i] of order.entries()) {
    place[i] = at;
    putRow(floats.subarray(at * rowFloats, at * rowFloats + d), vectors, i * d, spherical);
  }
  new Uint32Array(memory.buffer, startsAt, clusters + 1).set(starts);
  const last = rows.length - 1;
  const askedRows = Uint32Array.from({ length: padded }, (_, i) => rows[Math.min(i, last)] as number);
  new Uint32Array(memory.buffer, asked, padded).set(askedRows.map(i => place[i] as number));
  new Uint32Array(memory.buffer, own, padded).set(askedRows.map(i => assignments[i] as number));
  const [cursor, cancel] = [control, control + 4];
  const module = await kernelModule('silhouette');
  await runStoppable(
    onEach(threads, { module, memory, call: 'silhouettes' }, t => [
      ...[matrix, rowFloats * 4, startsAt, clusters, asked, own, padded],
      ...[out, cursor, cancel, scratch + t * scratchBytes],
    ]),
    {
      cancel: new Int32Array(memory.buffer, cancel, 1),
      signal: deps.signal,
      cancelled: l10n.t('The clustering was cancelled.'),
      everyMs: pollEveryMs,
      report: () => {
        const given = Atomics.load(new Int32Array(memory.buffer, cursor, 1), 0);
        deps.onProgress?.(Math.min(rows.length, Math.max(0, given - threads) * 8), rows.length);
      },
    },
  );
  const values = new Float32Array(memory.buffer, out, rows.length).slice();
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, rows, values };
}

/** Where each cluster begins in the list of vectors by cluster. */
function byCluster(assignments: Uint32Array, n: number): { starts: Uint32Array; order: Uint32Array } {
  let clusters = 0;
  for (let i = 0; i < n; i++) clusters = Math.max(clusters, (assignments[i] as number) + 1);
  const starts = new Uint32Array(clusters + 1);
  for (let i = 0; i < n; i++) {
    const next = (assignments[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let c = 0; c < clusters; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const next = starts.slice();
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const cluster = assignments[i] as number;
    order[next[cluster] as number] = i;
    next[cluster] = (next[cluster] as number) + 1;
  }
  return { starts, order };
}

/** Numbers below `n`, ascending, each with the same chance (selection sampling, Knuth 3.4.2). */
function sampleOf(n: number, sample: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const rows = new Uint32Array(Math.min(n, Math.max(1, sample)));
  for (let i = 0, taken = 0; taken < rows.length; i++)
    if (random() * (n - i) < rows.length - taken) rows[taken++] = i;
  return rows;
}

function putRow(row: Float32Array, vectors: Float32Array, from: number, spherical: boolean): void {
  let squares = 0;
  for (let j = 0; spherical && j < row.length; j++) squares += (vectors[from + j] as number) ** 2;
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 1;
  for (let j = 0; j < row.length; j++) row[j] = (vectors[from + j] as number) * scale;
}
