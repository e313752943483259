export type Rgb = readonly [number, number, number];

/** Light themes want dark points, dark themes light ones. */
export type Ground = 'light' | 'dark';

/**
 * Eight colours for each ground: of thousands drawn at random, those that stay farthest apart in Oklab for normal
 * vision and for the three kinds of dichromacy (Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model
 * for Simulation of Color Vision Deficiency"), and that keep a contrast of 3 with the ground. A test measures both.
 */
const colours: Readonly<Record<Ground, readonly Rgb[]>> = {
  dark: [
    ...([
      [255, 95, 60],
      [76, 166, 255],
      [35, 254, 183],
      [225, 200, 10],
    ] as const),
    ...([
      [174, 58, 199],
      [250, 143, 169],
      [151, 204, 253],
      [241, 246, 47],
    ] as const),
  ],
  light: [
    ...([
      [200, 50, 0],
      [0, 102, 192],
      [65, 155, 167],
      [88, 0, 49],
    ] as const),
    ...([
      [20, 5, 142],
      [121, 67, 106],
      [150, 19, 25],
      [229, 109, 24],
    ] as const),
  ],
};

/** Of the shader. The first colour, of what is suspicious, goes with the triangle. */
const shapes = [2, 0, 1, 3, 4, 5, 6, 7] as const;
export const disc = 0;
export const ring = 7;

/** From low to high: lightness alone tells them apart, so that any colour vision reads the order. */
const ramps: Readonly<Record<Ground, readonly Rgb[]>> = {
  dark: [
    [82, 92, 130],
    [123, 123, 122],
    [187, 176, 104],
    [253, 234, 69],
  ],
  light: [
    [170, 160, 105],
    [123, 123, 122],
    [60, 77, 110],
    [0, 32, 81],
  ],
};

const greys: Readonly<Record<Ground, Rgb>> = { dark: [128, 128, 128], light: [133, 133, 133] };

/** How something is told apart: by colour and by shape, so that either alone will do. */
export interface Mark {
  colour: Rgb;
  /** A number that the shader of maps and `shapePath` know. */
  shape: number;
}

export const colourCount = colours.dark.length;

/** Colours times shapes: so many categories look different. */
export const combinations = colours.dark.length * shapes.length;

/** The colour and the shape of a category; the first eight differ in both. */
export function markOf(index: number, ground: Ground): Mark {
  const turn = Math.floor(index / colours.dark.length);
  return {
    colour: colours[ground][index % colours.dark.length] as Rgb,
    shape: shapes[(index + turn) % shapes.length] as number,
  };
}

/** The colour of a share, 0 to 1. */
export function rampColour(share: number, ground: Ground): Rgb {
  const ramp = ramps[ground];
  const at = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
  const below = Math.min(ramp.length - 2, Math.floor(at));
  const [a, b] = [ramp[below] as Rgb, ramp[below + 1] as Rgb];
  return a.map((channel, i) =>
    Math.round(channel + (at - below) * ((b[i] as number) - channel)),
  ) as unknown as Rgb;
}

/** Of what is not selected, has no value, or is one of many others. */
export function greyOf(ground: Ground): Rgb {
  return greys[ground];
}

/** What has no value, or no class. */
export function greyMark(ground: Ground): Mark {
  return { colour: greys[ground], shape: ring };
}

export function cssColour([r, g, b]: Rgb): string {
  return `rgb(${r}, ${g}, ${b})`;
}

/** Reads `rgb(1, 2, 3)` or `#010203`, as style sheets compute to; undefined for anything else. */
export function readColour(css: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{6})/i.exec(css.trim())?.[1];
  if (hex) return [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
  const numbers = /^rgba?\(([^)]+)\)$/
    .exec(css.trim())?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  return numbers && numbers.length >= 3 ? (numbers.slice(0, 3) as unknown as Rgb) : undefined;
}

/** Whether a background is dark. */
export function groundOf([r, g, b]: Rgb): Ground {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128 ? 'dark' : 'light';
}
