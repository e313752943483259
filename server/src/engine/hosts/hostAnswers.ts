import type { DuckDBConnection } from '@duckdb/node-api';
import type { HostChange, HostPage, HostPeer, HostRhythm } from '../../../../shared/protocol/hosts';
import { flowFilterText } from '../../../../shared/text/flowFilter';
import { labelClassSql } from '../captures/labels';
import type { Capture, CaptureStore } from '../captures/store';
import { isoTime } from '../captures/summary';
import { flowGroups, inOrder } from '../overview/flowGroups';
import { timelineOf } from '../overview/timeline';
import type { AskedHost, HostAnswers } from './answers';

export function hostAnswers(captures: CaptureStore): HostAnswers {
  return {
    host: (files, address, options) =>
      captures.using(files, options.signal, capture => hostPage(capture, address, options)),
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
  address: string,
  { top }: AskedHost,
): Promise<HostPage | undefined> {
  const started = performance.now();
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  // A flow of the host to itself is one that it began.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE host_flows AS SELECT start_time, proto, dport, state, bytes, label, src_addr,
       src_addr = $1 AS began, CASE WHEN src_addr = $1 THEN dst_addr ELSE src_addr END AS peer,
       CASE WHEN src_addr = $1 THEN src_bytes ELSE bytes - src_bytes END AS sent,
       CASE WHEN src_addr = $1 THEN bytes - src_bytes ELSE src_bytes END AS received
     FROM flows WHERE src_addr = $1 OR dst_addr = $1`,
    [address],
  );
  const [total = []] = await rows(
    `SELECT count(*)::DOUBLE, count(*) FILTER (began)::DOUBLE, coalesce(sum(sent), 0)::DOUBLE,
       coalesce(sum(received), 0)::DOUBLE, epoch_us(min(start_time))::DOUBLE, epoch_us(max(start_time))::DOUBLE FROM host_flows`,
  );
  const [flows, first, sent, received, from, to] = total as number[];
  if (!flows) return undefined;
  const mine = { column: 'SrcAddr', is: '=', values: [address] } as const;
  const theirs = { column: 'DstAddr', is: '=', values: [address] } as const;
  const within = (where: string, end: typeof mine | typeof theirs) => `${flowFilterText(end)} and ${where}`;
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
  const narrowed = (groups: typeof services.groups, end: typeof mine | typeof theirs) =>
    groups.map(group => ({ ...group, where: within(group.where, end) }));
  const [counted] = await rows('SELECT count(DISTINCT peer)::DOUBLE FROM host_flows');
  const { step, timeline } = await timelineOf(connection, { from: 'host_flows' });
  const page: HostPage = {
    address,
    flows,
    began: first as number,
    answered: flows - (first as number),
    sent: sent as number,
    received: received as number,
    ...times(from, to),
    labels: inOrder(Object.fromEntries(labels.map(([name, n]) => [String(name), Number(n)]))),
    inAll: { peers: Number(counted?.[0]), services: services.inAll, offered: offered.inAll },
    peers: await peersOf(connection, address, top),
    services: narrowed(services.groups, mine),
    offered: narrowed(offered.groups, theirs),
    states: narrowed(states.groups, mine),
    rhythms: await rhythmsOf(connection, address, top),
    changes: await changesOf(connection, address, top),
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

async function peersOf(connection: DuckDBConnection, address: string, top: number): Promise<HostPeer[]> {
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
      any: [
        { all: [equal('SrcAddr', address), equal('DstAddr', String(peer))] },
        { all: [equal('SrcAddr', String(peer)), equal('DstAddr', address)] },
      ],
    }),
  }));
}

/** A map of DuckDB's as JSON: entries of key and value. */
function countsOf(map: unknown): Record<string, number> {
  const entries = map as readonly { key: string; value: number | string }[];
  return Object.fromEntries(entries.map(({ key, value }) => [key, Number(value)]));
}

async function rhythmsOf(connection: DuckDBConnection, address: string, top: number): Promise<HostRhythm[]> {
  const found = await connection.runAndReadAll(
    `WITH pauses AS (
       SELECT peer, proto, dport, epoch_us(start_time) / 1e6
         - lag(epoch_us(start_time) / 1e6) OVER (PARTITION BY peer, proto, dport ORDER BY start_time) AS pause
       FROM host_flows WHERE began AND start_time IS NOT NULL)
     SELECT peer, proto, dport, count(*)::DOUBLE AS n, avg(pause) AS every, stddev_pop(pause) / avg(pause) AS uneven
     FROM pauses GROUP BY peer, proto, dport
     HAVING n >= ${rhythm.leastFlows} AND every >= 1 AND uneven <= ${rhythm.mostUneven}
     ORDER BY uneven / ln(n), n DESC, peer, proto, dport LIMIT ${top}`,
  );
  return found.getRows().map(([peer, proto, port, flows, every, unevenness]) => ({
    address: String(peer),
    service: serviceName([String(proto), String(port)]),
    flows: Number(flows),
    every: Number(every),
    unevenness: Number(unevenness),
    where: flowFilterText({
      all: [
        equal('SrcAddr', address),
        equal('DstAddr', String(peer)),
        equal('Proto', String(proto)),
        equal('Dport', String(port)),
      ],
    }),
  }));
}

async function changesOf(connection: DuckDBConnection, address: string, top: number): Promise<HostChange[]> {
  const found = await connection.runAndReadAll(
    `WITH seen AS (SELECT min(epoch_us(start_time)) AS first, max(epoch_us(start_time)) AS last FROM host_flows)
     SELECT proto, dport, epoch_us(min(start_time))::DOUBLE AS since, count(*)::DOUBLE AS n, count(DISTINCT peer)::DOUBLE
     FROM host_flows WHERE began AND start_time IS NOT NULL GROUP BY proto, dport
     HAVING epoch_us(min(start_time)) > (SELECT first + ${settled} * (last - first) FROM seen)
     ORDER BY n DESC, since, proto, dport LIMIT ${top}`,
  );
  return found.getRows().map(([proto, port, since, flows, peers]) => ({
    service: serviceName([String(proto), String(port)]),
    since: isoTime(Number(since)),
    flows: Number(flows),
    peers: Number(peers),
    where: flowFilterText({
      all: [equal('SrcAddr', address), equal('Proto', String(proto)), equal('Dport', String(port))],
    }),
  }));
}
