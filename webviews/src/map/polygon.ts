import type { Bounds } from './camera';

/** Corners in turn, x and y of each; the last is joined with the first. */
export type Polygon = readonly (readonly [number, number])[];

export function boxOf(a: readonly [number, number], b: readonly [number, number]): Polygon {
  return [a, [b[0], a[1]], b, [a[0], b[1]]];
}

export function boundsOfPolygon(polygon: Polygon): Bounds {
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.min(...ys),
    top: Math.max(...ys),
  };
}

/** Whether a point is inside by the even-odd rule, so that a lasso that crosses itself leaves its holes out. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i] as readonly [number, number];
    const [xj, yj] = polygon[j] as readonly [number, number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/**
 * The polygon with corners left out that are nearer than `tolerance` to the one kept before: a hand moves in many
 * more steps than its lasso needs, and each costs time at each point.
 */
export function simplified(polygon: Polygon, tolerance: number): Polygon {
  const kept: [number, number][] = [];
  for (const [x, y] of polygon) {
    const before = kept.at(-1);
    if (!before || Math.hypot(x - before[0], y - before[1]) >= tolerance) kept.push([x, y]);
  }
  return kept;
}
