import type { Rgb } from '../../shared/palette/palette';

/** The contrast ratio of two colours, 1 to 21, as the accessibility guidelines define it. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, 0 to 1. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The light of each channel, 0 to 1. */
export function linear(colour: Rgb): Rgb {
  return colour.map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
}

/** A colour as the browser says it, `rgb(0, 32, 81)`; how opaque it is is left out. */
export function rgbOf(css: string): Rgb {
  return (css.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) as unknown as Rgb;
}
