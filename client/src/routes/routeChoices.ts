import type { RouteList, RoutePlace } from '../../../shared/protocol/routeDocuments';
import { visibleText } from '../../../shared/text/visibleText';

export interface RouteChoice {
  label: string;
  description: string;
  detail?: string;
  /** Absent for the line that says what is not listed. */
  place?: RoutePlace;
  sameDestination: boolean;
}

/** Routes of a document to compare the one at `left` with, without that one. */
export function routeChoices(
  { uri, file }: { uri: string; file: string },
  { routes, of }: RouteList,
  left: RoutePlace,
  say: { line: (line: number, file: string) => string; more: (left: number) => string },
): RouteChoice[] {
  // The route of a place is the last that begins on its line or before.
  const own = uri === left.uri ? routes.findLast(route => route.line <= left.line + 1) : undefined;
  const choices: RouteChoice[] = routes
    .filter(route => route !== own)
    .map(({ line, destination, detail }) => ({
      // A pick list would draw "$(name)" as an icon.
      label: visibleText(destination).replaceAll('$(', '$ (') || '–',
      description: say.line(line + 1, file),
      detail,
      place: { uri, line },
      sameDestination: own !== undefined && destination === own.destination,
    }));
  if (of > routes.length)
    choices.push({ label: '…', description: say.more(of - routes.length), sameDestination: false });
  return choices;
}
