import {
  listOf,
  numberOf,
  parseWords,
  pathOf,
  UsageError,
  type Command,
  type OptionTypes,
  type Values,
} from '../command';
import { count, printable } from '../text';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import type { TableFormat } from '../../engine/queries/answers';

/** Rows of an answer that is printed; what is written with --out has all. */
const usualRows = 1000;

const queryOptions: OptionTypes = {
  out: { type: 'string' },
  rows: { type: 'string' },
  seconds: { type: 'string' },
};

export const query: Command = {
  name: 'query',
  usage: 'query FILE… "select … from flows" [--rows 1000] [--seconds 60] [--out F.csv|F.parquet] [--json]',
  about: 'One SELECT over the flows of a capture, in SQL (DuckDB), read only; the table is flows.',
  options: queryOptions,
  examples: [
    'query my.binetflow "select SrcAddr, count(*) as flows, sum(TotBytes) as bytes from flows group by 1 order by 2 desc limit 10"',
    'query conn.log "select * from flows where Dport = \'25\'" --out mail.parquet',
  ],
  async run(words, engine, console) {
    const { values, files: named } = parseWords(words, queryOptions);
    // The last word is the query; the others are files. A path was made of it like of all.
    const sql = words.filter(word => !word.startsWith('--')).findLast(word => /\s/.test(word.trim()));
    const files = named.filter(file => sql === undefined || file !== pathOf(sql));
    if (sql === undefined || files.length === 0)
      throw new UsageError('name a capture FILE and give a query, in quotes: "select … from flows".');
    const rows = numberOf(values, 'rows', { least: 1, most: 1_000_000, whole: true }) ?? usualRows;
    const seconds = numberOf(values, 'seconds', { least: 0.001, most: 86_400, whole: false }) ?? 60;
    const out = outOf(values);
    if (out) {
      const written = await engine.writeQuery(files, sql, out, { seconds });
      return console.out(
        values['json']
          ? `${JSON.stringify(written)}\n`
          : `${count(written.rows)} rows in ${printable(written.path)}\n`,
      );
    }
    const answer = await engine.query(files, sql, { rows, seconds });
    if (values['json']) {
      const columns = answer.columns.map(({ name }) => name);
      return console.out(
        `${JSON.stringify({ ...answer, columns, types: answer.columns.map(c => c.type) })}\n`,
      );
    }
    const cells = answer.rows.map(row => row.map(cell => (cell === null ? '' : printable(String(cell)))));
    const table = [answer.columns.map(({ name }) => printable(name)), ...cells];
    const widths = answer.columns.map((_, i) => Math.max(...table.map(row => (row[i] ?? '').length)));
    const lines = table.map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] as number))
        .join('  ')
        .trimEnd(),
    );
    const more = answer.truncated
      ? `\nmore than ${count(rows)} rows: these are the first; --rows shows more, --out writes all`
      : '';
    console.out(`${lines.join('\n')}${more}\n`);
  },
};

const convertOptions: OptionTypes = { out: { type: 'string' }, where: { type: 'string', multiple: true } };

export const convert: Command = {
  name: 'convert',
  usage: 'convert FILE… --out F.parquet|F.csv [--where "SrcAddr = \'10.0.0.5\' and Dport = 53"] [--json]',
  about: 'Writes the flows of captures, all or those of a filter, as Parquet or CSV in canonical columns.',
  options: convertOptions,
  examples: [
    'convert conn.log --out flows.parquet',
    'convert my.binetflow --where "Dport = 25" --out mail.csv',
  ],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, convertOptions);
    const out = outOf(values);
    if (!out) throw new UsageError('--out names the file to write, F.parquet or F.csv.');
    const conditions = listOf(values, 'where').map(filterOf);
    const where = conditions.length > 1 ? { all: conditions } : conditions[0];
    const written = await engine.convert(files, out, where ? { where } : {});
    console.out(
      values['json']
        ? `${JSON.stringify(written)}\n`
        : `${count(written.rows)} flows in ${printable(written.path)}\n`,
    );
  },
};

function filterOf(text: string) {
  try {
    return parseFlowFilter(text);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function outOf(values: Values): { path: string; format: TableFormat } | undefined {
  const { out } = values;
  if (out === undefined) return undefined;
  const format = /\.(csv|parquet)$/i.exec(String(out))?.[1]?.toLowerCase();
  if (format !== 'csv' && format !== 'parquet')
    throw new UsageError('--out names the file to write, F.csv or F.parquet.');
  return { path: pathOf(String(out)), format };
}
