import { cssColour, type Mark } from './palette';

/** Corners of the shader's shapes about 0, down from the top; discs and rings are circles. */
const corners: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  1: [
    [-0.82, -0.82],
    [0.82, -0.82],
    [0.82, 0.82],
    [-0.82, 0.82],
  ],
  2: [
    [0, -1],
    [0.95, 0.8],
    [-0.95, 0.8],
  ],
  3: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  4: [
    ...([
      [-1, -0.6],
      [-0.6, -1],
      [0, -0.4],
      [0.6, -1],
      [1, -0.6],
      [0.4, 0],
    ] as const),
    ...([
      [1, 0.6],
      [0.6, 1],
      [0, 0.4],
      [-0.6, 1],
      [-1, 0.6],
      [-0.4, 0],
    ] as const),
  ],
  5: [
    [0, 1],
    [0.95, -0.8],
    [-0.95, -0.8],
  ],
  6: [
    ...([
      [-0.3, -1],
      [0.3, -1],
      [0.3, -0.3],
      [1, -0.3],
      [1, 0.3],
      [0.3, 0.3],
    ] as const),
    ...([
      [0.3, 1],
      [-0.3, 1],
      [-0.3, 0.3],
      [-1, 0.3],
      [-1, -0.3],
      [-0.3, -0.3],
    ] as const),
  ],
};

/** The outline of a shape of the shader as the data of an SVG path, to be filled by the even-odd rule. */
export function shapePath(shape: number, x: number, y: number, radius: number): string {
  const points = corners[shape];
  if (points)
    return `M${points.map(([px, py]) => `${short(x + px * radius)} ${short(y + py * radius)}`).join('L')}Z`;
  const inner = shape === 7 ? circle(x, y, radius * 0.55) : '';
  return circle(x, y, radius) + inner;
}

function circle(x: number, y: number, radius: number): string {
  const [r, left, right] = [short(radius), short(x - radius), short(x + radius)];
  return `M${left} ${short(y)}A${r} ${r} 0 1 0 ${right} ${short(y)}A${r} ${r} 0 1 0 ${left} ${short(y)}Z`;
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A mark as a picture of its own, 16 × 16, as a data URI; `hollow` for what is only partly so. */
export function markPicture({ colour, shape }: Mark, hollow?: 'hollow'): string {
  const paint = hollow
    ? `fill="none" stroke="${cssColour(colour)}" stroke-width="2"`
    : `fill="${cssColour(colour)}" stroke="#808080"`;
  const path = `<path d="${shapePath(shape, 8, 8, hollow ? 5 : 5.6)}" fill-rule="evenodd" ${paint}/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${path}</svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}
