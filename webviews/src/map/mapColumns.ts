import * as l10n from '@vscode/l10n';
import { none32, none8, type MapArrays, type MapHeader } from '../../../shared/protocol/mapColumns';
import { readArrayBytes } from './arrayBytes';
import { normalised } from './layout';

/** A dictionary column: `values[codes[i]]` is the value of point i, '' where it has none. */
export interface NamedColumn {
  name: string;
  values: readonly string[];
  /** `none32` for none. */
  codes: Uint32Array;
}

/** A map as the page works with it; point i has place i in every column. */
export interface MapColumns {
  header: MapHeader;
  points: number;
  /** From -1 to 1 over the longest side of the layout. */
  x: Float32Array;
  y: Float32Array;
  /** Of three dimensions only. */
  z?: Float32Array;
  /** Flows with the token. */
  count: Uint32Array;
  /** One-based line of the token's first flow, and its zero-based file. */
  line: Uint32Array;
  file: Uint16Array;
  label: NamedColumn;
  /** Of the token scheme, in order. */
  fields: readonly NamedColumn[];
  /** Number of the cluster, `none32` for none; absent when nothing was clustered. */
  cluster?: { codes: Uint32Array; names: readonly string[] };
  /** NaN where it is not known. */
  numbers: readonly { name: string; unit: string; values: Float32Array }[];
  /** The token as the server writes it. */
  token(point: number): string;
}

/** Version of the file that this page reads; server/src/engine/map/mapFile.ts writes it. */
const version = 2;

/** Reads a map from the bytes of its file. Throws, saying what is wrong, for any other bytes. */
export function readMapColumns(bytes: ArrayBuffer): MapColumns {
  const found = readArrayBytes(bytes);
  if (found.what !== 'map' || found.version !== version)
    throw new Error(l10n.t('{0} version {1}', found.what, found.version));
  const header = found.header as MapHeader;
  const arrays = found.arrays as unknown as MapArrays;
  const { points, clusters } = header;
  for (const name of ['x', 'y', 'count', 'line', 'file', 'label', 'cluster'] as const)
    if (arrays[name]?.length !== points) throw new Error(l10n.t('column {0} is missing or cut', name));
  const [x, y, z] = normalised(arrays.x, arrays.y, arrays.z);
  const decoder = new TextDecoder();
  return {
    header,
    points,
    x,
    y,
    ...(z ? { z } : {}),
    count: arrays.count,
    line: arrays.line,
    file: arrays.file,
    label: {
      name: 'label',
      values: header.labels,
      codes: Uint32Array.from(arrays.label, code => (code === none8 ? none32 : code)),
    },
    fields: header.columns.map(({ name, values }, i) => {
      return { name, values, codes: arrays[`column${i}`] ?? new Uint32Array(points).fill(none32) };
    }),
    ...(clusters ? { cluster: { codes: arrays.cluster, names: clusters.names } } : {}),
    numbers: header.numbers.map(({ name, unit }, i) => {
      return { name, unit, values: arrays[`number${i}`] ?? new Float32Array(points).fill(NaN) };
    }),
    token: point =>
      decoder.decode(arrays.text.subarray(arrays.textStart[point], arrays.textStart[point + 1])),
  };
}

/** The value of a point in a dictionary column. */
export function valueOf({ values, codes }: NamedColumn, point: number): string {
  return values[codes[point] as number] ?? '';
}

/** Whether a code stands for no value. */
export function isNone(code: number): boolean {
  return code === none32;
}
