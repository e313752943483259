import * as l10n from '@vscode/l10n';
import type { ClusterDetail, DistinguishingField } from '../../../shared/protocol/clusters';
import { markdownText, type Cell } from '../../../shared/text/tableText';
import { bar, button, captureText, el } from '../base/dom';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { byShare, comparedFields, distanceOf, isShared, type ComparedField } from './detailRows';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { clusterFigures, section, valueColumns, type DetailActions } from './detailView';
import { memberTable, membersTable } from './memberTable';

/** Two clusters side by side: figures, what tells each from the rest, and their members. */
export function compareView(a: ClusterDetail, b: ClusterDetail, actions: DetailActions): HTMLElement {
  const fields = comparedFields(
    { ...a, distinguishing: byShare(a.distinguishing).common },
    { ...b, distinguishing: byShare(b.distinguishing).common },
  );
  const second = { class: 'secondary small' };
  const markdown = () => markdownText(comparisonTable(a, b, fields));
  const both = [a, b] as const;
  return el(
    'article',
    {},
    el(
      'div',
      { class: 'head' },
      el('h2', { 'data-testid': 'clusters-compared' }, l10n.t('#{0} beside #{1}', a.id, b.id)),
      button('clusters-compare-copy', l10n.t('Copy'), () => actions.hand(markdown(), 'clipboard'), {
        ...second,
        title: l10n.t('Copy the comparison as Markdown'),
      }),
      button('clusters-close', l10n.t('Close'), actions.close, second),
    ),
    el('p', { class: 'hint', 'data-testid': 'clusters-compare-words' }, words(a, b, fields)),
    el('div', { class: 'sides' }, ...both.map(cluster => heading(cluster, actions))),
    section(l10n.t('What tells them from the rest'), fieldTable(a, b, fields, actions)),
    el('div', { class: 'sides long' }, ...both.map((cluster, i) => side(cluster, i, actions))),
  );
}

function words(a: ClusterDetail, b: ClusterDetail, fields: readonly ComparedField[]): string {
  const distance = distanceOf(a, b);
  const shared = fields.filter(isShared).length;
  return [
    distance === undefined
      ? l10n.t('Neither is among the nearest clusters of the other.')
      : l10n.t('Their centres are {0} apart.', formatCosine(distance)),
    l10n.t(
      '{0} of {1} values that stand out do so in both.',
      formatCount(shared),
      formatCount(fields.length),
    ),
  ].join(' ');
}

function heading(cluster: ClusterDetail, actions: DetailActions): HTMLElement {
  const link = button('clusters-compare-open', `#${cluster.id} `, () => actions.open(cluster.id), {
    class: 'link',
    title: l10n.t('Open this cluster alone'),
  });
  link.append(captureText(cluster.name));
  return el('div', { class: 'side' }, el('h3', {}, link), clusterFigures(cluster));
}

function side(cluster: ClusterDetail, i: number, actions: DetailActions): HTMLElement {
  const members = memberTable(`clusters-side${i}`, cluster, actions);
  return el('div', { class: 'side' }, section(l10n.t('Members of #{0}', cluster.id), members.element));
}

function fieldTable(
  a: ClusterDetail,
  b: ClusterDetail,
  fields: readonly ComparedField[],
  { hand }: DetailActions,
): HTMLElement {
  const share = (i: 0 | 1, cluster: ClusterDetail): Column<ComparedField> => ({
    key: `side${i}`,
    title: `#${cluster.id}`,
    hover: l10n.t('Share of the flows of cluster #{0} that have the value.', cluster.id),
    kind: 'share',
    value: ({ sides }) => sides[i]?.share,
    cell: ({ sides }) => shareCell(sides[i]),
    exports: [{ name: `#${cluster.id}`, value: ({ sides }) => sides[i]?.share }],
  });
  return new DataTable<ComparedField>({
    name: 'clusters-compared',
    caption: l10n.t('Values that tell #{0} or #{1} from the rest, those of both first', a.id, b.id),
    columns: [
      ...valueColumns<ComparedField>(),
      share(0, a),
      share(1, b),
      {
        key: 'both',
        title: l10n.t('In both'),
        hover: l10n.t('Whether the value stands out in both clusters.'),
        cell: field => (isShared(field) ? l10n.t('yes') : ''),
      },
    ],
    rows: fields,
    hand,
  }).element;
}

function shareCell(field: DistinguishingField | undefined): Node | string {
  if (field) return bar(field.share, formatShare(field.share));
  const title = l10n.t('Does not stand out');
  return el('span', { class: 'hint', title }, '–', el('span', { class: 'spoken' }, title));
}

function comparisonTable(a: ClusterDetail, b: ClusterDetail, fields: readonly ComparedField[]): Cell[][] {
  const share = (field: DistinguishingField | undefined) => (field ? formatShare(field.share) : '');
  const token = (cluster: ClusterDetail) => membersTable(cluster.members.slice(0, 3)).slice(1);
  return [
    ['', `#${a.id}`, `#${b.id}`],
    [l10n.t('Name'), a.name, b.name],
    [l10n.t('Tokens'), a.size, b.size],
    [l10n.t('Flows'), a.flows, b.flows],
    [
      l10n.t('Purity'),
      a.purity === null ? '' : formatShare(a.purity),
      b.purity === null ? '' : formatShare(b.purity),
    ],
    ...fields.map((field): Cell[] => [
      `${field.column} ${field.value}`,
      share(field.sides[0]),
      share(field.sides[1]),
    ]),
    [
      l10n.t('Typical flows'),
      ...[a, b].map(cluster =>
        token(cluster)
          .map(row => row[0])
          .join('; '),
      ),
    ],
  ];
}
