import * as l10n from '@vscode/l10n';
import * as control from '../../../kernels/clusters/kmeans/control';
import { pageBytes, sharedMemory } from '../../base/threads/kernel';
import { principalDirections } from './principalDirections';
import { language } from '../../../../shared/text/language';

/** Numbers of the control block, by their offsets in it. */
export const kmeansField = {
  cancel: control.CANCEL,
  stage: control.STAGE,
  done: control.DONE,
  threads: control.THREADS,
  points: control.POINTS,
  stride: control.STRIDE,
  clusters: control.CLUSTERS,
  head: control.HEAD,
  directions: control.DIRECTIONS,
  seed: control.SEED,
  maxIterations: control.MAX_ITERATIONS,
  spherical: control.SPHERICAL,
  converged: control.CONVERGED,
  changes: control.CHANGES,
  trials: control.TRIALS,
  batch: control.BATCH,
  listEntries: control.LIST_ENTRIES,
  numbers: control.NUMBERS,
  prepared: control.PREPARED,
  tolerance: control.TOLERANCE,
  inertia: control.INERTIA,
  miniBatch: control.MINI_BATCH,
  batchPoints: control.BATCH_POINTS,
  keptEntries: control.KEPT_ENTRIES,
} as const;

/** Where the addresses of tables stand. */
const tables = {
  rows: control.ROWS,
  directionRows: control.DIRECTION_ROWS,
  panels: control.PANELS,
  norms: control.NORMS,
  own: control.OWN,
  nearest: control.NEAREST,
  lower: control.LOWER,
  need: control.NEED,
  wantedList: control.WANTED_LIST,
  centres: control.CENTRES,
  centreHeads: control.CENTRE_HEADS,
  centreNorms: control.CENTRE_NORMS,
  sortedHeads: control.SORTED_HEADS,
  sortedNorms: control.SORTED_NORMS,
  order: control.ORDER,
  sortedDrifts: control.SORTED_DRIFTS,
  drifts: control.DRIFTS,
  members: control.MEMBERS,
  starts: control.STARTS,
  dirty: control.DIRTY,
  running: control.RUNNING,
  candidates: control.CANDIDATES,
  drawnAt: control.DRAWN_AT,
  lengths: control.LENGTHS,
  candidateHeads: control.CANDIDATE_HEADS,
  candidateNorms: control.CANDIDATE_NORMS,
  lists: control.LISTS,
  sorting: control.SORTING,
  partialSums: control.PARTIAL_SUMS,
  mean: control.MEAN,
  seen: control.SEEN,
  fresh: control.FRESH,
  listAt: control.LIST_AT,
  kept: control.KEPT,
  keptAt: control.KEPT_AT,
  scratch: control.SCRATCH,
} as const;
type Table = keyof typeof tables;
const tableNames = Object.keys(tables) as Table[];
const controlBytes = 320;

export interface KmeansShape {
  n: number;
  d: number;
  k: number;
  /** Numbers of a head, a multiple of eight. */
  head: number;
  threads: number;
}

export interface KmeansMemory {
  memory: WebAssembly.Memory;
  control: number;
  /** Where a table begins, and floats from one row to the next. */
  at: Record<Table, number>;
  rowFloats: number;
  set(field: keyof typeof kmeansField, value: number): void;
  get(field: keyof typeof kmeansField): number;
}

/** Candidates for a centre, as many as scikit-learn draws. */
export const trialsOf = (k: number) => 2 + Math.floor(Math.log(k));
const largestBatch = 512;
/** Room for what candidates would take over, kept from batch to batch: entries for each vector. */
const keptPerVector = 40;
/** Pieces of the vectors that sums are kept of; server/kernels/clusters/kmeans/prepare.ts makes as many. */
const sumPieces = 64;
/** Vectors of a mini-batch, as scikit-learn's has them. */
const batchPoints = 1024;

/**
 * Lays out in one shared memory what the threads of a clustering read and write. Throws, saying what to change,
 * when that is more than 4 GiB or more than the machine grants.
 */
