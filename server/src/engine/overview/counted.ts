import type { LabelCounts } from '../../../../shared/protocol/captures';
import type { FlowGroup, TimelineStep } from '../../../../shared/protocol/overview';
import { labelClassSql } from '../captures/labels';
import type { Capture } from '../captures/store';
import { flowGroups, inOrder } from './flowGroups';
import { groupings } from './groupings';
import { timelineOf, type TimeRange } from './timeline';

interface Groups {
  groups: FlowGroup[];
  inAll: number;
}

/** What an overview counts of some flows. */
export interface Counted {
  flows: number;
  bytes: number;
  labels: LabelCounts;
  hosts: Groups;
  conversations: Groups;
  services: Groups;
  states: Groups;
  step: number;
  timeline: TimelineStep[];
  range: TimeRange;
}

export interface AskedCount {
  /** Groups of each kind at most. */
  top: number;
  /** Services that the time line tells apart at most. */
  toldApart: number;
  /** One-based records of the first file that were listed as unexpected. */
  unexpected?: readonly number[] | undefined;
}

/** Counts the flows that a capture's connection sees, in SQL. */
export async function countFlows(
  { connection }: Pick<Capture, 'connection'>,
  { top, toldApart, unexpected }: AskedCount,
): Promise<Counted> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const hosts = await flowGroups(connection, groupings.hosts, top);
  const conversations = await flowGroups(connection, groupings.conversations, top);
  const services = await flowGroups(connection, groupings.services, top);
  const states = await flowGroups(connection, groupings.states, top);
  const [total = []] = await rows('SELECT count(*)::DOUBLE, coalesce(sum(bytes), 0)::DOUBLE FROM flows');
  const labels = await rows(
    `SELECT ${labelClassSql('label')} AS class, sum(n)::DOUBLE FROM
       (SELECT label, count(*) AS n FROM flows GROUP BY label) GROUP BY class`,
  );
  const told = services.groups.slice(0, toldApart);
  const line = await timelineOf(connection, {
    services: told.map(({ values: [proto = '', port = ''] }) => [proto, port] as const),
    unexpected,
  });
  return {
    flows: Number(total[0]),
    bytes: Number(total[1]),
    labels: inOrder(Object.fromEntries(labels.map(([name, n]) => [String(name), Number(n)]))),
    ...{ hosts, conversations, services, states },
    ...line,
  };
}
