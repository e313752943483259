import type { DuckDBConnection } from '@duckdb/node-api';
import type { HostChange, HostPage, HostPeer, HostRhythm } from '../../../../shared/protocol/hosts';
import { flowFilterText, type FlowFilter } from '../../../../shared/text/flowFilter';
import { labelClassSql } from '../captures/labels';
import type { Capture, CaptureStore } from '../captures/store';
import { isoTime } from '../captures/summary';
import { flowGroups, inOrder } from '../overview/flowGroups';
import { timelineOf } from '../overview/timeline';
import type { AskedHost, HostAnswers } from './answers';
import { subjectOf, type Subject } from './subject';

export function hostAnswers(captures: CaptureStore): HostAnswers {
  return {
    host: (files, address, options) =>
      captures.using(files, options.signal, capture => hostPage(capture, subjectOf(address), options)),
  };
}

/** Flows that a rhythm takes, and how uneven its pauses may be. */
const rhythm = { leastFlows: 5, mostUneven: 0.5 };
/** What begins in this share of the time is what the host does anyway. */
const settled = 0.1;

const began = '(SELECT * FROM host_flows WHERE began)';
const answered = '(SELECT * FROM host_flows WHERE NOT began)';
const serviceName = ([proto = '', port = '']: readonly string[]) => `${proto} ${port}`.trim();
const service = [
  { column: 'Proto', sql: 'proto' },
  { column: 'Dport', sql: 'dport' },
];

