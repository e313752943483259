import { pageBytes, sharedMemory } from '../../base/threads/kernel';
import { principalDirections } from './principalDirections';

/** Offsets of the control block, in bytes; server/kernels/shared/kmeans/control.ts reads them. */
export const kmeansField = {
  cancel: 0,
  stage: 20,
  done: 24,
  threads: 28,
  points: 32,
  stride: 36,
  clusters: 40,
  head: 44,
  directions: 48,
  seed: 52,
  maxIterations: 56,
  spherical: 60,
  converged: 64,
  changes: 68,
  trials: 72,
  batch: 76,
  listEntries: 80,
  numbers: 92,
  prepared: 100,
  tolerance: 104,
  inertia: 112,
  miniBatch: 120,
  batchPoints: 124,
  keptEntries: 276,
} as const;

const tables = [
  'rows',
  'directionRows',
  'panels',
  'norms',
  'own',
  'nearest',
  'lower',
  'need',
  'wantedList',
  'centres',
  'centreHeads',
  'centreNorms',
  'sortedHeads',
  'sortedNorms',
  'order',
  'sortedDrifts',
  'drifts',
  'members',
  'starts',
  'dirty',
  'running',
  'candidates',
  'drawnAt',
  'lengths',
  'candidateHeads',
  'candidateNorms',
  'lists',
  'sorting',
  'partialSums',
  'mean',
  'seen',
  'fresh',
  'listAt',
  'kept',
  'keptAt',
  'scratch',
] as const;
type Table = (typeof tables)[number];
const firstTable = 128;
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
/** Pieces of the vectors that sums are kept of; server/kernels/shared/kmeans/prepare.ts makes as many. */
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
  for (const name of tables) {
    at[name] = end;
    end += Math.ceil(bytes[name] / 64) * 64;
  }
  const memory = sharedMemory(
    end,
    `For ${k.toLocaleString('en')} clusters of ${n.toLocaleString('en')} vectors of ${d} numbers: raise the minimum count, make vectors smaller, or choose fewer columns for a token.`,
  );
  const view = new DataView(memory.buffer, pageBytes, controlBytes);
  tables.forEach((name, i) => view.setUint32(firstTable + i * 4, at[name], true));
  view.setUint32(firstTable + tables.length * 4, Math.ceil(scratchBytes / 64) * 64, true);
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
