import { statisticsCount, type Samples } from './networks/samples';
import type { RouteTable } from './routeTable';

/** Mean and deviation of each number over the training routes: five statistics, and what stands beside them. */
export interface StatisticsScale {
  mean: number[];
  deviation: number[];
}

/** `beside` has numbers of each chosen route, in their order, beside the statistics. */
export function scaleOf(table: RouteTable, chosen: Uint32Array, beside?: Float32Array): StatisticsScale {
  const raw = numbersOf(table, chosen, beside);
  const width = widthOf(chosen, beside);
  const mean = new Array<number>(width).fill(0);
  const deviation = new Array<number>(width).fill(0);
  for (let i = 0; i < raw.length; i++)
    mean[i % width] = (mean[i % width] as number) + (raw[i] as number) / chosen.length;
  for (let i = 0; i < raw.length; i++) {
    const off = (raw[i] as number) - (mean[i % width] as number);
    deviation[i % width] = (deviation[i % width] as number) + (off * off) / chosen.length;
  }
  // A number that never varies says nothing, and stays at nought.
  return { mean, deviation: deviation.map(v => Math.sqrt(v) || 1) };
}

const widthOf = (chosen: Uint32Array, beside: Float32Array | undefined) =>
  statisticsCount + (beside && chosen.length > 0 ? beside.length / chosen.length : 0);

/** routes × numbers. */
function numbersOf(table: RouteTable, chosen: Uint32Array, beside: Float32Array | undefined): Float32Array {
  const width = widthOf(chosen, beside);
  const more = width - statisticsCount;
  const raw = new Float32Array(chosen.length * width);
  chosen.forEach((r, i) => {
    raw.set(table.statistics.subarray(r * statisticsCount, (r + 1) * statisticsCount), i * width);
    if (beside) raw.set(beside.subarray(i * more, (i + 1) * more), i * width + statisticsCount);
  });
  return raw;
}

/**
 * The chosen routes as samples, in their order; `numberOf` renames subnets (-1: unknown, taken for a timeout), and
 * `beside` is as for `scaleOf`.
 */
export function samplesOf(
  table: RouteTable,
  chosen: Uint32Array,
  scale: StatisticsScale,
  { numberOf, beside }: { numberOf?: Int32Array; beside?: Float32Array | undefined } = {},
): Samples {
  const offsets = new Uint32Array(chosen.length + 1);
  chosen.forEach((r, i) => {
    const hops = (table.offsets[r + 1] as number) - (table.offsets[r] as number);
    offsets[i + 1] = (offsets[i] as number) + hops;
  });
  const hops = new Int32Array(offsets[chosen.length] as number);
  const statistics = numbersOf(table, chosen, beside);
  const width = widthOf(chosen, beside);
  const labels = new Uint8Array(chosen.length);
  chosen.forEach((r, i) => {
    const own = table.hops.subarray(table.offsets[r], table.offsets[r + 1]);
    hops.set(numberOf ? own.map(s => (s < 0 ? -1 : (numberOf[s] as number))) : own, offsets[i]);
    for (let k = 0, at = i * width; k < width; k++, at++)
      statistics[at] =
        ((statistics[at] as number) - (scale.mean[k] as number)) / (scale.deviation[k] as number);
    labels[i] = table.labels[r] as number;
  });
  return { size: chosen.length, statistics, hops, offsets, labels };
}
