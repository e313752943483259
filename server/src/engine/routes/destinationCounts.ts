import type { NetworkOf } from '../hosts/mmdb';
import { ipv6Groups, isAddress, subnetOf, type SubnetPrefix } from './subnets';

/** Benign and malicious routes. */
export type Counted = readonly [benign: number, malicious: number];

/**
 * How many routes of each class went to a destination's network, its wider subnet and its subnet: what is known of
 * a destination without any learning.
 */
export class DestinationCounts {
  private readonly counts: Map<string, [number, number]>;
  private readonly all: [number, number] = [0, 0];

  constructor(
    private readonly prefix: SubnetPrefix,
    private readonly networkOf?: NetworkOf,
    counted: readonly (readonly [name: string, benign: number, malicious: number])[] = [],
  ) {
    this.counts = new Map(counted.map(([name, ...both]) => [name, both]));
    const known = this.counts.get('');
    if (known) this.all = known;
    else this.counts.set('', this.all);
  }

  add(destination: string, label: number): void {
    for (const name of ['', ...this.levelsOf(destination)]) {
      const counts = this.counts.get(name) ?? [0, 0];
      counts[label as 0 | 1]++;
      this.counts.set(name, counts);
    }
  }

  /** What is known of the destination's subnet, the narrowest level. */
  of(destination: string): Counted {
    const narrow = this.levelsOf(destination).at(-1);
    return (narrow === undefined ? undefined : this.counts.get(narrow)) ?? [0, 0];
  }

  /**
   * The share of malicious routes to the destination's subnet. Each level leans on the wider one as on one more
   * route, so that where a subnet has few routes, or as many of both classes, its wider subnet decides, then its
   * network, then all routes.
   */
  probability(destination: string): number {
    const [benign, malicious] = this.all;
    let share = (malicious + 1) / (benign + malicious + 2);
    for (const name of this.levelsOf(destination)) {
      const [b, m] = this.counts.get(name) ?? [0, 0];
      share = (m + share * leaning) / (b + m + leaning);
    }
    return share;
  }

  /** How likely malicious the destination is, as a number from minus to plus infinity. */
  logOdds(destination: string): number {
    const share = this.probability(destination);
    return Math.log(share / (1 - share));
  }

  /** The levels as people write them, the narrowest first. */
  get levels(): string[] {
    const { ipv4 } = this.prefix;
    return [`/${ipv4}`, ...(ipv4 > 16 ? ['/16'] : []), ...(this.networkOf ? ['network'] : [])];
  }

  /** As the constructor takes them. */
  entries(): [name: string, benign: number, malicious: number][] {
    return [...this.counts].map(([name, [benign, malicious]]) => [name, benign, malicious]);
  }

  /** The widest first. A destination of which only the name is known is a level of its own. */
  private levelsOf(destination: string): string[] {
    if (destination === '') return [];
    const narrow = subnetOf(destination, this.prefix);
    if (!isAddress(destination)) return [narrow];
    const network = this.networkOf?.(destination);
    const isIpv4 = ipv6Groups(destination) === undefined;
    const wide = { ipv4: Math.min(16, this.prefix.ipv4), ipv6: Math.min(32, this.prefix.ipv6) };
    const wider = subnetOf(destination, wide);
    return [
      ...(network === undefined ? [] : [network]),
      ...(wider === narrow || (isIpv4 && this.prefix.ipv4 <= 16) ? [] : [wider]),
      narrow,
    ];
  }
}

/** Routes that a wider level counts for. */
const leaning = 1;
