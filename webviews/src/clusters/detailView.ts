import * as l10n from '@vscode/l10n';
import type { ClusterDetail, ClusterMember, DistinguishingField } from '../../../shared/protocol/clusters';
import { bar } from '../base/bar';
import { csvText, markdownText, tsvText } from '../../../shared/text/tableText';
import { DataTable } from '../base/dataTable';
import { button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { byShare, membersTable } from './detailRows';
import { MemberTable, type MemberActions } from './memberTable';

export interface DetailActions extends MemberActions {
  open(id: number): void;
  compare(id: number): void;
  close(): void;
  hand(text: string, to: 'clipboard' | 'csv' | 'markdown'): void;
}

/** Members that stand for a cluster: the nearest to its centre. */
const exemplars = 3;

/** One cluster: what tells it from the rest, what is near it, and its members. */
export function detailView(detail: ClusterDetail, actions: DetailActions): HTMLElement {
  const members = new MemberTable('clusters-members', detail, actions);
  const table = () => membersTable(members.members);
  const second = { class: 'secondary small' };
  return el(
    'article',
    {},
    el(
      'div',
      { class: 'head' },
      el('h2', { 'data-testid': 'clusters-open-name' }, `#${detail.id} `, captureText(detail.name)),
      button('clusters-close', l10n.t('Close'), actions.close, second),
    ),
    clusterFigures(detail),
    section(l10n.t('What tells it from the rest'), fields(detail.distinguishing)),
    section(l10n.t('Nearest clusters'), nearest(detail, actions)),
    section(
      l10n.t('Typical flows'),
      flowList(detail.members.slice(0, exemplars), 'clusters-exemplar', actions),
    ),
    section(l10n.t('Farthest from the centre'), flowList(detail.outliers, 'clusters-outlier', actions)),
    section(
      l10n.t('Members, the nearest to the centre first'),
      members.element,
      el(
        'div',
        { class: 'toolbar' },
        members.more,
        button(
          'clusters-members-copy',
          l10n.t('Copy'),
          () => actions.hand(tsvText(table()), 'clipboard'),
          second,
        ),
        button(
          'clusters-members-csv',
          l10n.t('Export CSV…'),
          () => actions.hand(csvText(table()), 'csv'),
          second,
        ),
        button(
          'clusters-members-markdown',
          l10n.t('Export Markdown…'),
          () => actions.hand(markdownText(table()), 'markdown'),
          second,
        ),
      ),
    ),
  );
}

/** Size, flows, purity and labels of a cluster. */
export function clusterFigures({ size, flows, purity, labels }: ClusterDetail): HTMLElement {
  const figure = (name: string, value: Node | string) =>
    el('div', { class: 'figure' }, el('dt', {}, name), el('dd', {}, value));
  return el(
    'dl',
    { class: 'figures small' },
    figure(l10n.t('Tokens'), formatCount(size)),
    figure(l10n.t('Flows'), formatCount(flows)),
    ...(purity === null ? [] : [figure(l10n.t('Purity'), formatShare(purity))]),
    figure(l10n.t('Labels'), labelBar(labels, 'clusters-open-labels')),
  );
}

function fields(distinguishing: readonly DistinguishingField[]): HTMLElement {
  if (distinguishing.length === 0)
    return el('p', { class: 'hint' }, l10n.t('No value of a column is commoner here than elsewhere.'));
  const { common, rare } = byShare(distinguishing);
  const table = fieldTable('clusters-fields', common);
  if (rare.length === 0) return table;
  const summary = el('summary', {}, l10n.t('{0} values of fewer flows', formatCount(rare.length)));
  return el('div', {}, table, el('details', {}, summary, fieldTable('clusters-rare-fields', rare)));
}

function fieldTable(name: string, rows: readonly DistinguishingField[]): HTMLElement {
  return new DataTable<DistinguishingField>({
    name,
    caption: l10n.t('Values that are commoner here than elsewhere'),
    columns: [
      { key: 'column', title: l10n.t('Column'), cell: ({ column }) => captureText(column) },
      { key: 'value', title: l10n.t('Value'), className: 'value', cell: ({ value }) => captureText(value) },
      {
        key: 'share',
        title: l10n.t('Here'),
        cell: ({ share }) => bar(share, formatShare(share)),
        compare: (a, b) => a.share - b.share,
        largestFirst: true,
      },
      {
        key: 'elsewhere',
        title: l10n.t('Elsewhere'),
        cell: ({ elsewhere }) => bar(elsewhere, formatShare(elsewhere)),
        compare: (a, b) => a.elsewhere - b.elsewhere,
        largestFirst: true,
      },
      {
        key: 'logOdds',
        title: l10n.t('Log odds'),
        className: 'number',
        cell: ({ logOdds }) => formatCosine(logOdds),
        compare: (a, b) => a.logOdds - b.logOdds,
        largestFirst: true,
      },
    ],
    rows,
    order: { key: '', descending: false },
  }).element;
}

function nearest({ id: own, nearest: near }: ClusterDetail, actions: DetailActions): HTMLElement {
  if (near.length === 0) return el('p', { class: 'hint' }, l10n.t('There is no other cluster.'));
  const items = near.map(({ id, name, distance }) => {
    const link = button('clusters-nearest', `#${id} `, () => actions.open(id), { class: 'link' });
    link.append(captureText(name));
    const label = l10n.t('Compare #{0} with #{1}', own, id);
    return el(
      'li',
      {},
      link,
      el('span', { class: 'hint' }, ` ${l10n.t('distance {0}', formatCosine(distance))} `),
      button('clusters-nearest-compare', l10n.t('Compare'), () => actions.compare(id), {
        class: 'secondary small',
        'aria-label': label,
        title: label,
      }),
    );
  });
  return el('ul', { class: 'plain' }, ...items);
}

function flowList(members: readonly ClusterMember[], testId: string, actions: MemberActions): HTMLElement {
  const items = members.map(member => {
    const line = formatCount(member.firstLine);
    const title = l10n.t('Show line {0} in the editor', line);
    return el(
      'li',
      { 'data-testid': testId },
      captureText(member.token),
      ' ',
      button(`${testId}-line`, l10n.t('line {0}', line), () => actions.reveal(member), {
        class: 'link',
        title,
        'aria-label': title,
      }),
      el('span', { class: 'hint' }, ` ${l10n.t('distance {0}', formatCosine(member.distance))}`),
    );
  });
  return el('ul', { class: 'plain tokens' }, ...items);
}

export function section(title: string, ...content: HTMLElement[]): HTMLElement {
  return el('section', {}, el('h3', {}, title), ...content);
}
