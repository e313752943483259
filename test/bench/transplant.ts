import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { labelClass } from '../../server/src/engine/captures/labels';

/** A flow as its cells, of a capture of Argus with commas and a header. */
export type Row = readonly string[];

/** A labelled capture cut in two: what a host with a bot did after the cut can be moved to other hosts. */
export interface Infected {
  header: Row;
  /** Before the cut, without the bot's host. */
  before: Row[];
  /** After it, the bot's flows left out. */
  after: Row[];
  bot: { address: string; rows: Row[] };
  column(name: string): number;
}

/** Share of the rows before the cut. */
const cutAt = 2 / 3;

/** Reads a capture; undefined where no flow is labelled as a bot's. Its host is the one that began most of these. */
export async function readInfected(path: string): Promise<Infected | undefined> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let header: Row = [];
  const rows: Row[] = [];
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (header.length === 0) header = line.split(',');
    else if (line !== '') rows.push(line.split(','));
  }
  const column = (name: string) => header.indexOf(name);
  const [time, source, target, label] = ['StartTime', 'SrcAddr', 'DstAddr', 'Label'].map(column) as number[];
  const isBot = (row: Row) => labelClass(row[label as number] ?? '') === 'botnet';
  const counts = countsOf(rows.filter(isBot).map(row => row[source as number] as string));
  const address = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (address === undefined) return undefined;
  const ofBot = (row: Row) => row[source as number] === address || row[target as number] === address;
  const times = rows.map(row => row[time as number] as string).sort();
  const cut = times[Math.floor(times.length * cutAt)] as string;
  const isBefore = (row: Row) => (row[time as number] as string) < cut;
  return {
    header,
    before: rows.filter(row => isBefore(row) && !ofBot(row)),
    after: rows.filter(row => !isBefore(row) && !ofBot(row)),
    bot: { address, rows: rows.filter(row => !isBefore(row) && ofBot(row)) },
    column,
  };
}

export function countsOf(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Hosts of the bot's network that are known before the cut, from the busiest on, each a third as busy as the one before. */
export function carriers({ before, bot, column }: Infected, most = 7): string[] {
  const network = bot.address.split('.').slice(0, 2).join('.');
  const source = column('SrcAddr');
  const busy = [...countsOf(before.map(row => row[source] as string))]
    .filter(([host, flows]) => host.startsWith(`${network}.`) && flows >= 300)
    .sort((a, b) => b[1] - a[1]);
  const chosen: string[] = [];
  let next = Infinity;
  for (const [host, flows] of busy) {
    if (flows > next || chosen.length === most) continue;
    chosen.push(host);
    next = flows / 3;
  }
  return chosen;
}

/** What comes after the cut, in order of time, with some of the bot's flows as a carrier's. */
export function transplanted({ after, bot, column }: Infected, carrier: string, rows: readonly Row[]): Row[] {
  const ends = [column('SrcAddr'), column('DstAddr')];
  const moved = rows.map(row =>
    row.map((cell, i) => (ends.includes(i) && cell === bot.address ? carrier : cell)),
  );
  const time = column('StartTime');
  return [...after, ...moved].sort((a, b) => ((a[time] as string) < (b[time] as string) ? -1 : 1));
}

/** The mean, over all that is sought, of the precision at its rank (scikit-learn's average_precision_score). */
export function averagePrecision(scores: readonly number[], sought: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  let [found, sum, at] = [0, 0, 0];
  while (at < order.length) {
    // What is equal comes at once.
    const score = scores[order[at] as number];
    let here = 0;
    for (; at < order.length && scores[order[at] as number] === score; at++)
      if (sought[order[at] as number]) here++;
    found += here;
    sum += here * (found / at);
  }
  return sum / found;
}
