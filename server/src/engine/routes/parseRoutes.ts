import * as l10n from '@vscode/l10n';
import { isRestOfJson, JsonReader } from './jsonReader';
import { LineEnds, oneLineEnd } from './lineEnds';
import type { ParsedRoutes, Route } from './route';
import { RouteCount, type RouteReader, type RouteSink } from './sink';
import { beginsRoute, TextReader } from './textReader';
import { howToReport, jsonNames, textNames } from './toolNames';

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
  return new LineEnds(isJson(oneLineEnd(head)) ? new JsonReader(sink) : new TextReader(sink));
}

/** Whether JSON begins there, or goes on with an object that is cut off at its beginning. */
function isJson(head: string): boolean {
  const text = head.replace(/^\uFEFF/, '');
  if (/^(?:\s|#[^\n]*(?:\n|$))*(?:\{|\[\s*[{\]])/.test(text)) return true;
  const lines = text.split('\n', mostLinesBefore);
  const object = lines.findIndex(line => /^\s*(?:\{|\[\s*\{)/.test(line));
  const first = lines.find(line => /^\s*[^\s#]/.test(line)) ?? '';
  if (isRestOfJson(first)) return true;
  // Words before it, of a shell or of a person, are no traceroute.
  return object >= 0 && !lines.slice(0, object).some((line, i) => beginsRoute(line, i + 1));
}

/** Lines that are looked at for the first JSON object. */
const mostLinesBefore = 200;

export function noRoutes(name: string): string {
  return l10n.t(
    '{0}: no traceroute was found. Text of {1} is read, and JSON of {2}. {3}',
    name,
    textNames,
    jsonNames,
    howToReport(),
  );
}
