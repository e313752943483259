import type { ParsedRoutes, Route, RouteProblem } from './route';

/** What readers hand on: each route as soon as it ends, so that no file has to be held in memory. */
export interface RouteSink {
  route(route: Route): void;
  /** A route that was there but could not be read. */
  reject(problem: RouteProblem): void;
  /** What was not read, in a route that was. */
  problem(problem: RouteProblem): void;
}

/** Takes a file's text piece by piece, cut anywhere. */
export interface RouteReader {
  push(text: string): void;
  end(): void;
}

/** Problems kept of one file; more are counted. */
export const problemLimit = 1000;

/** Counts and problems of a file; its routes go where `each` sends them. */
export class RouteCount implements RouteSink {
  routes = 0;
  rejected = 0;
  problemCount = 0;
  readonly problems: RouteProblem[] = [];
  readonly formats = new Map<string, number>();

  constructor(private readonly each: (route: Route) => void) {}

  route(route: Route): void {
    this.routes++;
    this.formats.set(route.format, (this.formats.get(route.format) ?? 0) + 1);
    this.each(route);
  }

  reject(problem: RouteProblem): void {
    this.rejected++;
    this.problem(problem);
  }

  problem(problem: RouteProblem): void {
    this.problemCount++;
    if (this.problems.length < problemLimit) this.problems.push(problem);
  }

  /** Of most routes. */
  get format(): string {
    return [...this.formats].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown';
  }

  asParsed(routes: Route[]): ParsedRoutes {
    const { format, rejected, problems, problemCount } = this;
    problems.sort((a, b) => a.line - b.line);
    return { format, routes, rejected, problems, problemCount };
  }
}
