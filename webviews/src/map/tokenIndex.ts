import type { MapColumns } from './mapColumns';

/**
 * Finds the point of a token. The index is made at the first question, for a million texts take a second to read
 * and are not needed to draw.
 */
export function tokenIndex(map: Pick<MapColumns, 'points' | 'token'>): (token: string) => number | undefined {
  let points: Map<string, number> | undefined;
  return token => {
    if (!points) {
      points = new Map();
      for (let i = 0; i < map.points; i++) points.set(map.token(i), i);
    }
    return points.get(token);
  };
}
