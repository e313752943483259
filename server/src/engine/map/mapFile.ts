import * as l10n from '@vscode/l10n';
import { Damaged, readArrays, writeArrays, type Column } from '../../base/files/arrayFile';
import type { MapArrays, MapHeader } from '../../../../shared/protocol/mapColumns';

/** Raised when what a map's columns mean changes; older files are then laid out anew. */
const form = { what: 'map', version: 2 };
export const mapVersion = form.version;

/** A map on disk is a file of arrays: base/files/arrayFile.ts says how they lie in it. */
export interface MapFile {
  header: MapHeader;
  arrays: MapArrays;
}

/** Writes beside the target and renames; rejects, naming the file, when it cannot. */
export async function writeMap(path: string, { header, arrays }: MapFile): Promise<void> {
  await writeArrays(path, form, { header, arrays: arrays as unknown as Record<string, Column> });
}

/** Rejects, saying what is wrong, for a file of another kind or version, or one whose columns do not fit. */
export async function readMap(path: string): Promise<MapFile> {
  const { header, arrays } = await readArrays<MapHeader, Record<string, Column>>(path, form);
  for (const name of namesOf(header)) {
    const length = arrays[name]?.length;
    if (name === 'text' ? length === undefined : length !== header.points + (name === 'textStart' ? 1 : 0))
      throw new Damaged(
        l10n.t('column {0} has {1} entries for {2} points', name, length ?? 'no', header.points),
      );
  }
  return { header, arrays: arrays as unknown as MapArrays };
}

/** The arrays that a file with this header has. */
function namesOf({ settings, columns, numbers }: MapHeader): string[] {
  return [
    ...['x', 'y', ...(settings.dimensions === 3 ? ['z'] : [])],
    ...['row', 'count', 'line', 'file', 'label', 'cluster', 'text', 'textStart'],
    ...columns.map((_, i) => `column${i}`),
    ...numbers.map((_, i) => `number${i}`),
  ];
}

/** The token of a point. */
export function tokenAt({ text, textStart }: MapArrays, point: number): string {
  return Buffer.from(text.buffer, text.byteOffset, text.length).toString(
    'utf8',
    textStart[point],
    textStart[point + 1],
  );
}
