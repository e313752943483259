import { basename } from 'node:path';
import type { Capture } from './store';
import type { FlowColumn } from './columns';
import type { FileFacts } from './load';
import { labelClass, labelClasses, type LabelClass, type LabelCounts } from './labels';

export interface Counts {
  flows: number;
  rejected: number;
  hosts: number;
  firstTime?: string;
  lastTime?: string;
  protocols: Record<string, number>;
  labels: LabelCounts;
  problems: { file: number; line: number; message: string }[];
  notes?: string[];
}

/** Canonical names of what is counted. */
export const countedColumns = [
  'StartTime',
  'Proto',
  'SrcAddr',
  'DstAddr',
  'Label',
] as const satisfies FlowColumn[];

/** Counts a whole capture. Times are ISO 8601, UTC. */
export async function summarize(capture: Pick<Capture, 'connection' | 'files'>): Promise<Counts> {
  const rows = async (sql: string) => (await capture.connection.runAndReadAll(sql)).getRows();
  const [total] = await rows(
    `SELECT count(*)::DOUBLE, epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE FROM flows`,
  );
  const [flows, first, last] = (total ?? []) as [number, number | null, number | null];
  const [hosts] = await rows(
    `SELECT count(*)::DOUBLE FROM (SELECT src_addr FROM flows WHERE src_addr <> '' UNION SELECT dst_addr FROM flows WHERE dst_addr <> '')`,
  );
  const protocols = await rows(`SELECT proto, count(*)::DOUBLE FROM flows GROUP BY 1 ORDER BY 2 DESC, 1`);
  return {
    flows,
    hosts: Number(hosts?.[0] ?? 0),
    ...(first === null ? {} : { firstTime: isoTime(first) }),
    ...(last === null ? {} : { lastTime: isoTime(last) }),
    protocols: Object.fromEntries(protocols.map(([name, count]) => [String(name), Number(count)])),
    labels: await labelCounts(rows),
    ...fileFactsOf(capture.files),
  };
}

/** What was found while the files were read. */
export function fileFactsOf(files: readonly FileFacts[]): Pick<Counts, 'rejected' | 'problems' | 'notes'> {
  return {
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    problems: files.flatMap((f, file) => f.problems.map(problem => ({ file, ...problem }))),
    ...notesOf(files),
  };
}

async function labelCounts(rows: (sql: string) => Promise<unknown[][]>): Promise<LabelCounts> {
  const counts = new Map<LabelClass, number>();
  for (const [label, count] of await rows('SELECT label, count(*)::DOUBLE FROM flows GROUP BY 1')) {
    const name = labelClass(String(label));
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return Object.fromEntries(
    labelClasses.filter(name => counts.has(name)).map(name => [name, counts.get(name)]),
  );
}

function notesOf(files: readonly FileFacts[]): { notes?: string[] } {
  const several = files.length > 1;
  const notes = files.flatMap(({ path, notes }) =>
    notes.map(note => (several ? `${basename(path)}: ${note}` : note)),
  );
  return notes.length > 0 ? { notes } : {};
}

/** Names of the files' formats, as the JSON contract gives them. */
export function formatsOf(files: readonly FileFacts[]): string {
  return [...new Set(files.map(file => file.format))].join(', ');
}

/** Microseconds since 1970 as ISO 8601 with six decimals. */
export function isoTime(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const rest = String(Math.round(micros - seconds * 1e6)).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${rest}Z`;
}
