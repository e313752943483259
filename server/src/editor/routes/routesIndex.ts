import * as l10n from '@vscode/l10n';
import { hopsInOrder, hostOfHop, statisticsOf } from '../../engine/routes/features';
import { Growing } from '../../base/growing';
import { headLength, noRoutes, readerOf } from '../../engine/routes/parseRoutes';
import type { Route, RouteLabel, RouteProblem } from '../../engine/routes/route';
import { statistics } from '../../engine/routes/routeTable';
import { RouteCount } from '../../engine/routes/sink';
import { detached, SubnetNumbers, type SubnetPrefix } from '../../engine/routes/subnets';
import type { Lines } from '../lines';

export type RouteClass = RouteLabel | 'none';
export const routeClasses: readonly RouteClass[] = ['benign', 'malicious', 'none'];

/** One route of an open document; its hops are read anew from its lines when they are asked for. */
export interface RouteEntry {
  /** One-based lines. */
  line: number;
  lastLine: number;
  destination: string;
  format: string;
  label: RouteClass;
  /** As `statistics` names them. */
  statistics: readonly number[];
}

export function entryOf(route: Route): RouteEntry {
  return {
    line: route.line,
    lastLine: route.lastLine,
    destination: route.destination,
    format: route.format,
    label: route.label ?? 'none',
    statistics: valuesOf(route, hopsInOrder(route)),
  };
}

/** As `statistics` names them. */
function valuesOf(route: Route, hops: ReturnType<typeof hopsInOrder>): number[] {
  const { timeouts, averagePing, numHops, tailTimeouts, reached } = statisticsOf(route, hops);
  return [timeouts, averagePing, numHops, tailTimeouts, reached];
}

/** What a document of routes says, from one pass over its lines. Routes are counted with duplicates and short ones. */
export class RoutesIndex {
  readonly problems: RouteProblem[];
  private readonly count: RouteCount;
  private readonly subnets: SubnetNumbers;
  private readonly lines = new Growing(length => new Uint32Array(length));
  private readonly lastLines = new Growing(length => new Uint32Array(length));
  private readonly labels = new Growing(length => new Uint8Array(length));
  private readonly values = new Growing(length => new Float32Array(length));
  private readonly formats: string[] = [];
  private readonly destinations: string[] = [];
  /** Routes of each class that pass a subnet, three numbers for each subnet. */
  private readonly passing = new Map<number, [number, number, number]>();
  private readonly classes: [number, number, number] = [0, 0, 0];

  constructor(prefix: SubnetPrefix) {
    this.subnets = new SubnetNumbers(prefix);
    this.count = new RouteCount(route => this.add(route));
    this.problems = this.count.problems;
  }

  get size(): number {
    return this.destinations.length;
  }

  get rejected(): number {
    return this.count.rejected;
  }

  get problemCount(): number {
    return this.count.problemCount;
  }

  get format(): string {
    return this.count.format;
  }

  get sink(): RouteCount {
    return this.count;
  }

  entry(row: number): RouteEntry {
    const width = statistics.length;
    return {
      line: this.lines.at(row),
      lastLine: this.lastLines.at(row),
      destination: this.destinations[row] as string,
      format: this.formats[row] as string,
      label: routeClasses[this.labels.at(row)] as RouteClass,
      statistics: statistics.map((_, s) => this.values.at(row * width + s)),
    };
  }

  /** The first route on a one-based line, or none. Routes stand in the order of their lines. */
  rowAt(line: number): number | undefined {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lastLines.at(middle) < line) low = middle + 1;
      else high = middle;
    }
    return low < this.size && this.lines.at(low) <= line ? low : undefined;
  }

  /** Routes of each class, and those of them that pass the subnet of a host. */
  commonness(host: string): { passing: readonly number[]; routes: readonly number[] } {
    const known = this.subnets.find(host);
    return {
      passing: (known === undefined ? undefined : this.passing.get(known)) ?? [0, 0, 0],
      routes: this.classes,
    };
  }

  private add(route: Route): void {
    const hops = hopsInOrder(route);
    const label = routeClasses.indexOf(route.label ?? 'none');
    this.lines.push(route.line);
    this.lastLines.push(route.lastLine);
    this.labels.push(label);
    for (const value of valuesOf(route, hops)) this.values.push(value);
    this.formats.push(route.format);
    this.destinations.push(detached(route.destination));
    this.classes[label as 0]++;
    const seen = new Set<number>();
    for (const hop of hops) {
      const host = hop && hostOfHop(hop);
      if (host !== undefined) seen.add(this.subnets.numberOf(host));
    }
    for (const subnet of seen) {
      const counts = this.passing.get(subnet) ?? [0, 0, 0];
      counts[label as 0]++;
      this.passing.set(subnet, counts);
    }
  }
}

/** Reads every line once; yields after each, so that it can run in slices. */
export function* indexRoutes(lines: Lines, prefix: SubnetPrefix): Generator<void, RoutesIndex> {
  const index = new RoutesIndex(prefix);
  let head = '';
  for (let i = 0; i < lines.lineCount && head.length < headLength; i++) head += `${lines.line(i)}\n`;
  const reader = readerOf(head, index.sink);
  for (let i = 0; i < lines.lineCount; i++) {
    reader.push(i + 1 < lines.lineCount ? `${lines.line(i)}\n` : lines.line(i));
    yield;
  }
  reader.end();
  if (index.size === 0 && index.rejected === 0 && head.trim() !== '')
    index.sink.problem({ line: 1, message: noRoutes(l10n.t('This document')) });
  index.problems.sort((a, b) => a.line - b.line);
  return index;
}
