import type { Cell } from '../../../shared/text/tableText';
import { factsOf } from './pointWords';
import type { MapColumns } from './mapColumns';

/** Points as a table, its header first. */
export function pointTable(map: MapColumns, points: Uint32Array): Cell[][] {
  const fields = map.fields.map(({ name }) => name);
  const numbers = map.numbers.map(({ name, unit }) => (unit ? `mean ${name} (${unit})` : `mean ${name}`));
  const header = [
    ...['token', ...fields, 'x', 'y', ...(map.z ? ['z'] : []), 'flows', 'label'],
    ...(map.cluster ? ['cluster', 'cluster name'] : []),
    ...numbers,
    ...['first line', 'file'],
  ];
  const rows = Array.from(points, (point): Cell[] => {
    const facts = factsOf(map, point);
    const place = [map.x, map.y, ...(map.z ? [map.z] : [])].map(axis => rounded(axis[point] as number));
    return [
      facts.token,
      ...facts.fields.map(({ value }) => value),
      ...place,
      facts.flows,
      facts.label,
      ...(map.cluster ? [facts.cluster?.id ?? '', facts.cluster?.name ?? ''] : []),
      ...map.numbers.map(({ values }) => {
        const value = values[point] as number;
        return Number.isNaN(value) ? '' : rounded(value);
      }),
      facts.line,
      map.header.files[facts.file] ?? facts.file,
    ];
  });
  return [header, ...rows];
}

/** The first lines of the points' flows, rising, each once. */
export function linesOf(map: MapColumns, points: Uint32Array, file = 0): number[] {
  const lines = new Set<number>();
  for (const point of points) if (map.file[point] === file) lines.add(map.line[point] as number);
  return [...lines].sort((a, b) => a - b);
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
