import * as l10n from '@vscode/l10n';
import { formatCount } from '../base/numbers';
import { isNone, valueOf, type MapColumns } from './mapColumns';

/** What is said of a point, in its tooltip, to a screen reader and in tables. Texts of captures are as they are. */
export interface PointFacts {
  token: string;
  fields: readonly { name: string; value: string }[];
  flows: number;
  label: string;
  cluster?: { id: number; name: string };
  numbers: readonly { name: string; text: string }[];
  line: number;
  file: number;
}

export function factsOf(map: MapColumns, point: number): PointFacts {
  const id = map.cluster?.codes[point];
  return {
    token: map.token(point),
    fields: map.fields.map(column => ({ name: column.name, value: valueOf(column, point) })),
    flows: map.count[point] ?? 0,
    label: valueOf(map.label, point),
    ...(map.cluster && id !== undefined && !isNone(id)
      ? { cluster: { id, name: map.cluster.names[id] ?? '' } }
      : {}),
    numbers: map.numbers.flatMap(({ name, unit, values }) => {
      const value = values[point] ?? NaN;
      return Number.isNaN(value) ? [] : [{ name, text: formatMeasure(value, unit) }];
    }),
    line: map.line[point] ?? 0,
    file: map.file[point] ?? 0,
  };
}

/** `1.5 kB`, `0.25 s`: three digits are what a mean is worth. */
export function formatMeasure(value: number, unit: string): string {
  if (unit === 'B' && value >= 1e3) {
    const power = Math.min(4, Math.floor(Math.log10(value) / 3));
    return `${digits(value / 1e3 ** power)} ${['', 'k', 'M', 'G', 'T'][power]}B`;
  }
  return unit === '' ? digits(value) : `${digits(value)} ${unit}`;
}

/** The names that a map gives its numbers, in the user's language. */
export function numberName(name: string): string {
  const known: Readonly<Record<string, string>> = {
    duration: l10n.t('Mean duration'),
    bytes: l10n.t('Mean bytes'),
    packets: l10n.t('Mean packets'),
    flows: l10n.t('Flows'),
  };
  return known[name] ?? name;
}

function digits(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}
