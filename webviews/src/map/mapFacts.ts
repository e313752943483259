import * as l10n from '@vscode/l10n';
import { el } from '../base/dom';
import { formatCount, formatShare } from '../base/numbers';
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
  const trust = l10n.t(
    'Trustworthiness of ten neighbours (Venna and Kaski 2001): 1 when nothing is near on the map that is far in the original space.',
  );
  const kept = l10n.t(
    'Of the ten tokens nearest in the original space, the share that are the ten nearest on the map too.',
  );
  return el(
    'p',
    { class: 'facts', 'data-testid': 'map-facts' },
    [methodName(result.settings.method), l10n.t('{0} dimensions', dimensions), sampled].join(' · '),
    ' · ',
    el(
      'span',
      { title: trust, 'data-testid': 'map-trust' },
      l10n.t('trustworthiness {0}', trustworthiness.toFixed(3)),
    ),
    ' · ',
    el('span', { title: kept }, l10n.t('{0} of nearest neighbours kept', formatShare(preservation))),
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

export function methodName(method: 'tsne' | 'umap' | 'pca'): string {
  return { tsne: 't-SNE', umap: 'UMAP', pca: 'PCA' }[method];
}
