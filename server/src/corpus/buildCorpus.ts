import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowColumn } from '../captures/flow';
import { labelClass, labelClasses } from '../captures/labels';
import { storeColumn } from '../captures/loadSql';
import type { Capture } from '../captures/store';
import type { Corpus, Vocabulary } from './corpus';
import { SentenceCutter, type SentenceScheme } from './sentences';
import { emptyPart } from './tokens';

export interface CorpusConfig {
  tokenColumns: readonly FlowColumn[];
  sentence: SentenceScheme;
  minCount: number;
}

/** Turns a capture's flows into sentences of token numbers. Throws when no token is left. */
export async function buildCorpus(
  capture: Capture,
  config: CorpusConfig,
  signal?: AbortSignal,
): Promise<Corpus> {
  const connection = capture.connection;
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await build(capture, config);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

async function build(capture: Capture, config: CorpusConfig): Promise<Corpus> {
  const connection = capture.connection;
  await labelClassTable(connection);
  await countTokens(connection, config);
  const vocabulary = await readVocabulary(connection, config.tokenColumns.length);
  if (vocabulary.size < 2)
    throw new Error(
      `${capture.files.map(f => f.path).join(', ')}: ${vocabulary.size} token(s) occur at least ${config.minCount} time(s); a model needs two. Lower the minimum count or choose other token columns.`,
    );
  const corpus = await readSentences(capture, config);
  await connection.run('DROP TABLE token_ids; DROP TABLE label_classes');
  return { vocabulary, ...corpus };
}

/** `label_classes(label, class)`: classified here once per distinct label, so that one rule serves all. */
async function labelClassTable(connection: DuckDBConnection): Promise<void> {
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

// Spaces inside a cell become "_" when the token is written out: doing it here, per flow, costs seconds.
const part = (column: FlowColumn, i: number) => `coalesce(${storeColumn(column)}::VARCHAR, '') AS p${i}`;

/** `token_ids(id, p0…, n, first, class counts)`: commonest first, then first seen. */
async function countTokens(connection: DuckDBConnection, config: CorpusConfig): Promise<void> {
  const parts = config.tokenColumns.map((_, i) => `p${i}`).join(', ');
  const classes = labelClasses.map((_, c) => `count(*) FILTER (class = ${c})::UINTEGER AS c${c}`).join(', ');
  await connection.run(`CREATE TEMP TABLE token_ids AS
    SELECT (row_number() OVER (ORDER BY n DESC, first))::UINTEGER - 1 AS id, * FROM (
      SELECT ${parts}, count(*)::UINTEGER AS n, min(file::UBIGINT * 4294967296 + line) AS first, ${classes}
      FROM (SELECT file, line, label, ${config.tokenColumns.map(part).join(', ')} FROM flows)
      JOIN label_classes USING (label)
      GROUP BY ${parts} HAVING count(*) >= ${config.minCount})`);
}

/** `tokenOfParts` in SQL. */
const tokenPart = (name: string) =>
  `CASE WHEN ${name} = '' THEN '${emptyPart}' ELSE replace(replace(${name}, ' ', '_'), chr(9), '_') END`;

async function readVocabulary(connection: DuckDBConnection, partCount: number): Promise<Vocabulary> {
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
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
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

async function readSentences(capture: Capture, config: CorpusConfig): Promise<Omit<Corpus, 'vocabulary'>> {
  const connection = capture.connection;
  const parts = config.tokenColumns.map((_, i) => `p${i}`).join(', ');
  const flows = Number(
    (await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM flows')).getRows()[0]?.[0],
  );
  const cutter = new SentenceCutter(config.sentence, flows);
  const wanted = [
    'coalesce(id, 4294967295)::UINTEGER',
    capture.files.length > 1 ? 'file' : '',
    config.sentence.by === 'time' ? 'epoch(start_time)::DOUBLE' : '',
  ];
  const columnOf = wanted.map((sql, i) => (sql === '' ? -1 : wanted.slice(0, i).filter(Boolean).length));
  const result = await connection.stream(`SELECT ${wanted.filter(Boolean).join(', ')} FROM
    (SELECT file, line, start_time, ${config.tokenColumns.map(part).join(', ')} FROM flows)
    LEFT JOIN token_ids USING (${parts}) ORDER BY file, line`);
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const [ids, files, times] = columnOf.map(c =>
      c < 0 ? undefined : (chunk.getColumnValues(c) as number[]),
    );
    for (let r = 0; r < chunk.rowCount; r++) cutter.add(ids?.[r] as number, files?.[r] ?? 0, times?.[r] ?? 0);
  }
  return { ...cutter.finish(), flows };
}
