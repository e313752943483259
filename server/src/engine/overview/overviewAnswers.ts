import type { ColumnStatistics, GroupBy, Overview, RejectedRows } from '../../../../shared/protocol/overview';
import { storeColumns } from '../captures/columns';
import { narrow } from '../captures/selection';
import type { Capture, CaptureStore } from '../captures/store';
import { formatsOf, summarize } from '../captures/summary';
import type { AskedOverview, OverviewAnswers } from './answers';
import { bothEnds, flowGroups, type Grouping } from './flowGroups';
import { timelineOf } from './timeline';

const groupings = {
  hosts: {
    parts: [{ column: 'Host', sql: 'address' }],
    from: bothEnds,
    name: ([address = '']) => address,
  },
  conversations: {
    parts: [
      { column: 'SrcAddr', sql: 'src_addr' },
      { column: 'DstAddr', sql: 'dst_addr' },
    ],
    name: ([from = '', to = '']) => `${from} → ${to}`,
  },
  services: {
    parts: [
      { column: 'Proto', sql: 'proto' },
      { column: 'Dport', sql: 'dport' },
    ],
    name: ([proto = '', port = '']) => `${proto} ${port}`.trim(),
  },
  states: { parts: [{ column: 'State', sql: 'state' }], name: ([state = '']) => state },
  labels: { parts: [{ column: 'Label', sql: 'label' }], name: ([label = '']) => label },
} as const satisfies Record<GroupBy, Grouping>;

export function overviewAnswers(captures: CaptureStore): OverviewAnswers {
  return {
    overview: (files, options) =>
      captures.using(files, options.signal, capture => overviewOf(capture, options)),
    groups: (files, by, { top, where, signal }) =>
      captures.using(files, signal, async capture => {
        if (where) await narrow(capture, where);
        return flowGroups(capture.connection, groupings[by], top);
      }),
  };
}

async function overviewOf(capture: Capture, { top, where }: AskedOverview): Promise<Overview> {
  const began = performance.now();
  const { connection, files } = capture;
  if (where) await narrow(capture, where);
  const { flows, rejected, firstTime, lastTime, labels, problems, notes = [] } = await summarize(capture);
  const [sum] = (
    await connection.runAndReadAll('SELECT coalesce(sum(bytes), 0)::DOUBLE FROM flows')
  ).getRows();
  const found = {
    hosts: await flowGroups(connection, groupings.hosts, top),
    conversations: await flowGroups(connection, groupings.conversations, top),
    services: await flowGroups(connection, groupings.services, top),
    states: await flowGroups(connection, groupings.states, top),
  };
  const { hosts, conversations, services, states } = found;
  return {
    format: formatsOf(files),
    flows,
    rejected,
    ...(firstTime === undefined ? {} : { firstTime }),
    ...(lastTime === undefined ? {} : { lastTime }),
    labels,
    bytes: Number(sum?.[0]),
    inAll: {
      hosts: hosts.inAll,
      conversations: conversations.inAll,
      services: services.inAll,
      states: states.inAll,
    },
    hosts: hosts.groups,
    conversations: conversations.groups,
    services: services.groups,
    states: states.groups,
    ...(await timelineOf(connection)),
    columns: await statisticsOf(capture),
    reasons: reasonsOf(problems),
    notes,
    seconds: (performance.now() - began) / 1000,
  };
}

/** Columns that have a value somewhere. */
async function statisticsOf({ connection }: Capture): Promise<ColumnStatistics[]> {
  const asked = storeColumns.map(({ sql, type }) => {
    const given = type === 'VARCHAR' ? `nullif(${sql}, '')` : sql;
    const text = (value: string) =>
      type === 'TIMESTAMP'
        ? `coalesce(strftime(${value}, '%Y-%m-%dT%H:%M:%S.%fZ'), '')`
        : `coalesce(${value}::VARCHAR, '')`;
    return `count(${given})::DOUBLE, approx_count_distinct(${given})::DOUBLE, ${text(`min(${given})`)}, ${text(`max(${given})`)}`;
  });
  const [row = []] = (await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM flows`)).getRows();
  return storeColumns
    .map(({ name }, i) => {
      const [filled, distinct, least, most] = row.slice(i * 4, i * 4 + 4);
      return {
        name,
        filled: Number(filled),
        distinct: Number(distinct),
        least: String(least),
        most: String(most),
      };
    })
    .filter(({ filled }) => filled > 0);
}

function reasonsOf(problems: readonly { file: number; line: number; message: string }[]): RejectedRows[] {
  const reasons = new Map<string, RejectedRows>();
  for (const { file, line, message } of problems) {
    // Values differ from row to row; what is wrong with them does not.
    const kind = message.replaceAll(/"[^"]*"|\d+/g, '…');
    const found = reasons.get(kind);
    if (found) found.rows++;
    else reasons.set(kind, { message, rows: 1, file, line });
  }
  return [...reasons.values()].sort((a, b) => b.rows - a.rows);
}
