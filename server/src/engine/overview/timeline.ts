import type { DuckDBConnection } from '@duckdb/node-api';
import type { TimelineStep } from '../../../../shared/protocol/overview';
import { quoted } from '../../base/database';
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
export const stepMicros: readonly number[] = steps.map(step => Math.round(step * 1e6));

/** The shortest step in which people count by which so long a time has at most 120 steps. */
export function stepOf(seconds: number): number {
  const day = 86_400;
  return (
    steps.find(step => Math.floor(seconds / step) + 2 <= mostSteps) ??
    Math.ceil(seconds / (mostSteps - 2) / day) * day
  );
}

export interface AskedTimeline {
  /** A table with what `flows` has. */
  from?: string;
  /** Services that are told apart, as protocol and port; the rest are told together. */
  services?: readonly (readonly [proto: string, port: string])[];
  /** One-based records of the first file that were listed as unexpected. */
  unexpected?: readonly number[] | undefined;
}

/** From the first flow's time to the last one's, in microseconds since 1970; undefined where no flow has one. */
export type TimeRange = readonly [first: number, last: number] | undefined;

/** Flows, bytes and hosts by time; empty steps too. Flows without a time are left out. */
export async function timelineOf(
  connection: DuckDBConnection,
  { from = 'flows', services = [], unexpected }: AskedTimeline = {},
): Promise<{ step: number; timeline: TimelineStep[]; range: TimeRange }> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const [ends] = await rows(
    `SELECT epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE FROM ${from}`,
  );
  const [first, last] = (ends ?? []) as (number | null)[];
  if (first === null || first === undefined || last === null || last === undefined)
    return { step: 0, timeline: [], range: undefined };
  const grid = gridOf([first, last]);
  const { step, micros, begin } = grid;
  // A step's number is small: such keys are quickly grouped by.
  const at = `(epoch_us(start_time) // ${micros} - ${begin})::USMALLINT`;
  const labelled = await rows(
    `SELECT number, ${labelClassSql('label')} AS class, sum(n)::DOUBLE FROM
       (SELECT ${at} AS number, label, count(*) AS n FROM ${from} WHERE start_time IS NOT NULL GROUP BY ALL)
     GROUP BY number, class`,
  );
  const counted = await rows(
    `SELECT ${at} AS number, count(*)::DOUBLE, coalesce(sum(bytes), 0)::DOUBLE, count(DISTINCT src_addr)::DOUBLE
     FROM ${from} WHERE start_time IS NOT NULL GROUP BY number`,
  );
  const served =
    services.length === 0
      ? []
      : await rows(
          `SELECT ${at} AS number, ${placeSql(services)}::UTINYINT AS service, count(*)::DOUBLE
           FROM ${from} WHERE start_time IS NOT NULL GROUP BY ALL`,
        );
  const listed = unexpected
    ? await rows(
        `SELECT ${at}, count(*)::DOUBLE FROM ${from} WHERE start_time IS NOT NULL AND file = 0
           AND record IN (${unexpected.map(line => Math.floor(line)).join(', ') || 'NULL'}) GROUP BY 1`,
      )
    : [];
  const timeline = emptySteps(grid, { services: services.length, unexpected: unexpected !== undefined });
  for (const [number, flows, bytes, hosts] of counted as number[][])
    Object.assign(timeline[number as number] ?? {}, { flows, bytes, hosts });
  for (const [number, name, flows] of labelled) {
    const found = timeline[Number(number)];
    if (found) found.labels[String(name)] = Number(flows);
  }
  for (const [number, service, flows] of served as number[][]) {
    const found = timeline[number as number]?.services;
    if (found) found[service as number] = flows as number;
  }
  for (const [number, flows] of listed as number[][])
    Object.assign(timeline[number as number] ?? {}, { unexpected: flows });
  return {
    step,
    timeline: timeline.map(each => ({ ...each, labels: inOrder(each.labels) })),
    range: [first, last],
  };
}

/** Steps of a stretch of time: how long each is, in seconds and microseconds, the number of the first, and how many. */
export interface TimeGrid {
  step: number;
  micros: number;
  begin: number;
  length: number;
}

/** The number of the step, or of the slot, that a time is in, from 0; both in microseconds. */
export const stepAt = (time: number, { micros, begin }: Pick<TimeGrid, 'micros' | 'begin'>) =>
  Math.floor(time / micros) - begin;

/** The steps from a first flow's time to a last one's, microseconds since 1970. */
export function gridOf([first, last]: NonNullable<TimeRange>): TimeGrid {
  const step = stepOf((last - first) / 1e6);
  const micros = Math.round(step * 1e6);
  const begin = Math.floor(first / micros);
  return { step, micros, begin, length: Math.floor(last / micros) - begin + 1 };
}

/** The steps, with nothing counted yet. */
export function emptySteps(
  { micros, begin, length }: TimeGrid,
  { services, unexpected }: { services: number; unexpected: boolean },
) {
  return Array.from({ length }, (_, i) => ({
    time: new Date(((begin + i) * micros) / 1000).toISOString(),
    flows: 0,
    bytes: 0,
    hosts: 0,
    labels: {} as Record<string, number>,
    ...(services > 0 ? { services: Array.from({ length: services + 1 }, () => 0) } : {}),
    ...(unexpected ? { unexpected: 0 } : {}),
  }));
}

/** The place of a flow's service among some; their number for any other. */
function placeSql(services: readonly (readonly [string, string])[]): string {
  const cases = services.map(
    ([proto, port], i) => `WHEN proto = ${quoted(proto)} AND dport = ${quoted(port)} THEN ${i}`,
  );
  return `CASE ${cases.join(' ')} ELSE ${services.length} END`;
}
