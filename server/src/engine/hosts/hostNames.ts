import * as l10n from '@vscode/l10n';
import { CsvError, parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { messageOf, unreadable } from '../../base/errors';
import { addressKind } from '../captures/addresses';

/** Names of hosts by their addresses. */
export type HostNames = ReadonlyMap<string, string>;

/**
 * Reads a table of hosts: an address and a name in each row, separated by a comma, a semicolon or a tab; a first row
 * without an address is a header. Rejects, naming the file and the line, for rows that are none.
 */
export async function readHostNames(path: string): Promise<HostNames> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const names = new Map<string, string>();
  for (const [i, { cells, line }] of rowsOf(path, text).entries()) {
    const [address = '', name = ''] = cells;
    if (addressKind(address) && name !== '') names.set(address, name);
    else if (i > 0 || addressKind(address))
      throw new Error(l10n.t('{0}, line {1}: write an address and a name, "10.0.0.5,printer".', path, line));
  }
  return names;
}

function rowsOf(path: string, text: string): { cells: string[]; line: number }[] {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: '#',
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    const line = error instanceof CsvError ? Number(error['lines']) : undefined;
    throw new Error(
      line === undefined
        ? l10n.t('{0}: {1}', path, messageOf(error))
        : l10n.t('{0}, line {1}: {2}', path, line, messageOf(error)),
      { cause: error },
    );
  }
}
