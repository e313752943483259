import type { MapColumns, NamedColumn } from './mapColumns';

/**
 * Visits the points in one of whose fields, or whose class, each word of the text occurs. Words are looked for in
 * the values of each column once, not in each point. No words: no points.
 */
export function searchPoints(map: MapColumns, text: string, visit: (point: number) => void): void {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return;
  const columns: NamedColumn[] = [...map.fields, map.label];
  const hits = words.map(word =>
    columns.map(({ values, codes }) => ({ codes, has: values.map(v => v.toLowerCase().includes(word)) })),
  );
  for (let i = 0; i < map.points; i++)
    if (hits.every(word => word.some(({ codes, has }) => has[codes[i] as number] === true))) visit(i);
}
