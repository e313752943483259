import type { Hop, Probe, Route } from './route';
import { ipv4Bits, sameHost } from './subnets';

/**
 * The notebook's statistics of a route, by its names; units and edge cases are ours, since it says only the names.
 *
 * - Timeouts: hops of which no probe was answered.
 * - AveragePing: mean round-trip time of all probes answered, in milliseconds; 0 when none was.
 * - NumHops: hops probed, from the first that the tool lists to the last, answered or not.
 * - Tail Timeouts: hops without an answer at the end.
 * - Reached: 1 when the destination answered, else 0.
 *
 * Hop 255, with which RIPE Atlas asks the destination after a gap, counts for `Reached` and `AveragePing` only.
 */
export interface RouteStatistics {
  timeouts: number;
  averagePing: number;
  numHops: number;
  tailTimeouts: number;
  reached: 0 | 1;
}

export function statisticsOf(route: Route, hops = hopsInOrder(route)): RouteStatistics {
  let timeouts = 0;
  let tailTimeouts = 0;
  for (const hop of hops) {
    if (hop && answered(hop)) tailTimeouts = 0;
    else {
      timeouts++;
      tailTimeouts++;
    }
  }
  return {
    timeouts,
    averagePing: averagePing(route.hops),
    numHops: hops.length,
    tailTimeouts,
    reached: hasReached(route) ? 1 : 0,
  };
}

/**
 * The hops by number, from the first to the last that the tool lists; undefined where it lists none. Answers to the
 * same number are one hop. Hop 255 is left out: it comes after a gap.
 */
export function hopsInOrder(route: Route): readonly (Hop | undefined)[] {
  const { hops } = route;
  if (isInOrder(hops)) return hops;
  const byNumber: (Hop | undefined)[] = [];
  for (const hop of hops) {
    if (hop.hop >= 255) continue;
    const seen = byNumber[hop.hop];
    byNumber[hop.hop] = seen ? { ...seen, probes: [...seen.probes, ...hop.probes] } : hop;
  }
  const first = byNumber.findIndex(hop => hop !== undefined);
  return first < 0 ? [] : Array.from(byNumber.slice(first));
}

function isInOrder(hops: readonly Hop[]): boolean {
  for (let i = 0, next = hops[0]?.hop ?? 1; i < hops.length; i++, next++)
    if ((hops[i] as Hop).hop !== next || next >= 255) return false;
  return true;
}

/** Who answered: of several hosts the first. */
export function hostOfHop(hop: Hop): string | undefined {
  const probe = hop.probes.find(isAnswer);
  return probe && (probe.address ?? probe.name);
}

export function answered(hop: Hop): boolean {
  return hop.probes.some(isAnswer);
}

export function isAnswer(probe: Probe): boolean {
  return probe.address !== undefined || probe.name !== undefined;
}

/** Whether the destination answered, by address, or by name where the tool tells only that. */
export function hasReached({ destination, name, hops, unreached }: Route): boolean {
  if (unreached) return false;
  const bits = ipv4Bits(destination);
  for (let i = hops.length - 1; i >= 0; i--)
    for (const { address, name: said } of (hops[i] as Hop).probes) {
      if (address === undefined) {
        if (said === undefined) continue;
        if (sameHost(said, destination) || (name !== undefined && sameHost(said, name))) return true;
        continue;
      }
      // Two IPv4 addresses are compared as numbers: this is asked of every probe of every route.
      const other = bits < 0 ? -1 : ipv4Bits(address);
      if (other < 0 ? sameHost(address, destination) : other === bits) return true;
    }
  return false;
}

function averagePing(hops: readonly Hop[]): number {
  let sum = 0;
  let count = 0;
  for (const hop of hops) {
    if (hop.times) {
      const weight = hop.times.received ?? 1;
      sum += hop.times.average * weight;
      count += weight;
      continue;
    }
    for (const { rtt } of hop.probes)
      if (rtt !== undefined) {
        sum += rtt;
        count++;
      }
  }
  return count > 0 ? sum / count : 0;
}
