import { countsOf, spanOf, type Flow } from './transplant';

// Baselines that learn nothing: what one finds by counting alone.

/** By what flows are alike. */
export type What = (flow: Flow) => string;
const sizeOf = ({ bytes }: Flow) => Math.floor(Math.log2(bytes + 1));

const whats: readonly What[] = [
  f => `${f.proto} ${f.port} ${f.state}`,
  f => `${f.proto} ${f.port}`,
  f => `${f.proto} ${f.state} ${sizeOf(f)}`,
  f => `${f.proto} ${f.state}`,
];

/** Flows that what is usual for all weighs, beside a host's own. */
const prior = 5;

/**
 * How much oftener than expected a host does something (as a Poisson surprise), times how unlikely that is for it; summed
 * over protocol with port, state and size. A number for each flow that is asked about.
 */
export function countsTimesBursts(before: readonly Flow[], asked: readonly Flow[]): number[] {
  const share = spanOf(asked) / spanOf(before);
  const hosts = countsOf(before.map(flow => flow.source));
  const sums = new Array<number>(asked.length).fill(0);
  for (const what of whats) {
    const ownOf = (flow: Flow) => `${flow.source} ${what(flow)}`;
    const own = countsOf(before.map(ownOf));
    const all = countsOf(before.map(what));
    const now = countsOf(asked.map(ownOf));
    for (const [i, flow] of asked.entries()) {
      const [mine, mineNow] = [own.get(ownOf(flow)) ?? 0, now.get(ownOf(flow)) as number];
      const usual = (all.get(what(flow)) ?? 0) / before.length;
      const flows = hosts.get(flow.source) ?? 0;
      const rate = ((mine + prior * usual) / (flows + prior)) * flows * share + 0.05;
      const rare = -Math.log((mine + 0.5 * usual + 0.01) / (flows + 0.5));
      sums[i] = (sums[i] as number) + Math.log1p(poissonSurprise(mineNow, rate)) * rare;
    }
  }
  return sums;
}

/** Of what a flow has: how many flows had it before, given its source or among all. */
const conditions: readonly { what: What; ofHost: boolean }[] = [
  { what: f => `${f.source} ${f.port}`, ofHost: true },
  { what: f => `${f.source} ${f.target}`, ofHost: true },
  { what: f => `${f.source} ${f.proto} ${f.port} ${f.state}`, ofHost: true },
  { what: f => `${f.proto} ${f.port} ${f.state} ${sizeOf(f)}`, ofHost: false },
  { what: f => `${f.target} ${f.port}`, ofHost: false },
  { what: f => `${f.source} ${f.state} ${sizeOf(f)}`, ofHost: true },
];

/** Six conditional counts, as surprises, summed. A number for each flow that is asked about. */
export function sixCounts(before: readonly Flow[], asked: readonly Flow[]): number[] {
  const hosts = countsOf(before.map(flow => flow.source));
  const sums = new Array<number>(asked.length).fill(0);
  for (const { what, ofHost } of conditions) {
    const counts = countsOf(before.map(what));
    for (const [i, flow] of asked.entries()) {
      const whole = ofHost ? (hosts.get(flow.source) ?? 0) : before.length;
      sums[i] = (sums[i] as number) - Math.log(((counts.get(what(flow)) ?? 0) + 0.1) / (whole + 1));
    }
  }
  return sums;
}

/**
 * Of hosts of one capture: how much oftener one does something than the others do, times how few of them do it. A host's is
 * that of its oddest flow.
 */
export function countsAmong(flows: readonly Flow[]): Map<string, number> {
  const hosts = countsOf(flows.map(flow => flow.source));
  const sums = new Float64Array(flows.length);
  for (const what of whats) {
    const texts = flows.map(what);
    const all = countsOf(texts);
    const own = countsOf(texts.map((text, i) => `${flows[i]?.source} ${text}`));
    const users = countsOf([...own.keys()].map(key => key.slice(key.indexOf(' ') + 1)));
    for (const [i, text] of texts.entries()) {
      const { source } = flows[i] as Flow;
      const [mine, ofHost] = [own.get(`${source} ${text}`) as number, hosts.get(source) as number];
      const others = (all.get(text) as number) - mine;
      const rate = (others / Math.max(1, flows.length - ofHost)) * ofHost + 0.05;
      const rare = -Math.log((users.get(text) as number) / (hosts.size + 1));
      sums[i] = (sums[i] as number) + Math.log1p(poissonSurprise(mine, rate)) * rare;
    }
  }
  const most = new Map<string, number>();
  for (const [i, { source }] of flows.entries())
    most.set(source, Math.max(most.get(source) ?? 0, sums[i] as number));
  return most;
}

/** Place of a host, from 1, among those that a number is known of, the largest first; 0 for one that none is known of. */
export function placeOf(host: string, numbers: ReadonlyMap<string, number>): number {
  const own = numbers.get(host);
  return own === undefined ? 0 : 1 + [...numbers.values()].filter(other => other > own).length;
}

/** How far a count is above a rate, in nats: the log likelihood ratio of a Poisson. */
const poissonSurprise = (count: number, rate: number) =>
  count > rate ? count * Math.log(count / rate) - (count - rate) : 0;
