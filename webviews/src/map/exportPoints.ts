import * as l10n from '@vscode/l10n';
import type { Cell } from '../../../shared/text/tableText';
import { factsOf } from './pointWords';
import type { ExportColumn } from '../base/table/columns';
import { pinTitle } from '../base/pinned';
import { valueOf, type MapColumns } from './mapColumns';
import type { MapHost } from './mapHost';

/** What files and the clipboard have of a point. */
export function pointColumns(map: MapColumns): ExportColumn<number>[] {
  const cluster = (point: number) => factsOf(map, point).cluster;
  const number = (name: string, value: (point: number) => number) => ({
    name,
    value: (point: number) => (Number.isNaN(value(point)) ? undefined : rounded(value(point))),
  });
  const at = (axis: Float32Array) => (point: number) => axis[point] as number;
  return [
    { name: 'token', value: point => map.token(point) },
    ...map.fields.map(column => ({ name: column.name, value: (point: number) => valueOf(column, point) })),
    number('x', at(map.x)),
    number('y', at(map.y)),
    ...(map.z ? [number('z', at(map.z))] : []),
    { name: 'flows', value: point => map.count[point] },
    { name: 'label', value: point => valueOf(map.label, point) },
    ...(map.cluster
      ? [
          { name: 'cluster', value: (point: number) => cluster(point)?.id },
          { name: 'cluster name', value: (point: number) => cluster(point)?.name },
        ]
      : []),
    ...map.numbers.map(({ name, unit, values }) =>
      number(unit ? `mean ${name} (${unit})` : `mean ${name}`, at(values)),
    ),
    { name: 'first line', value: point => map.line[point] },
    {
      name: 'file',
      value: point => map.header.files[map.file[point] as number] ?? map.file[point],
    },
  ];
}

/** Points as a table, its header first. */
export function pointTable(map: MapColumns, points: Uint32Array): Cell[][] {
  const columns = pointColumns(map);
  return [
    columns.map(({ name }) => name),
    ...Array.from(points, point => columns.map(({ value }) => value(point) ?? '')),
  ];
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

/** Adds all flows of the points' tokens to an investigation, however many lines they are on. */
export function pinPoints(map: MapColumns, points: Iterable<number>, { pin }: Pick<MapHost, 'pin'>): void {
  const tokens = Array.from(points, point => map.token(point));
  pin(tokens, pinTitle(l10n.t('Tokens on the map'), tokens));
}
