import { JsonReader } from './jsonReader';
import type { ParsedRoutes, Route } from './route';
import { RouteCount, type RouteReader, type RouteSink } from './sink';
import { TextReader } from './textReader';

/**
 * Reads traceroutes of any tool from text: told apart by content, never by name. Never throws; what is no
 * traceroute has no routes and problems that say so. `name` stands in the problem of a file without any.
 */
export function parseRoutes(text: string, { name }: { name: string }): ParsedRoutes {
  const routes: Route[] = [];
  const count = new RouteCount(route => routes.push(route));
  const reader = readerOf(text.slice(0, headLength), count);
  reader.push(text.replace(/^\uFEFF/, ''));
  reader.end();
  if (count.routes === 0 && count.rejected === 0) count.problem({ line: 1, message: noRoutes(name) });
  return count.asParsed(routes);
}

/** As much of a file as must be seen to tell JSON from text. */
export const headLength = 65_536;

/** The reader for a file that begins with `head`. */
export function readerOf(head: string, sink: RouteSink): RouteReader {
  const first = /^\uFEFF?(?:\s|#[^\n]*(?:\n|$))*(\{|\[\s*[{\]])?/.exec(head)?.[1];
  return first === undefined ? new TextReader(sink) : new JsonReader(sink);
}

export function noRoutes(name: string): string {
  return `${name}: no traceroute was found. Text of traceroute, tracert, tracepath, mtr, WinMTR, paris-traceroute, Junos and IOS is read, and JSON of RIPE Atlas, scamper, mtr, Trippy and dublin-traceroute.`;
}
