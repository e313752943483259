import { parseRoutes } from '../../engine/routes/parseRoutes';
import type { Route } from '../../engine/routes/route';
import type { SubnetPrefix } from '../../engine/routes/subnets';
import { OpenDocument } from '../openDocument';
import { indexRoutes, type RouteEntry, type RoutesIndex } from './routesIndex';

/** More than the longest route has lines. */
const linesAround = 600;

/** A document of routes open in the editor. */
export class OpenRoutes extends OpenDocument<SubnetPrefix, RoutesIndex> {
  protected indexed(prefix: SubnetPrefix): Generator<void, RoutesIndex> {
    return indexRoutes(this.lines, prefix);
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
}
