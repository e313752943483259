import type { Rgb } from '../../../shared/palette/palette';

/** How a group looks. */
export interface Look {
  colour: Rgb;
  /** 0 to 1. */
  opacity: number;
  /** A number that the shader knows. */
  shape: number;
  /** In CSS pixels. */
  size: number;
}

/** How much larger a point of many flows is drawn: tenfold flows, the same step, as counts have long tails. */
export function sizeOf(flows: number): number {
  return Math.min(2.4, 0.8 + 0.4 * Math.log10(Math.max(1, flows)));
}
