import type { DuckDBConnection } from '@duckdb/node-api';
import type { TimelineStep } from '../../../../shared/protocol/overview';
import { labelClassSql } from '../captures/labels';
import { inOrder } from './flowGroups';

/** Seconds that people count time in. */
const steps = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * 60),
  ...[1, 2, 3, 6, 12].map(hours => hours * 3600),
  ...[1, 2, 7, 14, 28].map(days => days * 86_400),
];
const mostSteps = 120;

/** The shortest step in which people count by which so long a time has at most 120 steps. */
export function stepOf(seconds: number): number {
  const day = 86_400;
  return (
    steps.find(step => Math.floor(seconds / step) + 2 <= mostSteps) ??
    Math.ceil(seconds / (mostSteps - 2) / day) * day
  );
}

/** Flows, bytes and hosts by time; empty steps too. Flows without a time are left out. */
export async function timelineOf(
  connection: DuckDBConnection,
  from = 'flows',
): Promise<{ step: number; timeline: TimelineStep[] }> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const [range] = await rows(
    `SELECT epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE FROM ${from}`,
  );
  const [first, last] = (range ?? []) as (number | null)[];
  if (first === null || first === undefined || last === null || last === undefined)
    return { step: 0, timeline: [] };
  const step = stepOf((last - first) / 1e6);
  const micros = Math.round(step * 1e6);
  const at = `(epoch_us(start_time) // ${micros})::BIGINT`;
  const counted = await rows(
    `SELECT ${at}::DOUBLE AS number, count(*)::DOUBLE, coalesce(sum(bytes), 0)::DOUBLE, count(DISTINCT src_addr)::DOUBLE
     FROM ${from} WHERE start_time IS NOT NULL GROUP BY number`,
  );
  const labelled = await rows(
    `SELECT number, ${labelClassSql('label')} AS class, sum(n)::DOUBLE FROM
       (SELECT ${at}::DOUBLE AS number, label, count(*) AS n FROM ${from} WHERE start_time IS NOT NULL GROUP BY number, label)
     GROUP BY number, class`,
  );
  const begin = Math.floor(first / micros);
  const timeline = Array.from({ length: Math.floor(last / micros) - begin + 1 }, (_, i) => ({
    time: new Date(((begin + i) * micros) / 1000).toISOString(),
    flows: 0,
    bytes: 0,
    hosts: 0,
    labels: {} as Record<string, number>,
  }));
  for (const [number, flows, bytes, hosts] of counted as number[][])
    Object.assign(timeline[(number as number) - begin] ?? {}, { flows, bytes, hosts });
  for (const [number, name, flows] of labelled) {
    const found = timeline[Number(number) - begin];
    if (found) found.labels[String(name)] = Number(flows);
  }
  return { step, timeline: timeline.map(each => ({ ...each, labels: inOrder(each.labels) })) };
}
