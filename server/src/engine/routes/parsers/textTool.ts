import type { Hop, Route } from '../route';

/** How the text of one tool is read. */
export interface TextTool {
  /** The route that this line begins, if it does; with a problem when it does but cannot be read. */
  begin(line: string, number: number): { route: Route; problem?: string } | undefined;
  /** Whether the line belongs to the route that is open; `note` is told what of it was not read. */
  take(route: Route, line: string, number: number, note: (line: number, message: string) => void): boolean;
  /** Called when the route has ended, for what only the whole tells. */
  end?(route: Route): void;
}

export function emptyRoute(format: string, line: number): Route {
  return { format, line, lastLine: line, destination: '', hops: [] };
}

/** The hop of this number: the last one when that has it, else a new one. */
export function hopOf(route: Route, hop: number, line: number): Hop {
  const last = route.hops.at(-1);
  if (last?.hop === hop) return last;
  const made: Hop = { hop, line, probes: [] };
  route.hops.push(made);
  return made;
}

/** Tools that do not tell the destination end there when they reach it: the last hop that answered is taken for it. */
export function destinationFromLastHop(route: Route): void {
  if (route.destination !== '') return;
  const last = route.hops.findLast(hop => hop.probes.some(probe => probe.address ?? probe.name));
  const probe = last?.probes.find(each => each.address ?? each.name);
  route.destination = probe?.address ?? probe?.name ?? '';
}
