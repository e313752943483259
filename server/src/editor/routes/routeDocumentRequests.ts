import * as l10n from '@vscode/l10n';
import { routeDiff } from './routesDiff';
import { routeDetail } from './routesSymbols';
import { diffRoutes, listRoutes } from '../../../../shared/protocol/messages';
import type { RoutePlace } from '../../../../shared/protocol/routeDocuments';
import { prefixOf } from './routeDocuments';
import type { On, Session } from '../session';
import type { Route } from '../../engine/routes/route';

/** Answers what is asked of documents of routes. */
export function registerRouteDocumentRequests({ routes, settings }: Session, on: On): void {
  on(listRoutes, async ({ uri, most }) => {
    const { index } = await routes.indexed(uri);
    if (!index) throw new Error(l10n.t('Open the file as traceroutes in an editor first.'));
    const rows = Array.from({ length: Math.min(most, index.size) }, (_, row) => index.entry(row));
    return {
      routes: rows.map(entry => ({
        line: entry.line - 1,
        destination: entry.destination,
        detail: routeDetail(entry),
      })),
      of: index.size,
    };
  });

  on(diffRoutes, async ({ left, right }) => {
    const [a, b] = await Promise.all([routeAt(left), routeAt(right)]);
    return routeDiff(a, b, prefixOf(await settings(left.uri)));
  });

  async function routeAt({ uri, line }: RoutePlace): Promise<Route> {
    const { routes: document, index } = await routes.indexed(uri);
    if (!document || !index) throw new Error(l10n.t('Open the file as traceroutes in an editor first.'));
    const row = index.rowAt(line + 1) ?? index.rowAt(line + 2);
    const entry = row === undefined ? undefined : index.entry(row);
    const found = entry && document.routes(entry)[0];
    if (!found) throw new Error(l10n.t('There is no route on line {0}: put the cursor on one.', line + 1));
    return entry.label === 'none' ? found : { ...found, label: entry.label };
  }
}
