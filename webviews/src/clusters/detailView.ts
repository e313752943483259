import * as l10n from '@vscode/l10n';
import type { ClusterDetail, ClusterMember, DistinguishingField } from '../../../shared/protocol/clusters';
import { bar, button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled } from '../../../shared/palette/classes';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { term, termWords } from '../base/terms';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import { byShare } from './detailRows';
import { memberTable, type MemberActions } from './memberTable';

export interface DetailActions extends MemberActions {
  open(id: number): void;
  compare(id: number): void;
  close(): void;
}

/** Members that stand for a cluster: the nearest to its centre. */
const exemplars = 3;

/** One cluster: what tells it from the rest, what is near it, and its members. */
export function detailView(detail: ClusterDetail, actions: DetailActions): HTMLElement {
  const members: DataTable<ClusterMember> = memberTable('clusters-members', detail, actions, () =>
    tools.update(),
  );
  const tools = new TableBar(members, {
    name: 'clusters-members',
    formats: ['csv', 'json', 'markdown'],
    pin: actions.pin,
  });
  return el(
    'article',
    {},
    el(
      'div',
      { class: 'head' },
      el('h2', { 'data-testid': 'clusters-open-name' }, `#${detail.id} `, captureText(detail.name)),
      button('clusters-close', l10n.t('Close'), actions.close, { class: 'secondary small' }),
    ),
    clusterFigures(detail),
    section(l10n.t('What tells it from the rest'), fields(detail.distinguishing, actions)),
    section(l10n.t('Nearest clusters'), nearest(detail, actions)),
    section(
      l10n.t('Typical flows'),
      flowList(detail.members.slice(0, exemplars), 'clusters-exemplar', actions),
    ),
    section(l10n.t('Farthest from the centre'), flowList(detail.outliers, 'clusters-outlier', actions)),
    section(l10n.t('Members, the nearest to the centre first'), tools.element, members.element),
  );
}

/** Size, flows, purity and labels of a cluster. */
export function clusterFigures({ size, flows, purity, labels }: ClusterDetail): HTMLElement {
  const figure = (name: Node | string, value: Node | string) =>
    el('div', { class: 'figure' }, el('dt', {}, name), el('dd', {}, value));
  return el(
    'dl',
    { class: 'figures small' },
    figure(l10n.t('Tokens'), formatCount(size)),
    figure(l10n.t('Flows'), formatCount(flows)),
    ...(purity === null ? [] : [figure(term('purity'), formatShare(purity))]),
    ...(isLabelled(labels) ? [figure(l10n.t('Labels'), labelBar(labels, 'clusters-open-labels'))] : []),
  );
}

function fields(distinguishing: readonly DistinguishingField[], actions: MemberActions): HTMLElement {
  if (distinguishing.length === 0)
    return el('p', { class: 'hint' }, l10n.t('No value of a column is commoner here than elsewhere.'));
  const { common, rare } = byShare(distinguishing);
  const table = fieldTable('clusters-fields', common, actions);
  if (rare.length === 0) return table;
  const summary = el('summary', {}, l10n.t('{0} values of fewer flows', formatCount(rare.length)));
  return el('div', {}, table, el('details', {}, summary, fieldTable('clusters-rare-fields', rare, actions)));
}

/** The columns of values that tell clusters from the rest, before their shares. */
export const valueColumns = <Row extends { column: string; value: string }>(): Column<Row>[] => [
  {
    key: 'column',
    title: l10n.t('Column'),
    hover: l10n.t('Column of the capture, or part of the token.'),
    value: ({ column }) => column,
    compare: false,
  },
  {
    key: 'value',
    title: l10n.t('Value'),
    hover: l10n.t('A value that is commoner in a cluster than elsewhere.'),
    className: 'code',
    value: ({ value }) => value,
    compare: false,
  },
];

function fieldTable(name: string, rows: readonly DistinguishingField[], actions: MemberActions): HTMLElement {
  const share = (key: 'share' | 'elsewhere', title: string): Column<DistinguishingField> => ({
    key,
    title,
    kind: 'share',
    value: field => field[key],
    cell: field => bar(field[key], formatShare(field[key])),
  });
  return new DataTable<DistinguishingField>({
    name,
    caption: l10n.t('Values that are commoner here than elsewhere'),
    columns: [
      ...valueColumns<DistinguishingField>(),
      share('share', l10n.t('Here')),
      share('elsewhere', l10n.t('Elsewhere')),
      {
        key: 'logOdds',
        ...termWords('logOdds'),
        kind: 'number',
        value: ({ logOdds }) => logOdds,
        cell: ({ logOdds }) => formatCosine(logOdds),
        largestFirst: true,
      },
    ],
    rows,
    hand: actions.hand,
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
