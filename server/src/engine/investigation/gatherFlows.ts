import { basename } from 'node:path';
import type { CaseCell, KeptFlows, PinnedFlows } from '../../../../shared/investigation/case';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import { storeColumns } from '../captures/columns';
import { filterSql } from '../captures/filterSql';
import type { Capture } from '../captures/store';
import { prepareParts, tokenPart } from '../training/corpus/tokenTable';
import { keptFlows, type Gathered } from './answers';

const table = 'gathered_flows';

/** The flows of a pin, in order of time, with every column in which one of them has a value; and all their lines. */
export async function gatherFlows(capture: Capture, about: PinnedFlows): Promise<Gathered> {
  const { connection, files } = capture;
  await connection.run(`DROP TABLE IF EXISTS ${table}`);
  await choose(capture, about);
  try {
    const count = async (sql: string) => {
      const found = await connection.runAndReadAll(sql);
      return found.getRows()[0]?.map(Number) ?? [];
    };
    const flows = `(SELECT flows.* FROM flows SEMI JOIN ${table} USING (file, record))`;
    const filled = storeColumns.map(({ sql, type }) =>
      type === 'VARCHAR' ? `count(*) FILTER (${sql} <> '')::DOUBLE` : `count(${sql})::DOUBLE`,
    );
    const [all = 0, ...used] = await count(`SELECT count(*)::DOUBLE, ${filled.join(', ')} FROM ${flows}`);
    const columns = storeColumns.filter((_, i) => (used[i] as number) > 0);
    const cells = columns.map(({ sql, type }) => {
      if (type === 'TIMESTAMP') return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
      return type === 'VARCHAR' ? sql : `${sql}::DOUBLE`;
    });
    const rows = await connection.runAndReadAll(
      `SELECT file, record, ${cells.join(', ') || 'NULL'} FROM ${flows} ORDER BY start_time, file, record LIMIT ${keptFlows}`,
    );
    const several = files.length > 1;
    const kept: KeptFlows = {
      columns: [...(several ? ['File'] : []), 'Line', ...columns.map(({ name }) => name)],
      rows: rows
        .getRows()
        .map(([file, record, ...texts]) => [
          ...(several ? [basename(files[Number(file)]?.path ?? '')] : []),
          Number(record),
          ...(columns.length === 0 ? [] : (texts as CaseCell[])),
        ]),
      count: all,
    };
    return { flows: kept, lines: await linesOf(capture) };
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Stretches of lines that follow each other, of the first file. */
async function linesOf({ connection }: Capture): Promise<string> {
  const found = await connection.runAndReadAll(
    `SELECT string_agg(CASE WHEN a = b THEN a::VARCHAR ELSE a || '-' || b END, ',' ORDER BY a) FROM (
       SELECT min(record) AS a, max(record) AS b FROM (
         SELECT record, record - row_number() OVER (ORDER BY record) AS stretch FROM ${table} WHERE file = 0)
       GROUP BY stretch)`,
  );
  return String(found.getRows()[0]?.[0] ?? '');
}

async function choose({ connection }: Capture, about: PinnedFlows): Promise<void> {
  if ('where' in about) {
    const { sql, values } = filterSql(parseFlowFilter(about.where));
    await connection.run(`CREATE TEMP TABLE ${table} AS SELECT file, record FROM flows WHERE ${sql}`, values);
    return;
  }
  const parts = await prepareParts(connection, about.columns);
  const token = about.columns.map((_, i) => tokenPart(`p${i}`)).join(', ');
  const wanted = about.tokens.map((_, i) => `$${i + 1}`).join(', ');
  await connection.run(
    `CREATE TEMP TABLE ${table} AS SELECT file, record FROM (SELECT file, record, ${parts.select} FROM ${parts.from})
     WHERE concat_ws(' ', ${token}) IN (${wanted || 'NULL'})`,
    [...about.tokens],
  );
}
