import { DuckDBDataChunk, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { labelClass, labelClasses } from '../../captures/labels';
import { storeColumn } from '../../captures/columns';
import { columnPart } from './columnParts';
import type { Vocabulary } from './corpus';
import { emptyPart } from './tokens';

/** `label_classes(label, class)`: classified here once per distinct label, so that one rule serves all. */
export async function labelClassTable(connection: DuckDBConnection): Promise<void> {
  const labels = await connection.runAndReadAll('SELECT DISTINCT label FROM flows');
  await connection.run('CREATE TEMP TABLE label_classes (label VARCHAR, class UTINYINT)');
  const appender = await connection.createAppender('label_classes');
  for (const [label] of labels.getRows()) {
    appender.appendVarchar(String(label));
    appender.appendUTinyInt(labelClasses.indexOf(labelClass(String(label))));
    appender.endRow();
  }
  appender.closeSync();
}

/** SQL for the parts p0, p1, … of each flow: what to select, and what to select it from. */
export interface PartsSql {
  names: string;
  select: string;
  from: string;
}

/**
 * Makes what `select` needs. Parts that SQL cannot tell (subnets of IPv6, classes) are asked of the row's own
 * rule, once for each distinct value: a capture of millions of flows has thousands of addresses.
 */
export async function prepareParts(
  connection: DuckDBConnection,
  columns: readonly string[],
): Promise<PartsSql> {
  const select: string[] = [];
  const joins: string[] = [];
  for (const [i, name] of columns.entries()) {
    const part = columnPart(name);
    if (part.sql !== undefined) {
      // Spaces inside a cell become "_" when the token is written out: doing it here, per flow, costs seconds.
      select.push(`${part.sql} AS p${i}`);
      continue;
    }
    const column = storeColumn(part.column);
    await valueTable(connection, `part_${i}`, column, part.of);
    select.push(`part_${i}.part AS p${i}`);
    joins.push(`JOIN part_${i} ON part_${i}.value = flows.${column}`);
  }
  return {
    names: columns.map((_, i) => `p${i}`).join(', '),
    select: select.join(', '),
    from: `flows ${joins.join(' ')}`,
  };
}

/** A table (value, part) with a row for each distinct value of a column. */
async function valueTable(
  connection: DuckDBConnection,
  table: string,
  column: string,
  part: (value: string) => string,
): Promise<void> {
  const values = await connection.runAndReadAll(`SELECT DISTINCT ${column} FROM flows`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (value VARCHAR, part VARCHAR)`);
  const appender = await connection.createAppender(table);
  const texts = values.getColumns()[0]?.map(String) ?? [];
  for (let from = 0; from < texts.length; from += chunkRows) {
    const some = texts.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([VARCHAR, VARCHAR], some.length);
    chunk.setColumns([some, some.map(part)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** DuckDB's vectors hold so many values. */
export const chunkRows = 2048;

/** `token_ids(id, p0…, n, first, class counts)`: commonest first, then first seen. Answers how many. */
export async function countTokens(
  connection: DuckDBConnection,
  parts: PartsSql,
  { minCount, maxVocabulary }: { minCount: number; maxVocabulary: number },
): Promise<void> {
  const classes = labelClasses.map((_, c) => `count(*) FILTER (class = ${c})::UINTEGER AS c${c}`).join(', ');
  await connection.run(`CREATE TEMP TABLE token_ids AS FROM (
    SELECT (row_number() OVER (ORDER BY n DESC, first))::UINTEGER - 1 AS id, * FROM (
      SELECT ${parts.names}, count(*)::UINTEGER AS n, min(file::UBIGINT * 4294967296 + record) AS first, ${classes}
      FROM (SELECT file, record, label, ${parts.select} FROM ${parts.from})
      JOIN label_classes USING (label)
      GROUP BY ${parts.names} HAVING count(*) >= ${minCount}))
    ${maxVocabulary > 0 ? `WHERE id < ${maxVocabulary}` : ''}`);
}

/** `tokenOfParts` in SQL. */
export const tokenPart = (name: string) =>
  `CASE WHEN ${name} = '' THEN '${emptyPart}' ELSE replace(replace(${name}, ' ', '_'), chr(9), '_') END`;

/** The vocabulary that `countTokens` left in the store. */
export async function readVocabulary(connection: DuckDBConnection, partCount: number): Promise<Vocabulary> {
  const size = Number(
    (await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM token_ids')).getRows()[0]?.[0],
  );
  const used = await connection.runAndReadAll(
    `SELECT ${labelClasses.map((_, c) => `coalesce(sum(c${c}), 0)::DOUBLE`).join(', ')} FROM token_ids`,
  );
  const classes = labelClasses.filter((_, c) => Number(used.getRows()[0]?.[c]) > 0);
  const tokens: string[] = [];
  const counts = new Uint32Array(size);
  const firstLines = new Uint32Array(size);
  const firstFiles = new Uint16Array(size);
  const labelCounts = new Uint32Array(size * classes.length);
  const token = Array.from({ length: partCount }, (_, i) => tokenPart(`p${i}`)).join(', ');
  const result = await connection.stream(
    `SELECT concat_ws(' ', ${token}), n,
       (first % 4294967296)::UINTEGER, (first // 4294967296)::USMALLINT,
       ${classes.map(name => `c${labelClasses.indexOf(name)}`).join(', ')} FROM token_ids ORDER BY id`,
  );
  for await (const chunk of result) {
    const columns = chunk.getColumns();
    const at = tokens.length;
    for (let r = 0; r < chunk.rowCount; r++) {
      tokens.push(columns[0]?.[r] as string);
      counts[at + r] = columns[1]?.[r] as number;
      firstLines[at + r] = columns[2]?.[r] as number;
      firstFiles[at + r] = columns[3]?.[r] as number;
      for (let c = 0; c < classes.length; c++)
        labelCounts[(at + r) * classes.length + c] = columns[4 + c]?.[r] as number;
    }
  }
  return { size, tokens, counts, firstLines, firstFiles, labelClasses: classes, labelCounts };
}
