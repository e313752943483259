import { DuckDBDataChunk, UINTEGER, USMALLINT } from '@duckdb/node-api';
import type { Capture } from '../../captures/store';
import { refuseEmpty } from '../../captures/within';
import type { Vocabulary } from './corpus';
import {
  chunkRows,
  countTokens,
  labelClassTable,
  prepareParts,
  readVocabulary,
  tokenPart,
} from './tokenTable';

/** The distinct tokens of a capture with their counts and labels, rare ones included. */
export async function tokenCounts(capture: Capture, tokenColumns: readonly string[]): Promise<Vocabulary> {
  const { connection } = capture;
  await refuseEmpty(capture);
  await labelClassTable(connection);
  const parts = await prepareParts(connection, tokenColumns);
  await countTokens(connection, parts, { minCount: 1, maxVocabulary: 0 });
  const vocabulary = await readVocabulary(connection, tokenColumns.length);
  await connection.run('DROP TABLE token_ids; DROP TABLE label_classes');
  return vocabulary;
}

/** Tokens and labels of some flows, in their order. */
export async function flowsAt(
  { connection }: Capture,
  tokenColumns: readonly string[],
  places: readonly { file: number; record: number }[],
): Promise<{ token: string; label: string }[]> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE asked_flows (file USMALLINT, record UINTEGER, place UINTEGER)',
  );
  const appender = await connection.createAppender('asked_flows');
  for (let from = 0; from < places.length; from += chunkRows) {
    const some = places.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([USMALLINT, UINTEGER, UINTEGER], some.length);
    chunk.setColumns([some.map(p => p.file), some.map(p => p.record), some.map((_, i) => from + i)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const parts = await prepareParts(connection, tokenColumns);
  const token = tokenColumns.map((_, i) => tokenPart(`p${i}`)).join(', ');
  const rows = await connection.runAndReadAll(
    `SELECT concat_ws(' ', ${token}), label FROM (SELECT file, record, label, ${parts.select} FROM ${parts.from})
     JOIN asked_flows USING (file, record) ORDER BY place`,
  );
  await connection.run('DROP TABLE asked_flows');
  return rows.getRows().map(([text, label]) => ({ token: String(text), label: String(label) }));
}
