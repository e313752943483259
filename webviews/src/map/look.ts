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
