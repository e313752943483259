import type { SuspectHost } from './answers';
import type { Calibration } from './calibration';
import type { HostPeers } from './hostPeers';
import type { Incident as FoundIncident } from './incidents';
import type { Judgement } from './judgement';
import type { Reasons } from './scoreReasons';

/** What is left of the scores, from 0 to 1, for flows that are more usual than all of the training. */
const mostUsual = 1e-6;

/** Evidence as a number from 0 to 1: the chance of less, as far as numbers tell such chances apart from 1; then by order. */
export function scoreOf(scale: Calibration, nats: number): number {
  const surprise = scale.surprise(nats);
  if (surprise <= 0) return mostUsual * Math.exp(Math.min(0, nats - scale.least));
  const told = 20;
  const chance = surprise <= told ? 1 - Math.exp(-surprise) : 1 - (Math.exp(-told) * told) / surprise;
  return mostUsual + (1 - mostUsual) * chance;
}

/** ISO 8601, UTC. */
export const spanOf = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from * 1000).toISOString(),
  to: new Date(to * 1000).toISOString(),
});

/** Hosts by the least expected of their incidents. */
export function suspects(
  { peers, names, scale }: Judgement,
  incidents: readonly FoundIncident[],
  reasons: Reasons,
): SuspectHost[] {
  const byHost = new Map<number, FoundIncident[]>();
  for (const incident of incidents) {
    const list = byHost.get(incident.host);
    if (list) list.push(incident);
    else byHost.set(incident.host, [incident]);
  }
  const numbers = new Map(incidents.map((incident, i) => [incident, i + 1]));
  return [...byHost.entries()]
    .map(([host, list]) => ({ host, list, evidence: (list[0] as FoundIncident).evidence }))
    .sort((a, b) => b.evidence - a.evidence)
    .map(({ host, list, evidence }) => ({
      address: names.hosts.names[host] as string,
      score: scoreOf(scale, evidence),
      ...spanOf(list[0] as FoundIncident),
      flows: list.reduce((sum, incident) => sum + incident.flows.length, 0),
      reasons: reasonsOf(list[0] as FoundIncident, reasons),
      incidents: list.map(incident => numbers.get(incident) as number),
      unchanged: unchangedOf(peers, host, peer => byHost.has(peer)).map(
        peer => names.hosts.names[peer] as string,
      ),
    }));
}

/** Peers of a host that did nothing unexpected: what is new is new for it alone. */
export function unchangedOf(peers: HostPeers, host: number, isSuspect: (host: number) => boolean): number[] {
  return peers
    .of(host)
    .filter(peer => !isSuspect(peer.host))
    .slice(0, 3)
    .map(peer => peer.host);
}

/** Behaviours of an incident that reasons are given of, and reasons of each. */
const told = { behaviours: 3, reasons: 3 };

export function reasonsOf({ examples }: FoundIncident, reasons: Reasons): string[] {
  const texts = examples
    .slice(0, told.behaviours)
    .flatMap(example => reasons.of(example).slice(0, told.reasons));
  return [...new Set(texts)];
}
