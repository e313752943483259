import type { Freshness, FreshGroups, Overview, RejectedRows } from '../../../../shared/protocol/overview';
import { fileFactsOf } from '../captures/summary';
import { narrow } from '../captures/selection';
import type { Capture, CaptureStore } from '../captures/store';
import { formatsOf, isoTime } from '../captures/summary';
import type { AskedFreshness, AskedOverview, OverviewAnswers } from './answers';
import type { RunningJobs } from '../../base/threads/runningJobs';
import { columnStatistics } from './columnStatistics';
import { countCodes } from './countCodes';
import { countFlows } from './counted';
import { flowGroups, type Grouping } from './flowGroups';
import { groupings } from './groupings';
import { KeptCodes } from './keptCodes';

/** Services that a time line tells apart; more could not be told from each other. */
const toldApart = 6;

export function overviewAnswers(captures: CaptureStore, jobs: RunningJobs): OverviewAnswers {
  const kept = new KeptCodes(captures, jobs);
  return {
    overview: (files, options) =>
      captures.using(files, options.signal, capture => overviewOf(capture, kept, options)),
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

/** Counted from the flows as numbers where they are kept, and there are not too many; else from the store. */
async function overviewOf(capture: Capture, kept: KeptCodes, asked: AskedOverview): Promise<Overview> {
  const began = performance.now();
  const { connection, files } = capture;
  const { top, where, unexpected, signal, columns = 'counted', again = 'once' } = asked;
  const count = { top, toldApart, unexpected };
  const coded = again === 'often' ? await kept.of(capture, where, signal) : undefined;
  if (where) await narrow(capture, where);
  const counted = coded ? await countCodes(coded, { ...count, signal }) : await countFlows(capture, count);
  if (again === 'often') kept.prepare(capture);
  const { hosts, conversations, services, states, range, ...rest } = counted;
  const { rejected, problems, notes = [] } = fileFactsOf(files);
  return {
    format: formatsOf(files),
    rejected,
    ...(range ? { firstTime: isoTime(range[0]), lastTime: isoTime(range[1]) } : {}),
    ...rest,
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
    timelineServices: services.groups.slice(0, toldApart).map(({ name }) => name),
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
