import { hostOfFlows, hostsOf, type EvidenceHost } from './evidenceHosts';
import type { Pin, Verdict } from './case';

/** The flows of a host in one piece of evidence. */
export interface EvidenceLine {
  pin: Pin;
  flows: number;
  /** The first and the last flow's time, milliseconds since 1970. */
  first: number;
  last: number;
  /** Where flows began, ascending from 0 to 1 of the whole time: those of one place are one mark. */
  places: readonly number[];
}

/** Evidence over time, by host: the most serious first, and of each its pieces in order of time. */
export interface EvidenceTimes {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  hosts: readonly { host: EvidenceHost; lines: readonly EvidenceLine[] }[];
  /** Hosts in all; more than are told where there are very many. */
  inAll: number;
}

/** Places along the time: so many flows stay a small picture. */
const places = 400;
/** Hosts that one looks through on a picture. */
const mostHosts = 40;

/** Classes whose colours and signs verdicts have. */
export const verdictClass: Readonly<Record<Verdict, string>> = {
  malicious: 'malicious',
  suspicious: 'botnet',
  benign: 'normal',
  unknown: 'background',
};

/** When the flows of each host began, in each piece of evidence; undefined where no flow has a time. */
export function evidenceTimes(evidence: readonly Pin[]): EvidenceTimes | undefined {
  const all = hostsOf(evidence);
  const told = new Set(all.slice(0, mostHosts).map(({ address }) => address));
  const lines = new Map<string, { pin: Pin; times: number[] }[]>();
  let [from, to] = [Infinity, -Infinity];
  for (const pin of evidence) {
    const times = timesOf(pin, told);
    for (const [address, own] of times) {
      lines.set(address, [...(lines.get(address) ?? []), { pin, times: own }]);
      for (const time of own) [from, to] = [Math.min(from, time), Math.max(to, time)];
    }
  }
  if (from > to) return undefined;
  const placeOf = (time: number) => Math.round(((time - from) / (to - from || 1)) * places) / places;
  const hosts = all.flatMap(host => {
    const own = (lines.get(host.address) ?? []).map(({ pin, times }) => {
      const sorted = times.sort((a, b) => a - b);
      const [first = from, last = first] = [sorted[0], sorted.at(-1)];
      return { pin, flows: sorted.length, first, last, places: [...new Set(sorted.map(placeOf))] };
    });
    return own.length > 0 ? [{ host, lines: own.sort((a, b) => a.first - b.first) }] : [];
  });
  return { from, to, hosts, inAll: all.length };
}

/** Times of a piece's flows by the host whose they are. */
function timesOf(pin: Pin, told: ReadonlySet<string>): Map<string, number[]> {
  const { flows } = pin;
  const found = new Map<string, number[]>();
  if (!flows) return found;
  const [hostOf, start] = [hostOfFlows(pin), flows.columns.indexOf('StartTime')];
  for (const row of flows.rows) {
    const address = hostOf(row);
    const time = Date.parse(String(row[start] ?? ''));
    if (!told.has(address) || !Number.isFinite(time)) continue;
    const times = found.get(address) ?? [];
    times.push(time);
    found.set(address, times);
  }
  return found;
}
