import type { Size } from './camera';

/** Height of a name, in pixels. */
export const nameSize = 12;

/** Names that would cover others are left out; the first ones, of the largest places, stay. In pixels. */
export function placedNames(
  names: readonly { at: readonly [number, number]; text: string }[],
  size: Size,
  widthOf: (text: string) => number,
): { text: string; x: number; y: number }[] {
  const taken: [number, number, number, number][] = [];
  const placed: { text: string; x: number; y: number }[] = [];
  for (const {
    at: [spotX, y],
    text,
  } of names) {
    if (y < nameSize || y > size.height - nameSize || spotX < 0 || spotX > size.width) continue;
    const half = widthOf(text) / 2 + 6;
    const x = Math.min(size.width - half, Math.max(half, spotX));
    const box: [number, number, number, number] = [x - half, y - nameSize, x + half, y + nameSize];
    if (taken.some(other => overlap(box, other))) continue;
    taken.push(box);
    placed.push({ text, x, y });
  }
  return placed;
}

function overlap(a: readonly number[], b: readonly number[]): boolean {
  const [al = 0, at = 0, ar = 0, ab = 0] = a;
  const [bl = 0, bt = 0, br = 0, bb = 0] = b;
  return al < br && bl < ar && at < bb && bt < ab;
}
