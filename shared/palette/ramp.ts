import type { Rgb } from './palette';

// Dark blue over grey to yellow: lightness rises all the way, so that the order survives any colour vision and
// a print in grey (the principle of Nuñez, Anderton and Renslow 2018, "Optimizing colormaps with consideration
// for color vision deficiency").
const stops: readonly Rgb[] = [
  [0, 32, 81],
  [60, 77, 110],
  [123, 123, 122],
  [187, 176, 104],
  [253, 234, 69],
];

/** The colour of a share, 0 to 1, and that of text upon it with a contrast of 4.5 at least. */
export function rampFill(share: number): { fill: string; text: string } {
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [stops[below] as Rgb, stops[below + 1] as Rgb];
  const mix = a.map((channel, i) => Math.round(channel + (at - below) * ((b[i] as number) - channel)));
  const fill = mix as unknown as Rgb;
  const light = luminance(fill);
  // Black and white are equally far from the luminance 0.179.
  return { fill: `rgb(${fill.join(', ')})`, text: light > 0.179 ? '#000000' : '#ffffff' };
}

/** Relative luminance, as the accessibility guidelines define it. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
