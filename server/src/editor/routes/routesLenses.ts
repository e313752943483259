import * as l10n from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver/node';
import { counted } from '../../../../shared/text/counted';
import { routeClasses, type RoutesIndex } from './routesIndex';

/** The lenses above the first line: what the file holds, and what can be done with it. */
export function documentLenses(uri: string, index: RoutesIndex): CodeLens[] {
  if (index.size === 0) return [];
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const train = { title: l10n.t('Train a network'), command: 'flow2vec.trainRoutes', arguments: [{ uri }] };
  const classify = {
    title: l10n.t('Classify routes'),
    command: 'flow2vec.classifyRoutes',
    arguments: [{ uri }],
  };
  const commands = [{ title: summaryOf(index), command: '' }, train, classify];
  return commands.map(command => ({ range, command }));
}

/** `800 routes · 400 benign routes · 400 malicious routes`; labels only where there are some. */
function summaryOf(index: RoutesIndex): string {
  const counts = new Map(routeClasses.map(name => [name, 0]));
  for (let row = 0; row < index.size; row++) {
    const { label } = index.entry(row);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [benign, malicious] = [counts.get('benign') ?? 0, counts.get('malicious') ?? 0];
  return [
    counted(index.size, 'route'),
    ...(benign > 0 ? [counted(benign, 'benign route')] : []),
    ...(malicious > 0 ? [counted(malicious, 'malicious route')] : []),
    ...(index.rejected > 0 ? [counted(index.rejected, 'row not read')] : []),
  ].join(' · ');
}
