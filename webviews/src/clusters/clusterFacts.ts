import * as l10n from '@vscode/l10n';
import type { ClustersReport } from '../../../shared/protocol/clusters';
import { el } from '../base/dom';
import { suspiciousShare } from '../../../shared/palette/classes';
import { counted } from '../../../shared/text/counted';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { explained, term } from '../base/terms';
import { shortText } from '../../../shared/text/visibleText';

const score = (value: number | null) => (value === null ? '–' : formatCosine(value));

/** What an analyst would open first: the cluster that is suspicious above all, else the largest. */
export function clusterSentence({ clusters, k, tokens }: ClustersReport): string {
  const [largest] = [...clusters].sort((a, b) => b.flows - a.flows);
  const [worst] = [...clusters].sort(
    (a, b) => suspiciousShare(b.labels) - suspiciousShare(a.labels) || b.flows - a.flows,
  );
  const groups = l10n.t('{0} fall into {1}.', counted(tokens, 'token'), counted(k, 'cluster'));
  if (worst && suspiciousShare(worst.labels) > 0)
    return [
      groups,
      l10n.t(
        'Open "{0}" first: {1} of its {2} are labelled botnet or malicious.',
        shortText(worst.name),
        formatShare(suspiciousShare(worst.labels)),
        counted(worst.flows, 'flow'),
      ),
    ].join(' ');
  return largest
    ? [
        groups,
        l10n.t(
          'The largest is "{0}", {1}; what is odd is in the small ones.',
          shortText(largest.name),
          counted(largest.flows, 'flow'),
        ),
      ].join(' ')
    : groups;
}

/** The figures of a whole clustering, each with what it means. */
export function clusterFacts(report: ClustersReport): HTMLElement {
  const isSample = report.silhouette !== null && report.silhouetteTokens < report.tokens;
  const sampled = isSample
    ? l10n.t('Of a sample of {0} tokens.', formatCount(report.silhouetteTokens))
    : l10n.t('Of all tokens.');
  const silhouette = el(
    'span',
    {},
    term('silhouette', sampled),
    ...(isSample ? [` ${l10n.t('(sample)')}`] : []),
  );
  const why = whySoMany(report);
  const clusters = l10n.t('Clusters');
  const figures = [
    figure('clusters', why === '' ? clusters : explained(clusters, why), formatCount(report.k)),
    figure('tokens', term('token'), formatCount(report.tokens)),
    figure('silhouette', silhouette, score(report.silhouette)),
    ...(report.adjustedRandIndex === null ? [] : agreement(report)),
  ];
  return el('dl', { class: 'figures', 'data-testid': 'clusters-facts' }, ...figures);
}

/** Why there are so many clusters, where no number was asked for. */
function whySoMany({ k, suggested }: ClustersReport): string {
  if (!suggested) return '';
  const best = suggested.tried.find(each => each.k === suggested.k)?.silhouette ?? null;
  return [
    l10n.t(
      'Suggested: of {0} numbers tried, {1} has clusters that are told apart best (silhouette {2}).',
      formatCount(suggested.tried.length),
      formatCount(k),
      score(best),
    ),
    ...suggested.notes.map(note => shortText(note, 300)),
  ].join(' ');
}

/** How far clusters and labels are the same; nothing where nothing is labelled. */
function agreement({ adjustedRandIndex, homogeneity, completeness }: ClustersReport): HTMLElement[] {
  return [
    figure('rand', term('rand'), score(adjustedRandIndex)),
    figure('homogeneity', term('homogeneity'), score(homogeneity)),
    figure('completeness', term('completeness'), score(completeness)),
  ];
}

function figure(key: string, name: Node | string, value: string): HTMLElement {
  return el(
    'div',
    { class: 'figure' },
    el('dt', {}, name),
    el('dd', { 'data-testid': `clusters-fact-${key}` }, value),
  );
}

/** How the clustering was made, and what was sampled or left out. */
export function clusterNotes({ iterations, inertia, seconds, cached, notes }: ClustersReport): HTMLElement {
  const took =
    seconds < 0.1 ? l10n.t('less than 0.1 s') : l10n.t('{0} s', formatCount(Number(seconds.toFixed(1))));
  const made = cached
    ? l10n.t('From the cache; it was clustered in {0} iterations within {1}.', formatCount(iterations), took)
    : l10n.t('Clustered in {0} iterations within {1}.', formatCount(iterations), took);
  const lines = [
    made,
    l10n.t('Inertia {0}: the squared distances of tokens to their centres.', formatCount(inertia)),
    ...notes,
  ];
  return el(
    'ul',
    { class: 'notes', 'data-testid': 'clusters-notes' },
    ...lines.map(line => el('li', {}, shortText(line, 600))),
  );
}
