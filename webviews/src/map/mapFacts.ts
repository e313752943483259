import * as l10n from '@vscode/l10n';
import { mapParameters } from '../../../shared/parameters/map';
import { el } from '../base/dom';
import { formatCount, formatShare } from '../base/numbers';
import { explained as explainedWords, term } from '../base/terms';
import { shortText } from '../../../shared/text/visibleText';
import type { MapResult } from './contract';
import type { MapColumns } from './mapColumns';

/** How the map was made and how far it can be trusted, in one line. */
export function mapFacts(result: MapResult, map: MapColumns): HTMLElement {
  const { points, of, seconds, trustworthiness, preservation, qualityPoints, dimensions } = result;
  const sampled =
    points < of
      ? l10n.t('{0} of {1} tokens', formatCount(points), formatCount(of))
      : l10n.t('all {0} tokens', formatCount(of));
  const measured =
    qualityPoints < points ? ` (${l10n.t('at {0} of the points', formatCount(qualityPoints))})` : '';
  const explained = (map.header.explained ?? []).map(formatShare).join(', ');
  return el(
    'p',
    { class: 'facts', 'data-testid': 'map-facts' },
    explainedWords(methodName(result.settings.method), methodWords(result.settings.method)),
    ` · ${[l10n.t('{0} dimensions', dimensions), sampled].join(' · ')}`,
    ' · ',
    el('span', { 'data-testid': 'map-trust' }, term('trustworthiness'), ` ${trustworthiness.toFixed(3)}`),
    ' · ',
    `${formatShare(preservation)} `,
    term('kept'),
    measured,
    ` · ${l10n.t('larger points stand for more flows')}`,
    ...(explained ? [` · ${l10n.t('variance explained: {0}', explained)}`] : []),
    ` · ${l10n.t('{0} s', seconds.toFixed(1))}`,
    ...(result.cached ? [` · ${l10n.t('from the cache')}`] : []),
  );
}

/** What was sampled and how, as the server says it. */
export function mapNotes({ notes }: MapResult): HTMLElement[] {
  if (notes.length === 0) return [];
  const items = notes.map(note => el('li', {}, shortText(note, 400)));
  return [el('ul', { class: 'notes', 'data-testid': 'map-notes' }, ...items)];
}

/** What a method keeps of the original space, and what it does not, as where it is chosen. */
function methodWords(method: 'tsne' | 'umap' | 'pca'): string {
  const words = mapParameters.method.choices.find(({ value }) => value === method)?.words;
  return words === undefined ? '' : l10n.t(words);
}

export function methodName(method: 'tsne' | 'umap' | 'pca'): string {
  return { tsne: 't-SNE', umap: 'UMAP', pca: 'PCA' }[method];
}
