import { pathToFileURL } from 'node:url';
import * as messages from '../../../../shared/protocol/messages';
import { parseMapping } from '../../engine/captures/mapping';
import { pathOf } from '../captureModels';
import type { On, Session } from '../session';

/** Requests about how captures are read: labels from elsewhere, and flows of binary captures. */
export function registerReadingRequests({ captures, engine, settings }: Session, on: On): void {
  on(messages.labelCapture, async ({ uri, files, hand }) => {
    const used = engine.for(await settings(uri));
    const path = pathOf(uri);
    if (files.length === 0 && hand.length === 0) used.readAs([path], { labels: undefined });
    else used.readAs([path], { labels: await used.readLabels(files.map(pathOf), hand) });
    // Models are of the flows with these labels: another one may be there for them, or none.
    await captures.settingsChanged();
    return files.length === 0 && hand.length === 0 ? null : await used.labelReport([path]);
  });

  on(messages.readCapture, async ({ uri, format, mapping }) => {
    const used = engine.for(await settings(uri));
    const path = pathOf(uri);
    const before = used.readingOf(path);
    used.readAs([path], { format, mapping: mapping && parseMapping(JSON.stringify(mapping)) });
    const found = await used.formatOf(path);
    if (found.error !== undefined && (format !== undefined || mapping !== undefined)) {
      used.readAs([path], { format: before.format, mapping: before.mapping });
      throw new Error(found.error);
    }
    await captures.settingsChanged();
    return found;
  });

  on(messages.captureFormat, async ({ uri }) => engine.for(await settings(uri)).formatOf(pathOf(uri)));

  on(messages.mapColumns, async ({ uri, mapping }) =>
    engine
      .for(await settings(uri))
      .mapColumns(pathOf(uri), mapping && parseMapping(JSON.stringify(mapping), { isWhole: false })),
  );

  on(messages.planImport, async ({ uri }) => engine.for(await settings(uri)).importPlan(pathOf(uri)));

  on(messages.importCapture, async ({ uri, tool }, token) => {
    const stop = new AbortController();
    const stopping = token.onCancellationRequested(() => stop.abort());
    try {
      const path = pathOf(uri);
      const made = await engine.for(await settings(uri)).importCapture(path, tool, { signal: stop.signal });
      return { uri: pathToFileURL(made.path).href, cached: made.cached };
    } finally {
      stopping.dispose();
    }
  });
}
