import type { Freshness, FreshGroups, Overview, RejectedRows } from '../../../../shared/protocol/overview';
import { fileFactsOf } from '../captures/summary';
import { narrow } from '../captures/selection';
import type { Capture, CaptureStore } from '../captures/store';
import { formatsOf, isoTime } from '../captures/summary';
import { labelClassSql } from '../captures/labels';
import type { AskedFreshness, AskedOverview, OverviewAnswers } from './answers';
import { columnStatistics } from './columnStatistics';
import { flowGroups, inOrder, type Grouping } from './flowGroups';
import { groupings } from './groupings';
import { timelineOf } from './timeline';

/** Services that a time line tells apart; more could not be told from each other. */
const toldApart = 6;

export function overviewAnswers(captures: CaptureStore): OverviewAnswers {
  return {
    overview: (files, options) =>
      captures.using(files, options.signal, capture => overviewOf(capture, options)),
    columnStatistics: (files, { where, signal }) =>
      captures.using(files, signal, async capture => {
        if (where) await narrow(capture, where);
        return columnStatistics(capture.connection);
      }),
    groups: (files, by, { top, where, signal }) =>
      captures.using(files, signal, async capture => {
        if (where) await narrow(capture, where);
        return flowGroups(capture.connection, groupings[by], top);
      }),
    freshness: async (files, baseline, options) => {
      const known = await captures.using(baseline, options.signal, capture => keysOf(capture));
      return captures.using(files, options.signal, capture => freshOf(capture, known, options));
    },
  };
}

async function overviewOf(
  capture: Capture,
  { top, where, unexpected, columns = 'counted' }: AskedOverview,
): Promise<Overview> {
  const began = performance.now();
  const { connection, files } = capture;
  if (where) await narrow(capture, where);
  const { hosts, conversations, services, states } = {
    hosts: await flowGroups(connection, groupings.hosts, top),
    conversations: await flowGroups(connection, groupings.conversations, top),
    services: await flowGroups(connection, groupings.services, top),
    states: await flowGroups(connection, groupings.states, top),
  };
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const [total = []] = await rows('SELECT count(*)::DOUBLE, coalesce(sum(bytes), 0)::DOUBLE FROM flows');
  const labels = await rows(
    `SELECT ${labelClassSql('label')} AS class, sum(n)::DOUBLE FROM
       (SELECT label, count(*) AS n FROM flows GROUP BY label) GROUP BY class`,
  );
  const told = services.groups.slice(0, toldApart);
  const { step, timeline, range } = await timelineOf(connection, {
    services: told.map(({ values: [proto = '', port = ''] }) => [proto, port] as const),
    unexpected,
  });
  const { rejected, problems, notes = [] } = fileFactsOf(files);
  return {
    format: formatsOf(files),
    flows: Number(total[0]),
    rejected,
    ...(range ? { firstTime: isoTime(range[0]), lastTime: isoTime(range[1]) } : {}),
    labels: inOrder(Object.fromEntries(labels.map(([name, n]) => [String(name), Number(n)]))),
    bytes: Number(total[1]),
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
    step,
    timeline,
    timelineServices: told.map(({ name }) => name),
    columns: columns === 'counted' ? await columnStatistics(connection) : [],
    reasons: reasonsOf(problems),
    notes,
    seconds: (performance.now() - began) / 1000,
  };
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

type Compared = 'hosts' | 'services' | 'conversations';

/** What a baseline has, each as one text that no other group has. */
async function keysOf({ connection }: Capture): Promise<Record<Compared, string>> {
  const keys = async (by: Compared) => {
    const { parts, ...grouping } = groupings[by];
    const from = 'from' in grouping ? grouping.from : 'flows';
    const rows = await connection.runAndReadAll(
      `SELECT to_json(list(DISTINCT ${keySql(parts)}))::VARCHAR FROM ${from}`,
    );
    return String(rows.getRows()[0]?.[0] ?? '[]');
  };
  return {
    hosts: await keys('hosts'),
    services: await keys('services'),
    conversations: await keys('conversations'),
  };
}

/** Cells hold no line feeds, so values joined by them stay apart. */
const keySql = (parts: Grouping['parts']) => parts.map(({ sql }) => sql).join(' || chr(10) || ');

/** Groups of a capture that a baseline lacks. */
async function freshOf(
  capture: Capture,
  known: Record<Compared, string>,
  { top, where }: AskedFreshness,
): Promise<Freshness> {
  const began = performance.now();
  const { connection } = capture;
  if (where) await narrow(capture, where);
  const fresh = async (by: Compared): Promise<FreshGroups> => {
    const { parts, name, ...grouping } = groupings[by];
    const from = 'from' in grouping ? grouping.from : 'flows';
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE known_keys AS SELECT unnest(from_json($1, '["VARCHAR"]')) AS key`,
      [known[by]],
    );
    const unknown = `(SELECT * FROM ${from} ANTI JOIN known_keys ON key = ${keySql(parts)})`;
    const found = await flowGroups(connection, { parts, name, from: unknown }, top);
    await connection.run('DROP TABLE known_keys');
    return found;
  };
  return {
    hosts: await fresh('hosts'),
    services: await fresh('services'),
    conversations: await fresh('conversations'),
    seconds: (performance.now() - began) / 1000,
  };
}
