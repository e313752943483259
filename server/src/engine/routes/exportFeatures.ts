import * as l10n from '@vscode/l10n';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDatabase, quoted, quotedFile } from '../../base/database';
import { csvCell } from '../../../../shared/text/spreadsheetCell';
import { fileBytes } from '../../base/files/compression';
import { scratchFolder, temporaryName } from '../../base/files/temporary';
import { writeOut } from '../../base/files/writeDraft';
import { statistics, type RouteTable } from './routeTable';
import { noLabel } from './tableBuilder';

export type FeatureFormat = 'csv' | 'parquet';

const columns = ['file', 'line', 'destination', 'label', 'time', ...statistics, 'subnets'];

/**
 * Writes a row for each route: where it stands, its label and time, the statistics, and its subnets in the order of
 * the hops, `*` for a hop that timed out. In CSV they are one cell, separated by spaces; in Parquet a list, with
 * null for `*`. Not one-hot: pandas makes that of them with `str.get_dummies(" ")`. Rejects when it cannot write.
 */
export async function exportFeatures(
  table: RouteTable,
  files: readonly string[],
  { format, out }: { format: FeatureFormat; out: string },
): Promise<{ path: string; rows: number }> {
  if (format === 'csv') await writeRows(table, files, out, csvCell);
  else {
    const temporary = () => join(scratchFolder(), temporaryName('copy'));
    const [rows, made] = [temporary(), temporary()];
    try {
      // Parquet has no formulas, so nothing is defused there.
      await writeRows(table, files, rows, cell =>
        typeof cell === 'number' ? String(cell) : quotedCell(cell),
      );
      await toParquet(rows, made);
      await writeOut(out, async put => {
        for await (const part of fileBytes(made)) await put(Uint8Array.from(part));
      });
    } finally {
      await Promise.all([rows, made].map(path => rm(path, { force: true })));
    }
  }
  return { path: out, rows: table.size };
}

async function writeRows(
  table: RouteTable,
  files: readonly string[],
  out: string,
  cell: (value: string | number) => string,
): Promise<void> {
  const width = statistics.length;
  const names = table.subnets.map(name => name.replace(/\s+/g, '_'));
  await writeOut(out, async put => {
    await put(`${columns.join()}\n`);
    for (let row = 0; row < table.size; row++) {
      const label = table.labels[row] as number;
      const time = table.times[row] as number;
      const hops = Array.from(table.hops.subarray(table.offsets[row], table.offsets[row + 1]));
      const cells = [
        cell(files[table.files[row] as number] ?? ''),
        table.lines[row] as number,
        cell(table.destinations[row] as string),
        label === noLabel ? '' : label === 0 ? 'benign' : 'malicious',
        Number.isNaN(time) || Math.abs(time) > 8.64e15 ? '' : new Date(time).toISOString(),
        ...Array.from(table.statistics.subarray(row * width, (row + 1) * width), shortest),
        cell(hops.map(subnet => (subnet < 0 ? '*' : names[subnet])).join(' ')),
      ];
      await put(`${cells.join()}\n`);
    }
  });
}

async function toParquet(rows: string, out: string): Promise<void> {
  const { connection, close } = await openDatabase(dirname(out), [rows, out]);
  try {
    const types = columns.map((name, i) => `${quoted(name)}: ${quoted(typeOf(name, i))}`).join();
    const subnets = `list_transform(string_split(subnets, ' '), lambda s: nullif(s, '*'))`;
    await connection.run(
      `COPY (SELECT * REPLACE (${subnets} AS subnets) FROM read_csv(${quotedFile(rows)}, header = true,
        auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '',
        max_line_size = 16777216, columns = { ${types} })) TO ${quoted(out)} (FORMAT parquet)`,
    );
  } catch (cause) {
    const [why = ''] = (cause as Error).message.split('\n');
    throw new Error(l10n.t('{0}: cannot be written ({1}). Choose another place with --out.', out, why), {
      cause,
    });
  } finally {
    close();
  }
}

function typeOf(name: string, i: number): string {
  if (name === 'line') return 'UINTEGER';
  if (name === 'time') return 'TIMESTAMP';
  return i > 4 && name !== 'subnets' ? 'FLOAT' : 'VARCHAR';
}

const quotedCell = (text: string) => `"${text.replace(/"/g, '""')}"`;

/** As few digits as tell one 32-bit number from the next. */
function shortest(value: number): string {
  const text = String(Number(value.toPrecision(7)));
  return Math.fround(Number(text)) === value ? text : String(value);
}