export function planKmeans({ n, d, k, head, threads }: KmeansShape): KmeansMemory {
  const rowFloats = Math.ceil(d / 4) * 4;
  const padded = Math.ceil(n / 8) * 8;
  const quads = Math.ceil(k / 4) * 4;
  const trials = trialsOf(k);
  const batch = Math.max(trials, largestBatch);
  // At the start a candidate may take over any vector, and there are `trials` candidates.
  const listEntries = (trials + 3) * n;
  const keptEntries = n * keptPerVector;
  const scratchBytes = 128 + head * 36 + rowFloats * 16 + 8192 + 256;
  const bytes: Record<Table, number> = {
    rows: padded * rowFloats * 4,
    directionRows: head * rowFloats * 4,
    panels: padded * head * 4,
    norms: padded * 4,
    own: padded * 4,
    nearest: padded * 4,
    lower: padded * 4,
    need: padded * 4,
    wantedList: padded * 4,
    centres: quads * rowFloats * 4,
    centreHeads: quads * head * 4,
    centreNorms: quads * 4,
    sortedHeads: quads * head * 4,
    sortedNorms: quads * 4,
    order: quads * 4,
    sortedDrifts: quads * 4,
    drifts: quads * 4,
    members: padded * 4,
    starts: (k + 3) * 4,
    dirty: quads * 4,
    running: n * 8,
    candidates: (batch + 4) * 4,
    drawnAt: (batch + 4) * 4,
    lengths: (batch + 4) * 4,
    candidateHeads: (batch + 4) * head * 4,
    candidateNorms: (batch + 4) * 4,
    lists: listEntries * 8,
    sorting: Math.max(n, k) * 8,
    partialSums: sumPieces * (rowFloats * 8 + 16),
    mean: rowFloats * 4,
    seen: k * 4,
    fresh: (batch + 4) * 4,
    listAt: (batch + 4) * 4,
    kept: keptEntries * 8,
    keptAt: padded * 4,
    scratch: (scratchBytes + 64) * threads,
  };
  let end = pageBytes + Math.ceil(controlBytes / 64) * 64; // The kernel's own constants stand below.
  const at = {} as Record<Table, number>;
  for (const name of tableNames) {
    at[name] = end;
    end += Math.ceil(bytes[name] / 64) * 64;
  }
  const memory = sharedMemory(
    end,
    l10n.t(
      'For {0} clusters of {1} vectors of {2} numbers: raise the minimum count, make vectors smaller, or choose fewer columns for a token.',
      k.toLocaleString(language()),
      n.toLocaleString(language()),
      d,
    ),
  );
  const view = new DataView(memory.buffer, pageBytes, controlBytes);
  for (const name of tableNames) view.setUint32(tables[name], at[name], true);
  view.setUint32(control.SCRATCH_BYTES, Math.ceil(scratchBytes / 64) * 64, true);
  const wide = (field: string) => field === 'tolerance' || field === 'inertia';
  const plan: KmeansMemory = {
    memory,
    control: pageBytes,
    at,
    rowFloats,
    set: (field, value) =>
      wide(field)
        ? view.setFloat64(kmeansField[field], value, true)
        : view.setUint32(kmeansField[field], value, true),
    get: field =>
      wide(field) ? view.getFloat64(kmeansField[field], true) : view.getUint32(kmeansField[field], true),
  };
  plan.set('threads', threads);
  plan.set('points', n);
  plan.set('stride', rowFloats * 4);
  plan.set('clusters', k);
  plan.set('head', head);
  plan.set('numbers', d);
  plan.set('batchPoints', batchPoints);
  plan.set('trials', trials);
  plan.set('batch', batch);
  plan.set('listEntries', listEntries);
  plan.set('keptEntries', keptEntries);
  return plan;
}

export interface Head {
  /** Numbers of a head, a multiple of eight. */
  numbers: number;
  /** One number fewer: the last is the length of what the directions leave. None: a head is the whole vector. */
  directions?: Float32Array;
}

/** Below this share of the squares along its directions, a short head excludes too few centres. */
const worthwhileShare = 0.7;
const shortHeads = [16, 24, 32, 48, 64];

/** The shortest head whose directions hold most of the vectors' squares. */
export function headOf(
  vectors: Float32Array,
  n: number,
  d: number,
  { spherical, seed }: { spherical: boolean; seed: number },
): Head {
  const whole = Math.ceil(d / 8) * 8;
  const lengths = shortHeads.filter(numbers => 2 * numbers <= whole);
  const longest = lengths.at(-1);
  if (longest === undefined) return { numbers: whole };
  const { directions, shares } = principalDirections(vectors, n, d, { count: longest - 1, spherical, seed });
  for (const numbers of lengths) {
    const share = shares.subarray(0, numbers - 1).reduce((sum, x) => sum + x, 0);
    if (share >= worthwhileShare) return { numbers, directions: directions.subarray(0, (numbers - 1) * d) };
  }
  return { numbers: whole };
}

export function putHead(plan: KmeansMemory, { numbers, directions }: Head, d: number): void {
  plan.set('directions', directions ? numbers - 1 : 0);
  for (let v = 0; directions && v < numbers - 1; v++)
    new Float32Array(plan.memory.buffer, plan.at.directionRows + v * plan.rowFloats * 4, d).set(
      directions.subarray(v * d, (v + 1) * d),
    );
}
