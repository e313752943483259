import { quotedFile, quoted } from '../../../../base/database';
import { absentTexts } from '../../cells';
import { columnNamed, type ColumnType } from '../../columns';
import { Findings } from '../../loadLines';
import { RecordTable } from '../../recordTable';
import { siftRows, type Sifted } from '../../siftRows';
import type { Loaded, Loading } from '../format';
import type { ArgusLayout } from './layout';
import { parseFlowLine } from './line';
import { rowJudge, type RowJudge } from './rowJudge';

/**
 * Reads the rows that are as `ra` prints them in parallel, straight into typed columns, and the odd ones with the line
 * reader. Row r of the table is the r-th row of the file, whatever it is.
 */
export async function loadArgus(loading: Loading<ArgusLayout>): Promise<Loaded | undefined> {
  const { layout } = loading;
  if (isReadByLines(layout)) return undefined;
  const rows = await rowJudge(layout);
  try {
    return await loadSifted(loading, rows);
  } finally {
    rows.dispose();
  }
}

async function loadSifted(loading: Loading<ArgusLayout>, rows: RowJudge): Promise<Loaded | undefined> {
  const { source, layout, connection, table, signal } = loading;
  const sifted = await siftRows(source, {
    judge: rows.judge,
    firstRow: layout.firstRow,
    placeholder: layout.delimiter.repeat(layout.columns.length - 1),
    signal,
  });
  if (!sifted) return undefined;
  try {
    if (relaid(sifted, layout)) return undefined;
    await connection.run(quickLoad(table, sifted, layout, rows));
    const counts = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE, count(start_time)::DOUBLE FROM ${table}`,
    );
    const [read, times] = counts.getRows()[0] as number[];
    if (read !== sifted.rows || times !== read - sifted.odd.length) {
      // DuckDB saw other rows than the judge did: the line reader decides.
      await connection.run(`DROP TABLE ${table}`);
      return undefined;
    }
    return { firstRecord: layout.firstRow, ...(await loadOdd(loading, sifted)) };
  } finally {
    await sifted.dispose();
  }
}

/** Whether DuckDB would not read the whole file as the line reader does. */
export const isReadByLines = (layout: ArgusLayout) =>
  layout.delimiter === ' ' ||
  layout.timed !== undefined ||
  layout.time !== undefined ||
  // DuckDB would look for the comma in times, too.
  (layout.comma === true && layout.epoch === true) ||
  isSummed(layout, 'Pkts') ||
  isSummed(layout, 'Bytes');

/** Whether totals follow from what went each way. */
const isSummed = ({ columns }: ArgusLayout, what: 'Pkts' | 'Bytes') =>
  !columns.includes(`Tot${what}`) && columns.includes(`Src${what}`) && columns.includes(`Dst${what}`);

/** Whether a header in the middle names other columns. */
function relaid({ odd }: Sifted, layout: ArgusLayout): boolean {
  return odd.some(({ text, line }) => {
    const again = parseFlowLine(text, line, layout).layout;
    return again !== undefined && again.columns.join('\n') !== layout.columns.join('\n');
  });
}

function quickLoad(table: string, sifted: Sifted, layout: ArgusLayout, rows: RowJudge): string {
  const columns = layout.columns.map((name, i) => {
    const column = columnNamed(name);
    const type = column && readAs(column.type, layout);
    return column ? `'${column.sql}': '${type}'` : `'extra_${i}': 'VARCHAR'`;
  });
  const stored = layout.columns.flatMap((name, i) => {
    const column = columnNamed(name);
    if (!column) return [];
    // Spaces only, as in the line reader; asking first costs less than trimming every cell.
    const { sql, type } = column;
    if (type === 'TIMESTAMP' && layout.epoch)
      return `make_timestamp((${sql}::DECIMAL(28, 6) * 1000000)::BIGINT) AS ${sql}`;
    if (type === 'BIGINT' && layout.comma) return `${sql}::BIGINT AS ${sql}`;
    const whole = rows.isDecimal(i)
      ? `CASE WHEN ends_with(${sql}, '${layout.comma ? ',' : '.'}0') THEN ${sql}[:-3] ELSE ${sql} END`
      : sql;
    if (!rows.isPadded(i)) return `${whole} AS ${sql}`;
    // A word for nothing that has spaces around it is not known as such before.
    const trimmed = layout.lax
      ? `CASE WHEN trim(${sql}, ' ') IN (${absentTexts.map(quoted).join(', ')}) THEN '' ELSE trim(${sql}, ' ') END`
      : `trim(${sql}, ' ')`;
    return `CASE WHEN starts_with(${sql}, ' ') OR ends_with(${sql}, ' ') THEN ${trimmed} ELSE ${whole} END AS ${sql}`;
  });
  const isFlow = sifted.odd.length > 0 ? ', start_time IS NOT NULL AS is_flow' : '';
  const writing = [
    layout.lax ? `, nullstr = [${['', ...absentTexts].map(quoted).join(', ')}]` : '',
    layout.comma ? ", decimal_separator = ','" : '',
  ].join('');
  return `CREATE TABLE ${table} AS SELECT ${stored.join(', ')}${isFlow}
    FROM read_csv(${quotedFile(sifted.path)}, auto_detect = false, header = false, skip = ${sifted.skip},
      delim = ${quoted(layout.delimiter)}, quote = '', escape = '', strict_mode = true,
      null_padding = false${writing}, columns = { ${columns.join(', ')} })`;
}

/** What DuckDB reads a column as: a count is no fraction to it where that has a comma. */
const readAs = (type: ColumnType, { epoch, comma }: ArgusLayout): string => {
  if (type === 'TIMESTAMP') return epoch ? 'DECIMAL(18,6)' : type;
  return type === 'BIGINT' && comma ? 'DOUBLE' : type;
};

/** What the line reader makes of the odd lines, in a table beside the other rows. */
async function loadOdd(
  { connection, layout, table }: Loading<ArgusLayout>,
  { odd }: Sifted,
): Promise<Omit<Loaded, 'firstRecord'>> {
  const findings = new Findings();
  if (odd.length === 0) return findings.found();
  const also = ['_odd'];
  const rows = await RecordTable.create(connection, `${table}${also[0]}`, layout.columns);
  for (const { line, text } of odd) {
    const row = parseFlowLine(text, line, layout);
    findings.add(row, line);
    if (row.flow) rows.add(row.flow, line);
  }
  await rows.finish();
  return { ...findings.found(), also };
}
