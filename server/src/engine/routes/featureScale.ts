import { statisticsCount, type Samples } from './networks/samples';
import type { RouteTable } from './routeTable';

/** Mean and deviation of each statistic over the training routes. */
export interface StatisticsScale {
  mean: number[];
  deviation: number[];
}

export function scaleOf({ statistics }: RouteTable, chosen: Uint32Array): StatisticsScale {
  const mean = new Array<number>(statisticsCount).fill(0);
  const deviation = new Array<number>(statisticsCount).fill(0);
  for (const r of chosen)
    for (let k = 0; k < statisticsCount; k++)
      mean[k] = (mean[k] as number) + (statistics[r * statisticsCount + k] as number) / chosen.length;
  for (const r of chosen)
    for (let k = 0; k < statisticsCount; k++) {
      const off = (statistics[r * statisticsCount + k] as number) - (mean[k] as number);
      deviation[k] = (deviation[k] as number) + (off * off) / chosen.length;
    }
  // A statistic that never varies says nothing, and stays at nought.
  return { mean, deviation: deviation.map(v => Math.sqrt(v) || 1) };
}

/** The chosen routes as samples, in their order; `numberOf` renames subnets (-1: unknown, taken for a timeout). */
export function samplesOf(
  table: RouteTable,
  chosen: Uint32Array,
  scale: StatisticsScale,
  numberOf?: Int32Array,
): Samples {
  const offsets = new Uint32Array(chosen.length + 1);
  chosen.forEach((r, i) => {
    const hops = (table.offsets[r + 1] as number) - (table.offsets[r] as number);
    offsets[i + 1] = (offsets[i] as number) + hops;
  });
  const hops = new Int32Array(offsets[chosen.length] as number);
  const statistics = new Float32Array(chosen.length * statisticsCount);
  const labels = new Uint8Array(chosen.length);
  chosen.forEach((r, i) => {
    const own = table.hops.subarray(table.offsets[r], table.offsets[r + 1]);
    hops.set(numberOf ? own.map(s => (s < 0 ? -1 : (numberOf[s] as number))) : own, offsets[i]);
    for (let k = 0; k < statisticsCount; k++)
      statistics[i * statisticsCount + k] =
        ((table.statistics[r * statisticsCount + k] as number) - (scale.mean[k] as number)) /
        (scale.deviation[k] as number);
    labels[i] = table.labels[r] as number;
  });
  return { size: chosen.length, statistics, hops, offsets, labels };
}
