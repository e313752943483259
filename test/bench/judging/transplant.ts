import type { CaptureStore } from '../../../server/src/engine/captures/store';
import { within } from '../../../server/src/engine/captures/within';
import { labelClass } from '../../../server/src/engine/captures/labels';

/** A flow as Argus prints it, of a capture of whatever format. */
export interface Flow {
  /** As `columns` names them. */
  cells: readonly string[];
  /** Seconds since 1970. */
  at: number;
  source: string;
  target: string;
  proto: string;
  port: string;
  state: string;
  bytes: number;
  /** Whether it is labelled as a bot's, or as malicious. */
  isBot: boolean;
}

const columns =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const sourceCell = 3;
const targetCell = 6;

/** A labelled capture cut in two: what a host with a bot did after the cut can be moved to other hosts. */
export interface Infected {
  /** Before the cut, without the bot's host. */
  before: Flow[];
  /** After it, the bot's host left out. */
  after: Flow[];
  /** What that host did and was asked after the cut. */
  bot: { address: string; flows: Flow[] };
}

/**
 * Cuts a capture of any format where this share of its flows has begun. Its bot's host is the one that began most of the
 * flows that are labelled as a bot's; undefined where none is. Flows without a time are left out: nothing cuts them.
 */
export async function readInfected(
  paths: readonly string[],
  { cutAt, captures }: { cutAt: number; captures: CaptureStore },
): Promise<Infected | undefined> {
  const flows = await readFlows(paths, captures);
  const counts = countsOf(flows.filter(flow => flow.isBot).map(flow => flow.source));
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first) return undefined;
  const [address] = first;
  const cut = flows[Math.floor(flows.length * cutAt)]?.at ?? Infinity;
  const ofBot = ({ source, target }: Flow) => source === address || target === address;
  return {
    before: flows.filter(flow => flow.at < cut && !ofBot(flow)),
    after: flows.filter(flow => flow.at >= cut && !ofBot(flow)),
    bot: { address, flows: flows.filter(flow => flow.at >= cut && ofBot(flow)) },
  };
}

/** In order of time. Commas would be new cells. */
async function readFlows(paths: readonly string[], captures: CaptureStore): Promise<Flow[]> {
  return within(captures, paths, AbortSignal.timeout(600_000), async ({ connection }) => {
    const rows = await connection.runAndReadAll(
      `SELECT strftime(start_time, '%Y/%m/%d %H:%M:%S.%f'), printf('%.6f', coalesce(duration, 0)::DOUBLE), proto,
         src_addr, sport, dst_addr, dport, state, coalesce(packets, 0)::VARCHAR, coalesce(bytes, 0)::VARCHAR,
         coalesce(src_bytes, 0)::VARCHAR, label, (epoch_us(start_time)::DOUBLE / 1e6)::VARCHAR
       FROM flows WHERE start_time IS NOT NULL ORDER BY start_time, file, record`,
    );
    return rows.getRows().map(row => flowOf(row.map(cell => String(cell ?? '').replaceAll(',', ' ')) as Row));
  });
}

// prettier-ignore
type Row = [
  time: string, duration: string, proto: string, source: string, sport: string, target: string, port: string,
  state: string, packets: string, bytes: string, sent: string, label: string, at: string,
];

function flowOf(row: Row): Flow {
  const [time, duration, proto, source, sport, target, port, state, packets, bytes, sent, label, at] = row;
  return {
    // prettier-ignore
    cells: [
      time, duration, proto, source, sport, '   ->', target, port, state, '0', '0', packets, bytes, sent, label,
    ],
    at: Number(at),
    source,
    target,
    proto,
    port,
    state,
    bytes: Number(bytes),
    isBot: ['botnet', 'malicious'].includes(labelClass(label)),
  };
}

/** A capture with these flows, a line each below the header. */
export function* captureLines(flows: readonly Flow[]): Iterable<string> {
  yield `${columns}\n`;
  for (const { cells } of flows) yield `${cells.join(',')}\n`;
}

export function countsOf<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Seconds over which flows in order of time began. */
export const spanOf = (flows: readonly Flow[]) => (flows.at(-1)?.at ?? 0) - (flows[0]?.at ?? 0) || 1;

/** Share of the flows, and flows, that a host has at least to be called known. */
const known = { share: 0.001, flows: 30 };

/**
 * Hosts of the bot's network that are known before the cut: as many as are asked for, from the busiest to the least busy, as
 * far apart from each other, in ratios of their flows, as they can be.
 */
export function carriers({ before, bot }: Infected, many = 7): string[] {
  const least = Math.max(known.flows, known.share * before.length);
  const hosts = [...countsOf(before.map(flow => flow.source))]
    .filter(([host, flows]) => networkOf(host) === networkOf(bot.address) && flows >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (hosts.length <= many) return hosts.map(([host]) => host);
  const [most, fewest] = [hosts[0]?.[1] as number, hosts.at(-1)?.[1] as number];
  const chosen = new Set<string>();
  for (let i = 0; i < many; i++) {
    const wanted = Math.log(most) + (Math.log(fewest / most) * i) / (many - 1);
    const off = ([, flows]: readonly [string, number]) => Math.abs(Math.log(flows) - wanted);
    const free = hosts.filter(([host]) => !chosen.has(host));
    chosen.add(free.reduce((a, b) => (off(b) < off(a) ? b : a))[0]);
  }
  return [...chosen];
}

/** The first two parts of an address. */
const networkOf = (address: string) => address.split(/[.:]/).slice(0, 2).join('.');

/** What comes after the cut, in order of time, with some of the bot's flows as a carrier's. */
export function transplanted(
  { after, bot }: Infected,
  carrier: string,
  flows: readonly Flow[],
): { flow: Flow; isMoved: boolean }[] {
  const move = (address: string) => (address === bot.address ? carrier : address);
  const moved = flows.map((flow): Flow => {
    const [source, target] = [move(flow.source), move(flow.target)];
    const cells = flow.cells.with(sourceCell, source).with(targetCell, target);
    return { ...flow, source, target, cells };
  });
  return [
    ...after.map(flow => ({ flow, isMoved: false })),
    ...moved.map(flow => ({ flow, isMoved: true })),
  ].sort((a, b) => a.flow.at - b.flow.at);
}

/** Every so many flows of a bot make a quiet one. */
const quiet = 20;

/** A loud bot; a quiet one; and one without what it does most. */
export function botsOf({ bot }: Infected): Record<string, Flow[]> {
  const [commonest] = [...countsOf(bot.flows.map(flow => flow.port))].sort((a, b) => b[1] - a[1]);
  return {
    all: bot.flows,
    [`every ${quiet}th`]: bot.flows.filter((_, i) => i % quiet === 0),
    [`all but those to port ${commonest?.[0]}`]: bot.flows.filter(flow => flow.port !== commonest?.[0]),
  };
}
