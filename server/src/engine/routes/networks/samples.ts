/** Hops of a route that the networks of sequences look at, as in the notebook. */
export const steps = 30;
export const statisticsCount = 5;

/** Routes as the networks take them: no vector is one-hot, a route is a list of subnet numbers. */
export interface Samples {
  size: number;
  /** size × `FeatureMap.numbers`, scaled: the five statistics, and what else is told in numbers. */
  statistics: Float32Array;
  /** Subnet of each hop, -1 for a timeout; route r's are at offsets[r] to offsets[r + 1]. */
  hops: Int32Array;
  /** size + 1. */
  offsets: Uint32Array;
  /** 0 benign, 1 malicious. */
  labels: Uint8Array;
}

/**
 * How subnets become features: subnet s adds `value[s]` to feature `row[s]`. Of raw subnets that is 1 to a feature
 * of its own; of a group of them, whose feature is their mean, one over the group's size.
 */
export interface FeatureMap {
  features: number;
  /** Features of a route that are numbers, beside its subnets. */
  numbers: number;
  row: Int32Array;
  value: Float32Array;
  /** What the numbers say before the network says anything: intercept and weights, as `linearStart` fits them. */
  start?: readonly number[];
}

export function rawFeatures(subnets: number): FeatureMap {
  return {
    features: subnets,
    numbers: statisticsCount,
    row: Int32Array.from({ length: subnets }, (_, s) => s),
    value: new Float32Array(subnets).fill(1),
  };
}

/** Rows of a sparse matrix: entry j of bag b, from offsets[b] to offsets[b + 1], is `values[j]` in column `rows[j]`. */
export interface Bags {
  size: number;
  rows: Int32Array;
  values: Float32Array;
  offsets: Uint32Array;
}

/** The distinct subnets of each route in order of appearance, in the same form as the hops. */
export function distinctSubnets(
  { size, hops, offsets }: Samples,
  subnets: number,
): { hops: Int32Array; offsets: Uint32Array } {
  const seenIn = new Int32Array(subnets).fill(-1);
  const distinct = new Int32Array(hops.length);
  const starts = new Uint32Array(size + 1);
  let at = 0;
  for (let r = 0; r < size; r++) {
    for (let j = offsets[r] as number; j < (offsets[r + 1] as number); j++) {
      const subnet = hops[j] as number;
      if (subnet < 0 || seenIn[subnet] === r) continue;
      seenIn[subnet] = r;
      distinct[at++] = subnet;
    }
    starts[r + 1] = at;
  }
  return { hops: distinct.slice(0, at), offsets: starts };
}

/**
 * The batch as rows of a sparse matrix: subnets' features, and before them the statistics when `withStatistics`.
 * `without` takes the subnet of that number out of the bag of the same place (-1: none).
 */
export function bagsOf(
  samples: Samples,
  chosen: Uint32Array,
  map: FeatureMap,
  options: { withStatistics: boolean; without?: Int32Array },
): Bags {
  const lead = options.withStatistics ? map.numbers : 0;
  const { hops, offsets: from } = samples;
  let most = 0;
  for (const r of chosen) most += lead + (from[r + 1] as number) - (from[r] as number);
  const [rows, values] = [new Int32Array(most), new Float32Array(most)];
  const offsets = new Uint32Array(chosen.length + 1);
  let at = 0;
  for (let b = 0; b < chosen.length; b++) {
    const r = chosen[b] as number;
    for (let k = 0; k < lead; k++) {
      rows[at] = k;
      values[at++] = samples.statistics[r * map.numbers + k] as number;
    }
    const out = options.without?.[b] ?? -1;
    for (let j = from[r] as number; j < (from[r + 1] as number); j++) {
      const subnet = hops[j] as number;
      if (subnet === out) continue;
      rows[at] = lead + (map.row[subnet] as number);
      values[at++] = map.value[subnet] as number;
    }
    offsets[b + 1] = at;
  }
  return {
    size: chosen.length,
    rows: rows.subarray(0, at),
    values: values.subarray(0, at),
    offsets,
  };
}

/**
 * The batch as sequences of the first thirty hops: bag t × batch + b is step t of route b, empty for a timeout, and
 * where a shorter route has no hop.
 */
export function sequencesOf(
  samples: Samples,
  chosen: Uint32Array,
  map: FeatureMap,
  { align, without }: { align: 'start' | 'end'; without?: Int32Array },
): Bags {
  const batch = chosen.length;
  const [rows, values] = [new Int32Array(steps * batch), new Float32Array(steps * batch)];
  const offsets = new Uint32Array(steps * batch + 1);
  let at = 0;
  for (let t = 0; t < steps; t++)
    for (let b = 0; b < batch; b++) {
      const r = chosen[b] as number;
      const [from, to] = [samples.offsets[r] as number, samples.offsets[r + 1] as number];
      const j = from + t - (align === 'end' ? Math.max(0, steps - (to - from)) : 0);
      const subnet = j >= from && j < to ? (samples.hops[j] as number) : -1;
      if (subnet >= 0 && subnet !== (without?.[b] ?? -1)) {
        rows[at] = map.row[subnet] as number;
        values[at++] = map.value[subnet] as number;
      }
      offsets[t * batch + b + 1] = at;
    }
  return { size: steps * batch, rows: rows.subarray(0, at), values: values.subarray(0, at), offsets };
}

/** Logits at which the network begins, one for each route chosen. */
export function startsOf(
  { statistics }: Samples,
  chosen: Uint32Array,
  { numbers, start }: FeatureMap,
): Float32Array {
  if (!start) return new Float32Array(chosen.length);
  const [intercept, ...weights] = start as [number, ...number[]];
  return Float32Array.from(chosen, r =>
    weights.reduce((sum, w, k) => sum + w * (statistics[r * numbers + k] as number), intercept),
  );
}

/** Numbers of the batch: batch × `numbers`. */
export function statisticsOf(
  { statistics }: Samples,
  chosen: Uint32Array,
  { numbers }: FeatureMap,
): Float32Array {
  const out = new Float32Array(chosen.length * numbers);
  for (let b = 0; b < chosen.length; b++) {
    const from = (chosen[b] as number) * numbers;
    out.set(statistics.subarray(from, from + numbers), b * numbers);
  }
  return out;
}
