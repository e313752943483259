import { hopsInOrder, hostOfHop, statisticsOf } from './features';
import { Growing } from '../../base/growing';
import type { Route, RouteLabel } from './route';
import { statistics, type RouteTable } from './routeTable';
import { detached, SubnetNumbers, type SubnetPrefix } from './subnets';

/** As in `RouteTable.labels`. */
export const labelNumbers: Record<RouteLabel, number> = { benign: 0, malicious: 1 };
export const noLabel = 255;

/** Routes of more hops than this are kept; the notebook drops the others. */
export const fewestHops = 2;

const width = statistics.length;

/** Adds route after route to columns; nothing of a route is kept but its row. */
export class TableBuilder {
  /** Routes like one before: same destination, label, statistics and set of subnets. */
  duplicates = 0;
  /** Routes of at most two hops. */
  short = 0;
  /** Hops of which only the name is known; each name is a subnet of its own. */
  nameless = 0;
  private readonly subnets: SubnetNumbers;
  private readonly values = new Growing(length => new Float32Array(length));
  private readonly hops = new Growing(length => new Int32Array(length));
  private readonly offsets = new Growing(length => new Uint32Array(length));
  private readonly labels = new Growing(length => new Uint8Array(length));
  private readonly times = new Growing(length => new Float64Array(length));
  private readonly lines = new Growing(length => new Uint32Array(length));
  private readonly files = new Growing(length => new Uint16Array(length));
  private readonly destinations: string[] = [];
  /** Rows by a digest of what makes them alike; those of one digest are compared. */
  private readonly rows = new Map<number, number>();

  constructor(prefix: SubnetPrefix) {
    this.subnets = new SubnetNumbers(prefix);
    this.offsets.push(0);
  }

  get size(): number {
    return this.destinations.length;
  }

  add(route: Route, file: number): void {
    const hops = hopsInOrder(route);
    if (hops.length <= fewestHops) {
      this.short++;
      return;
    }
    const row = this.size;
    const { timeouts, averagePing, numHops, tailTimeouts, reached } = statisticsOf(route, hops);
    for (const value of [timeouts, averagePing, numHops, tailTimeouts, reached]) this.values.push(value);
    const start = this.hops.length;
    for (const hop of hops) {
      const host = hop && hostOfHop(hop);
      this.hops.push(host === undefined ? -1 : this.subnets.numberOf(host));
    }
    this.labels.push(route.label === undefined ? noLabel : labelNumbers[route.label]);
    if (this.isDuplicate(row, start, route.destination)) {
      this.duplicates++;
      this.values.cut(row * width);
      this.hops.cut(start);
      this.labels.cut(row);
      return;
    }
    for (const hop of hops)
      if (hop?.probes.some(p => p.name !== undefined) && hop.probes.every(p => p.address === undefined))
        this.nameless++;
    this.offsets.push(this.hops.length);
    this.times.push(route.time ?? NaN);
    this.lines.push(route.line);
    this.files.push(file);
    this.destinations.push(detached(route.destination));
  }

  finish(): RouteTable {
    return {
      size: this.size,
      statistics: this.values.finish(),
      hops: this.hops.finish(),
      offsets: this.offsets.finish(),
      subnets: this.subnets.names,
      labels: this.labels.finish(),
      times: this.times.finish(),
      lines: this.lines.finish(),
      files: this.files.finish(),
      destinations: this.destinations,
    };
  }

  /** Looks the row that was just written up among those before, and remembers it when it is new. */
  private isDuplicate(row: number, start: number, destination: string): boolean {
    const set = this.setOf(start, this.hops.length);
    let digest = this.labels.at(row) + 1;
    const mix = (value: number) => {
      digest = Math.imul(digest ^ value, 0x9e3779b1);
      digest ^= digest >>> 15;
    };
    for (let i = 0; i < destination.length; i++) mix(destination.charCodeAt(i));
    for (let s = 0; s < width; s++) mix(Math.fround(this.values.at(row * width + s)) * 1000);
    for (const subnet of set) mix(subnet);
    for (;;) {
      const other = this.rows.get(digest);
      if (other === undefined) {
        this.rows.set(digest, row);
        return false;
      }
      if (this.alike(other, row, set, destination)) return true;
      digest = (digest + 1) | 0;
    }
  }

  private alike(other: number, row: number, set: readonly number[], destination: string): boolean {
    if (this.destinations[other] !== destination || this.labels.at(other) !== this.labels.at(row))
      return false;
    for (let s = 0; s < width; s++)
      if (this.values.at(other * width + s) !== this.values.at(row * width + s)) return false;
    const others = this.setOf(this.offsets.at(other), this.offsets.at(other + 1));
    return others.length === set.length && others.every((subnet, i) => subnet === set[i]);
  }

  private setOf(start: number, end: number): number[] {
    const set = new Set<number>();
    for (let i = start; i < end; i++) if (this.hops.at(i) >= 0) set.add(this.hops.at(i));
    return [...set].sort((a, b) => a - b);
  }
}
