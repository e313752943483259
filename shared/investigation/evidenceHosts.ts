import { parseFlowFilter, type FlowFilter } from '../text/flowFilter';
import type { CaseCell, Pin } from './case';

/** A host of the evidence with its verdict, of which the most serious wins, its different flows, and its first and last times. */
export interface EvidenceHost {
  address: string;
  verdict: Pin['verdict'];
  flows: number;
  from: string;
  to: string;
}

const weight = { malicious: 3, suspicious: 2, unknown: 1, benign: 0 };

/**
 * Whose each of a pin's flows is: of whom the pin is about where it names hosts, else of whoever began it. Who only asked
 * a suspect something is no suspect.
 */
export function hostOfFlows({ about, flows }: Pin): (row: readonly CaseCell[]) => string {
  const [source, target] = ['SrcAddr', 'DstAddr'].map(name => flows?.columns.indexOf(name) ?? -1);
  const named = 'where' in about ? hostsIn(about.where) : new Set<string>();
  return row => {
    const [from, to] = [source, target].map(at => String(row[at as number] ?? '')) as [string, string];
    return !named.has(from) && named.has(to) ? to : from;
  };
}

/** The hosts that a filter lets pass, whichever side they are on; none where it leaves more than that open. */
function hostsIn(where: string): ReadonlySet<string> {
  try {
    return new Set(hostsOfFilter(parseFlowFilter(where)));
  } catch {
    return new Set(); // A case of somebody else may hold any text: then whoever began a flow stands for it.
  }
}

function hostsOfFilter(filter: FlowFilter): readonly string[] {
  if ('all' in filter) return filter.all.flatMap(hostsOfFilter);
  if ('any' in filter) {
    const parts = filter.any.map(hostsOfFilter);
    return parts.every(hosts => hosts.length > 0) ? parts.flat() : [];
  }
  if ('not' in filter || filter.column.toLowerCase() !== 'host') return [];
  return filter.is === '=' || filter.is === 'in' ? filter.values : [];
}

/** The hosts of pinned flows, those with the most serious verdict first. */
export function hostsOf(evidence: readonly Pin[]): EvidenceHost[] {
  const hosts = new Map<string, EvidenceHost>();
  // A flow may be in several pieces of evidence.
  const counted = new Set<string>();
  for (const pin of evidence) {
    const { flows, verdict, captures } = pin;
    if (!flows) continue;
    const [hostOf, start] = [hostOfFlows(pin), flows.columns.indexOf('StartTime')];
    const [line, file] = [flows.columns.indexOf('Line'), flows.columns.indexOf('File')];
    const content = captures.map(({ digest }) => digest).join(' ');
    for (const row of flows.rows) {
      const address = hostOf(row);
      const time = String(row[start] ?? '');
      if (address === '') continue;
      const host = hosts.get(address) ?? { address, verdict, flows: 0, from: time, to: time };
      hosts.set(address, host);
      const flow =
        line < 0 ? undefined : `${content} ${file < 0 ? 0 : String(row[file])} ${String(row[line])}`;
      if (flow === undefined || !counted.has(flow)) host.flows++;
      if (flow !== undefined) counted.add(flow);
      if (weight[verdict] > weight[host.verdict]) host.verdict = verdict;
      if (time !== '' && (host.from === '' || time < host.from)) host.from = time;
      if (time > host.to) host.to = time;
    }
  }
  return [...hosts.values()].sort((a, b) => weight[b.verdict] - weight[a.verdict] || b.flows - a.flows);
}

/** The pins that have flows of a host, in order of their first one. */
export function pinsOfHost(evidence: readonly Pin[], address: string): Pin[] {
  return evidence
    .flatMap(pin => {
      const [hostOf, start] = [hostOfFlows(pin), pin.flows?.columns.indexOf('StartTime') ?? -1];
      const first = pin.flows?.rows.find(row => hostOf(row) === address);
      return first ? [{ pin, time: String(first[start] ?? '') }] : [];
    })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ pin }) => pin);
}

/** The pins that no host stands for: their flows are not gathered yet, or say no host. */
export function pinsOfNoHost(evidence: readonly Pin[]): Pin[] {
  return evidence.filter(pin => {
    const hostOf = hostOfFlows(pin);
    return !pin.flows?.rows.some(row => hostOf(row) !== '');
  });
}
