import type { Pin } from './case';

/** A host of the evidence with its verdict, of which the most serious wins, its different flows, and its first and last times. */
export interface EvidenceHost {
  address: string;
  verdict: Pin['verdict'];
  flows: number;
  from: string;
  to: string;
}

const weight = { malicious: 3, suspicious: 2, unknown: 1, benign: 0 };

/** The sources of pinned flows, those with the most serious verdict first. */
export function hostsOf(evidence: readonly Pin[]): EvidenceHost[] {
  const hosts = new Map<string, EvidenceHost>();
  // A flow may be in several pieces of evidence.
  const counted = new Set<string>();
  for (const { flows, verdict, captures } of evidence) {
    if (!flows) continue;
    const [source, start] = [flows.columns.indexOf('SrcAddr'), flows.columns.indexOf('StartTime')];
    const [line, file] = [flows.columns.indexOf('Line'), flows.columns.indexOf('File')];
    const content = captures.map(({ digest }) => digest).join(' ');
    for (const row of flows.rows) {
      const address = String(row[source] ?? '');
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
      const [source, start] = ['SrcAddr', 'StartTime'].map(name => pin.flows?.columns.indexOf(name) ?? -1);
      const first = pin.flows?.rows.find(row => row[source as number] === address);
      return first ? [{ pin, time: String(first[start as number] ?? '') }] : [];
    })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ pin }) => pin);
}

/** The pins that no host stands for: their flows are not gathered yet, or say no source. */
export function pinsOfNoHost(evidence: readonly Pin[]): Pin[] {
  return evidence.filter(({ flows }) => {
    const source = flows?.columns.indexOf('SrcAddr') ?? -1;
    return !flows?.rows.some(row => String(row[source] ?? '') !== '');
  });
}
