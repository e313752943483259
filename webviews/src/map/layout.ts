import { axesOf, type Camera } from './camera';

/** The layout about its middle, its longest side from -1 to 1; coordinates that are no numbers become 0. */
export function normalised(
  x: Float32Array,
  y: Float32Array,
  z?: Float32Array,
): [Float32Array, Float32Array, Float32Array?] {
  const spans = [x, y, ...(z ? [z] : [])].map(span);
  const half = Math.max(...spans.map(({ least, most }) => (most - least) / 2)) || 1;
  const moved = [x, y, ...(z ? [z] : [])].map((axis, i) => {
    const middle = ((spans[i] as Span).least + (spans[i] as Span).most) / 2;
    return axis.map(value => (Number.isFinite(value) ? (value - middle) / half : 0));
  });
  return moved as [Float32Array, Float32Array, Float32Array?];
}

interface Span {
  least: number;
  most: number;
}

function span(values: Float32Array): Span {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? { least, most } : { least: 0, most: 0 };
}

/** What the camera's rotation makes of a layout; a flat one stays as it is. */
export function turned(
  { x, y, z }: { x: Float32Array; y: Float32Array; z?: Float32Array },
  camera: Camera,
): { x: Float32Array; y: Float32Array } {
  if (!z) return { x, y };
  const { right, up } = axesOf(camera);
  const [tx, ty] = [new Float32Array(x.length), new Float32Array(x.length)];
  for (let i = 0; i < x.length; i++) {
    const [px, py, pz] = [x[i] as number, y[i] as number, z[i] as number];
    tx[i] = right[0] * px + right[1] * py + right[2] * pz;
    ty[i] = up[0] * px + up[1] * py + up[2] * pz;
  }
  return { x: tx, y: ty };
}

/**
 * A snapshot of a layout that is being made: base64 of 16-bit numbers, point by point, over the bounding box.
 * Each axis of it comes back from -1 to 1; undefined when it is cut.
 */
export function readSnapshot(base64: string, dimensions: number): Float32Array[] | undefined {
  let text: string;
  try {
    text = atob(base64);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
  const points = Math.floor(text.length / (2 * dimensions));
  if (points * 2 * dimensions !== text.length) return undefined;
  const axes = Array.from({ length: dimensions }, () => new Float32Array(points));
  for (let i = 0, at = 0; i < points; i++)
    for (const axis of axes) {
      axis[i] = (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8)) / 32767.5 - 1;
      at += 2;
    }
  return axes;
}
