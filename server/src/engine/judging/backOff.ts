import type { AlikeFlows } from './alikeFlows';

/** A level of evidence: flows that share `key` are taken to be alike. Finer ones build upon coarser ones. */
export interface Level {
  name: string;
  key: (flows: AlikeFlows) => string;
}

export const protocol: Level = { name: 'protocol', key: f => f.proto };
const outcome: Level = { name: 'outcome', key: f => JSON.stringify([f.proto, f.outcome]) };
const packets: Level = { name: 'packets', key: f => JSON.stringify([f.proto, f.outcome, f.packets]) };
const port: Level = { name: 'port', key: f => JSON.stringify([f.proto, f.dport]) };
const portOutcome: Level = {
  name: 'port and outcome',
  key: f => JSON.stringify([f.proto, f.dport, f.outcome]),
};

/** Chains of levels, each from what carries farthest to what tells most. */
export const chains: Readonly<Record<string, readonly Level[]>> = {
  protocol: [protocol],
  behaviour: [protocol, outcome, packets],
  service: [protocol, port, portOutcome],
};

/** Weight of a coarser level beside a finer one, in conversations of one flow. */
const coarser = 6;

/** ln of the odds of "malicious" after each level of a chain; 0 where nothing is known. */
export type BackOff = (flows: AlikeFlows) => number[];

/**
 * Learns a chain. At each level both classes stand alike, however many flows they have. A conversation testifies
 * log₂(1 + flows): a thousand flows of one pair of hosts are no thousand witnesses. Each level is drawn to the one before
 * it, the more the fewer testify.
 */
export function learnBackOff(training: readonly AlikeFlows[], levels: readonly Level[]): BackOff {
  const totals = testimony(training, () => '').get('') ?? [0, 0];
  const whole = totals[0] + totals[1];
  const balance = totals.map(total => (total > 0 ? whole / 2 / total : 0)) as [number, number];
  const known = levels.map(({ key }) => testimony(training, key));
  return flows => {
    let p = 0.5;
    return levels.map(({ key }, i) => {
      const [malicious, normal] = known[i]?.get(key(flows)) ?? [0, 0];
      const [for_, against] = [malicious * balance[0], normal * balance[1]];
      p = (for_ + coarser * p) / (for_ + against + coarser);
      return Math.log(p / (1 - p));
    });
  };
}

/** What conversations testify of each value: malicious, normal. */
export function testimony(
  training: readonly AlikeFlows[],
  key: (flows: AlikeFlows) => string,
): Map<string, [malicious: number, normal: number]> {
  const conversations = new Map<string, { value: string; class: number; flows: number }>();
  for (const row of training) {
    if (row.class < 0) continue;
    const value = key(row);
    const name = JSON.stringify([row.pair, row.proto, row.dport, row.class, value]);
    const found = conversations.get(name);
    if (found) found.flows += row.flows;
    else conversations.set(name, { value, class: row.class, flows: row.flows });
  }
  const out = new Map<string, [number, number]>();
  for (const { value, class: of, flows } of conversations.values()) {
    let sums = out.get(value);
    if (!sums) out.set(value, (sums = [0, 0]));
    sums[of as 0 | 1] += Math.log2(1 + flows);
  }
  return out;
}
