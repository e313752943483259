import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseRoutes } from '../traceroutes/parseRoutes';
import type { Route } from '../traceroutes/route';
import type { SubnetPrefix } from '../traceroutes/subnets';
import type { Lines } from './lines';
import { documentLines } from './openCapture';
import { indexRoutes, type RouteEntry, type RoutesIndex } from './routesIndex';
import { inSlices } from './slices';

/** More than the longest route has lines. */
const linesAround = 600;

/** A document of routes open in the editor, with the index of its present text as soon as there is one. */
export class OpenRoutes {
  readonly lines: Lines;
  readonly openedVersion: number;
  private closed = false;
  private changedAt = -Infinity;
  private kept: { stamp: string; index: RoutesIndex } | undefined;
  private building: { stamp: string; index: Promise<RoutesIndex | undefined> } | undefined;

  constructor(
    private readonly document: TextDocument,
    /** Milliseconds without a change before the lines are read anew. */
    private readonly settleMs: number,
  ) {
    this.lines = documentLines(document);
    this.openedVersion = document.version;
  }

  get version(): number {
    return this.document.version;
  }

  changed(): void {
    this.changedAt = performance.now();
  }

  close(): void {
    this.closed = true;
  }

  /** The index of the text once it rests; undefined when the document was closed before. */
  async index(prefix: SubnetPrefix): Promise<RoutesIndex | undefined> {
    while (!this.closed) {
      const stamp = this.stamp(prefix);
      if (this.kept?.stamp === stamp) return this.kept.index;
      const rest = this.changedAt + this.settleMs - performance.now();
      if (rest > 0) await new Promise(resolve => setTimeout(resolve, rest));
      else await this.build(stamp, prefix);
    }
    return undefined;
  }

  /** The index if it is there; a hover does not wait for one of a long document. */
  indexNow(prefix: SubnetPrefix): RoutesIndex | undefined {
    return this.kept?.stamp === this.stamp(prefix) ? this.kept.index : undefined;
  }

  /** Runs a job over the lines in slices; undefined when the text changed meanwhile or nobody wants the answer. */
  run<T>(work: Generator<void, T>, unwanted: () => boolean): Promise<T | undefined> {
    const { version } = this;
    return inSlices(work, { cancelled: () => unwanted() || this.closed || this.version !== version });
  }

  /** The routes on the lines of an entry, with all their hops; several where one JSON object has several. */
  routes({ line, lastLine }: Pick<RouteEntry, 'line' | 'lastLine'>): Route[] {
    const text = Array.from({ length: lastLine - line + 1 }, (_, i) => this.lines.line(line - 1 + i));
    const { routes } = parseRoutes(text.join('\n'), { name: this.lines.uri });
    for (const route of routes) {
      route.line += line - 1;
      route.lastLine += line - 1;
      for (const hop of route.hops) hop.line += line - 1;
    }
    return routes;
  }

  /** The routes on a one-based line, from the lines around it alone: for a document that is still being read. */
  near(line: number): Route[] {
    const from = Math.max(1, line - linesAround);
    const to = Math.min(this.lines.lineCount, line + linesAround);
    return this.routes({ line: from, lastLine: to }).filter(
      route => route.line <= line && line <= route.lastLine,
    );
  }

  private async build(stamp: string, prefix: SubnetPrefix): Promise<void> {
    if (this.building?.stamp !== stamp)
      this.building = { stamp, index: this.run(indexRoutes(this.lines, prefix), () => false) };
    const { building } = this;
    const index = await building.index;
    if (this.building === building) this.building = undefined;
    if (index) this.kept = { stamp, index };
  }

  private stamp({ ipv4, ipv6 }: SubnetPrefix): string {
    return `${this.version} ${ipv4} ${ipv6}`;
  }
}
