import type { DuckDBConnection } from '@duckdb/node-api';
import type { Capture } from '../../captures/store';
import { GroupedCutter, SentenceCutter, type Sentences, type SentenceScheme } from './sentences';
import type { PartsSql } from './tokenTable';

/** What phrases need to know of the flows, numbered in the order in which they were read. */
export interface FlowFacts {
  lines: Uint32Array;
  files: Uint16Array;
  /** Numbers into `labelClasses` of captures/labels. */
  classes: Uint8Array;
}

/** Columns of the store that tell apart the flows of sentences which run beside each other. */
const groupedBy: Partial<Record<SentenceScheme['by'], string>> = {
  host: 'src_addr',
  service: 'proto, dport',
};

/** The flows as sentences of the numbers in `token_ids`; with `facts`, also what is known of each flow. */
export async function readSentences(
  capture: Capture,
  scheme: SentenceScheme,
  parts: PartsSql,
  facts: 'with facts' | 'tokens only',
): Promise<{ sentences: Sentences; flows: number; facts?: FlowFacts }> {
  const connection = capture.connection;
  const keepOrder = facts === 'with facts';
  const count = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM flows');
  const flows = Number(count.getRows()[0]?.[0]);
  const groups = groupedBy[scheme.by];
  if (groups !== undefined) await groupTable(connection, groups);
  const several = capture.files.length > 1;
  const timed = scheme.by === 'time' || scheme.by === 'service';
  const wanted = [
    'coalesce(id, 4294967295)::UINTEGER',
    several ? 'file' : '',
    timed ? 'epoch(start_time)::DOUBLE' : '',
    groups === undefined ? '' : 'sentence_group',
    keepOrder ? 'record' : '',
    keepOrder ? 'class' : '',
  ];
  const columnOf = wanted.map((sql, i) => (sql === '' ? -1 : wanted.slice(0, i).filter(Boolean).length));
  // Services are read in order of time, so that a window which is over does not come back; files that go on at the
  // same time are one stream.
  const order = capture.interleaved
    ? 'start_time, file, record'
    : scheme.by === 'service'
      ? 'file, start_time, record'
      : 'file, record';
  const result = await connection.stream(`SELECT ${wanted.filter(Boolean).join(', ')} FROM
    (SELECT file, record, start_time, label, proto, src_addr, dport, ${parts.select} FROM ${parts.from})
    LEFT JOIN token_ids USING (${parts.names})
    ${keepOrder ? 'JOIN label_classes USING (label)' : ''}
    ${groups === undefined ? '' : `JOIN sentence_groups USING (${groups})`} ORDER BY ${order}`);
  const sequential = groups === undefined ? new SentenceCutter(scheme, flows, { keepOrder }) : undefined;
  const grouped = sequential ? undefined : new GroupedCutter(scheme, flows, { keepOrder });
  const known = keepOrder ? emptyFacts(flows) : undefined;
  let read = 0;
  for await (const chunk of result) {
    const [ids, files, times, group, lines, classes] = columnOf.map(c =>
      c < 0 ? undefined : (chunk.getColumnValues(c) as number[]),
    );
    for (let r = 0; r < chunk.rowCount; r++, read++) {
      const [token, file, time] = [ids?.[r] as number, files?.[r] ?? 0, times?.[r] ?? 0];
      const stream = capture.interleaved ? 0 : file;
      sequential?.add(token, stream, time);
      grouped?.add(token, stream, time, group?.[r] ?? 0);
      if (!known) continue;
      known.lines[read] = lines?.[r] ?? 0;
      known.files[read] = file;
      known.classes[read] = classes?.[r] ?? 0;
    }
  }
  if (groups !== undefined) await connection.run('DROP TABLE sentence_groups');
  const sentences = (sequential ?? (grouped as GroupedCutter)).finish();
  return { sentences, flows, ...(known ? { facts: known } : {}) };
}

/** `sentence_groups(…columns, sentence_group)`: which number stands for a group does not matter. */
async function groupTable(connection: DuckDBConnection, columns: string): Promise<void> {
  await connection.run(`CREATE TEMP TABLE sentence_groups AS
    SELECT *, (row_number() OVER ())::UINTEGER AS sentence_group FROM (SELECT DISTINCT ${columns} FROM flows)`);
}

function emptyFacts(flows: number): FlowFacts {
  return { lines: new Uint32Array(flows), files: new Uint16Array(flows), classes: new Uint8Array(flows) };
}
