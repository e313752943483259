import * as l10n from '@vscode/l10n';
import { isLabelled } from '../../../shared/palette/classes';
import type { HostLearned, HostPage, HostSuspicion, SimilarHost } from '../../../shared/protocol/hosts';
import { counted } from '../../../shared/text/counted';
import { scoreText } from '../../../shared/text/scoreText';
import { secondText } from '../../../shared/text/secondText';
import { shortText } from '../../../shared/text/visibleText';
import { bar, button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { formatCosine, formatCount } from '../base/numbers';
import type { Column } from '../base/table/columns';

/** What a page of a host can be asked from these parts. */
export interface LearnedActions {
  reveal(line: number): void;
  map(token: string): void;
  similar(token: string): void;
  list(rows: readonly SimilarHost[], columns: readonly Column<SimilarHost>[]): HTMLElement;
  address(address: string): HTMLElement;
}

/** What stood out when the capture was judged, with a way to each incident's first flow. */
export function suspicionPart(found: HostSuspicion | undefined, { reveal }: LearnedActions): HTMLElement[] {
  if (!found) return [];
  const items = found.incidents.map(({ from, flows, line, reasons }) => {
    const words = `${secondText(from)} · ${counted(flows, 'flow')} · ${reasons
      .map(reason => shortText(reason, 300))
      .join('; ')}`;
    const title = l10n.t('Show line {0} in the editor', formatCount(line ?? 0));
    const open =
      line === null
        ? []
        : [
            ' ',
            button('hosts-incident', l10n.t('Show'), () => reveal(line), {
              class: 'link',
              title,
              'aria-label': title,
            }),
          ];
    return el('li', {}, words, ...open);
  });
  return [
    el(
      'section',
      { class: 'group', 'data-testid': 'hosts-suspicion' },
      el('h2', {}, l10n.t('Anomalies (score {0})', scoreText(found.score))),
      el('ul', {}, ...items),
    ),
  ];
}

/** What the model says: hosts that do the same, its clusters, its place on the map. */
export function learnedPart({ kind, learned }: HostPage, actions: LearnedActions): HTMLElement[] {
  if (kind !== 'host') return [];
  if (!learned)
    return [
      el(
        'p',
        { class: 'hint', 'data-testid': 'hosts-no-model' },
        l10n.t('Train a model to see which hosts behave alike, and its clusters and place on the map.'),
      ),
    ];
  const small = { class: 'secondary small' };
  return [
    el(
      'section',
      { class: 'group', 'data-testid': 'hosts-learned' },
      el('h2', {}, l10n.t('What the model says')),
      el(
        'div',
        { class: 'toolbar' },
        button('hosts-map', l10n.t('Show on Map'), () => actions.map(learned.token), small),
        button('hosts-similar-flows', l10n.t('Similar Flows'), () => actions.similar(learned.token), small),
      ),
      clusters(learned),
      ...(learned.similar.length > 0
        ? [actions.list(learned.similar, similarColumns(learned.similar, actions))]
        : [el('p', { class: 'hint' }, l10n.t('No other host is known well enough to be compared.'))]),
    ),
  ];
}

function clusters({ clusters: found }: HostLearned): HTMLElement {
  if (found.length === 0)
    return el('p', { class: 'hint' }, l10n.t('Cluster the flows to see which groups its flows belong to.'));
  const items = found.map(({ id, name, flows }) =>
    el('li', {}, `#${id} `, captureText(name), ` · ${counted(flows, 'flow')}`),
  );
  return el('ul', { 'data-testid': 'hosts-clusters', 'aria-label': l10n.t('Clusters') }, ...items);
}

function similarColumns(
  rows: readonly SimilarHost[],
  { address }: LearnedActions,
): readonly Column<SimilarHost>[] {
  const labelled: Column<SimilarHost> = {
    key: 'labels',
    title: l10n.t('Labels'),
    value: ({ labels }) => Object.keys(labels).join(' '),
    cell: ({ labels }) => labelBar(labels, 'hosts-similar-labels', 'brief'),
  };
  return [
    {
      key: 'address',
      title: l10n.t('Host'),
      className: 'code',
      whole: true,
      value: host => host.address,
      cell: host => address(host.address),
    },
    {
      key: 'similarity',
      title: l10n.t('Similarity'),
      kind: 'share',
      hover: l10n.t('The cosine of what both do, without who they are: 1 for hosts that behave alike.'),
      value: host => Number(host.similarity.toFixed(6)),
      cell: host => bar(host.similarity, formatCosine(host.similarity)),
    },
    {
      key: 'flows',
      title: l10n.t('Flows'),
      kind: 'number',
      largestFirst: true,
      value: host => host.flows,
    },
    ...(rows.some(({ labels }) => isLabelled(labels)) ? [labelled] : []),
  ];
}