async function hostPage(
  { connection }: Capture,
  subject: Subject,
  { top }: AskedHost,
): Promise<HostPage | undefined> {
  const started = performance.now();
  const { kind, mine, theirs } = subject;
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE host_flows AS SELECT start_time, proto, dport, state, bytes, label, src_addr, dst_addr,
       ${subject.began} AS began, ${subject.peer} AS peer,
       CASE WHEN began THEN src_bytes ELSE bytes - src_bytes END AS sent,
       CASE WHEN began THEN bytes - src_bytes ELSE src_bytes END AS received
     FROM flows WHERE ${subject.has}`,
    [...subject.values],
  );
  const [total = []] = await rows(
    `SELECT count(*)::DOUBLE, count(*) FILTER (began)::DOUBLE, coalesce(sum(sent), 0)::DOUBLE,
       coalesce(sum(received), 0)::DOUBLE, epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE FROM host_flows`,
  );
  const [flows, first, sent, received, from, to] = total as number[];
  if (!flows) return undefined;
  const within = (where: string, end: FlowFilter) => `${flowFilterText(end)} and ${where}`;
  const services = await flowGroups(connection, { parts: service, from: began, name: serviceName }, top);
  const offered = await flowGroups(connection, { parts: service, from: answered, name: serviceName }, top);
  const states = await flowGroups(
    connection,
    { parts: [{ column: 'State', sql: 'state' }], from: began, name: ([state = '']) => state },
    top,
  );
  const labels = await rows(
    `SELECT ${labelClassSql('label')} AS class, count(*)::DOUBLE FROM host_flows GROUP BY class`,
  );
  const narrowed = (groups: typeof services.groups, end: FlowFilter) =>
    groups.map(group => ({ ...group, where: within(group.where, end) }));
  const ours = kind === 'subnet' || kind === 'service';
  const members = ours
    ? await flowGroups(
        connection,
        {
          parts: [{ column: kind === 'service' ? 'SrcAddr' : 'Host', sql: 'address' }],
          from:
            kind === 'service'
              ? '(SELECT src_addr AS address, bytes, label FROM host_flows)'
              : '(SELECT CASE WHEN began THEN src_addr ELSE dst_addr END AS address, bytes, label FROM host_flows)',
          name: ([member = '']) => member,
        },
        top,
      )
    : { groups: [], inAll: 0 };
  const [counted] = await rows('SELECT count(DISTINCT peer)::DOUBLE FROM host_flows');
  const rhythms = await rhythmsOf(connection, top);
  const changes = await changesOf(connection, subject, top);
  const { step, timeline } = await timelineOf(connection, { from: 'host_flows' });
  const page: HostPage = {
    kind,
    address: subject.name,
    where: flowFilterText({ any: [mine, theirs] }),
    flows,
    began: first as number,
    answered: flows - (first as number),
    sent: sent as number,
    received: received as number,
    ...times(from, to),
    labels: inOrder(Object.fromEntries(labels.map(([name, n]) => [String(name), Number(n)]))),
    inAll: {
      peers: Number(counted?.[0]),
      services: services.inAll,
      offered: offered.inAll,
      states: states.inAll,
      members: members.inAll,
      rhythms: rhythms.inAll,
      changes: changes.inAll,
    },
    members: kind === 'service' ? narrowed(members.groups, mine) : members.groups,
    peers: await peersOf(connection, subject, top),
    services: narrowed(services.groups, mine),
    offered: narrowed(offered.groups, theirs),
    states: narrowed(states.groups, mine),
    rhythms: rhythms.listed,
    changes: changes.listed,
    step,
    timeline,
    seconds: (performance.now() - started) / 1000,
  };
  await connection.run('DROP TABLE host_flows');
  return page;
}

const times = (from: number | null | undefined, to: number | null | undefined) => ({
  ...(from === null || from === undefined ? {} : { firstTime: isoTime(from) }),
  ...(to === null || to === undefined ? {} : { lastTime: isoTime(to) }),
});

const equal = (column: string, value: string) => ({ column, is: '=', values: [value] }) as const;

async function peersOf(
  connection: DuckDBConnection,
  { mine, theirs, kind }: Subject,
  top: number,
): Promise<HostPeer[]> {
  const found = await connection.runAndReadAll(
    `SELECT peer, count(*)::DOUBLE AS n, coalesce(sum(sent), 0)::DOUBLE, coalesce(sum(received), 0)::DOUBLE,
       epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE,
       histogram(${labelClassSql('label')}) FROM host_flows GROUP BY peer ORDER BY n DESC, peer LIMIT ${top}`,
  );
  return found.getRowsJson().map(([peer, flows, sent, received, from, to, labels]) => ({
    address: String(peer),
    flows: Number(flows),
    sent: Number(sent),
    received: Number(received),
    ...times(from as number | null, to as number | null),
    labels: inOrder(countsOf(labels)),
    where: flowFilterText({
      any:
        kind === 'service'
          ? [{ all: [mine, equal('DstAddr', String(peer))] }]
          : [
              { all: [mine, equal('DstAddr', String(peer))] },
              { all: [theirs, equal('SrcAddr', String(peer))] },
            ],
    }),
  }));
}

/** A map of DuckDB's as JSON: entries of key and value. */
function countsOf(map: unknown): Record<string, number> {
  const entries = map as readonly { key: string; value: number | string }[];
  return Object.fromEntries(entries.map(({ key, value }) => [key, Number(value)]));
}

/** What is listed of all that there are. */
interface Listed<T> {
  listed: T[];
  inAll: number;
}

async function rhythmsOf(connection: DuckDBConnection, top: number): Promise<Listed<HostRhythm>> {
  const found = await connection.runAndReadAll(
    `WITH pauses AS (
       SELECT src_addr, peer, proto, dport, epoch_us(start_time) / 1e6
         - lag(epoch_us(start_time) / 1e6) OVER (PARTITION BY src_addr, peer, proto, dport ORDER BY start_time) AS pause
       FROM host_flows WHERE began AND start_time IS NOT NULL)
     SELECT src_addr, peer, proto, dport, count(*)::DOUBLE AS n, avg(pause) AS every, stddev_pop(pause) / avg(pause) AS uneven,
       count(*) OVER ()::DOUBLE
     FROM pauses GROUP BY src_addr, peer, proto, dport
     HAVING n >= ${rhythm.leastFlows} AND every >= 1 AND uneven <= ${rhythm.mostUneven}
     ORDER BY uneven / ln(n), n DESC, src_addr, peer, proto, dport LIMIT ${top}`,
  );
  const rows = found.getRows();
  const listed = rows.map(([source, peer, proto, port, flows, every, unevenness]) => ({
    source: String(source),
    address: String(peer),
    service: serviceName([String(proto), String(port)]),
    flows: Number(flows),
    every: Number(every),
    unevenness: Number(unevenness),
    where: flowFilterText({
      all: [
        equal('SrcAddr', String(source)),
        equal('DstAddr', String(peer)),
        equal('Proto', String(proto)),
        equal('Dport', String(port)),
      ],
    }),
  }));
  return { listed, inAll: Number(rows[0]?.[7] ?? 0) };
}

async function changesOf(
  connection: DuckDBConnection,
  { mine, kind }: Subject,
  top: number,
): Promise<Listed<HostChange>> {
  // A service is what it is about.
  if (kind === 'service') return { listed: [], inAll: 0 };
  const found = await connection.runAndReadAll(
    `WITH seen AS (SELECT min(epoch_us(start_time)) AS first, max(epoch_us(start_time)) AS last FROM host_flows)
     SELECT proto, dport, epoch_us(min(start_time))::DOUBLE AS since, count(*)::DOUBLE AS n, count(DISTINCT peer)::DOUBLE, count(*) OVER ()::DOUBLE
     FROM host_flows WHERE began AND start_time IS NOT NULL GROUP BY proto, dport
     HAVING epoch_us(min(start_time)) > (SELECT first + ${settled} * (last - first) FROM seen)
     ORDER BY n DESC, since, proto, dport LIMIT ${top}`,
  );
  const rows = found.getRows();
  const listed = rows.map(([proto, port, since, flows, peers]) => ({
    service: serviceName([String(proto), String(port)]),
    since: isoTime(Number(since)),
    flows: Number(flows),
    peers: Number(peers),
    where: flowFilterText({ all: [mine, equal('Proto', String(proto)), equal('Dport', String(port))] }),
  }));
  return { listed, inAll: Number(rows[0]?.[5] ?? 0) };
}
