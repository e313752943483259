import * as l10n from '@vscode/l10n';
import type { Neighbour, SimilarReport, TokenField } from '../../../shared/protocol/similar';
import { titleText } from '../../../shared/text/visibleText';
import { bar, button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled, labelShares, suspiciousShare } from '../../../shared/palette/classes';
import { formatCosine, formatCount } from '../base/numbers';
import { termWords } from '../base/terms';
import { longestWhole, type Column } from '../base/table/columns';

/** A neighbour with its place in the server's order, nearest first. */
export interface Row {
  /** One-based. */
  rank: number;
  neighbour: Neighbour;
}

export interface RowActions {
  reveal(row: Row): void;
  pivot(row: Row): void;
}

export const nearestFirst = { key: 'rank', descending: false };

export function rowsOf(report: Pick<SimilarReport, 'neighbours'>): Row[] {
  return report.neighbours.map((neighbour, i) => ({ rank: i + 1, neighbour }));
}

/**
 * The columns of a table of neighbours whose tokens have these fields. `compared`: whether the asked token has a
 * vector to be compared with.
 */
export function neighbourColumns(
  fields: readonly string[],
  rows: readonly Row[],
  compared: boolean,
  actions: RowActions,
): Column<Row>[] {
  const classes = [
    ...new Set(rows.flatMap(({ neighbour }) => labelShares(neighbour.labels).map(s => s.name))),
  ];
  const named = (shared: boolean) => (row: Row) =>
    row.neighbour.fields
      .filter(field => field.shared === shared)
      .map(({ column }) => column)
      .join(' ');
  const labelled: Column<Row> = {
    key: 'labels',
    title: l10n.t('Labels'),
    hover: l10n.t('Ordered by the share of flows that are labelled botnet or malicious.'),
    cell: ({ neighbour }) => labelBar(neighbour.labels, 'similar-label-bar', 'brief'),
    compare: (a, b) => suspiciousShare(a.neighbour.labels) - suspiciousShare(b.neighbour.labels),
    texts: ({ neighbour }) => labelShares(neighbour.labels).map(({ name }) => name),
    largestFirst: true,
    exports: classes.map(name => ({ name, value: ({ neighbour }) => neighbour.labels[name] ?? 0 })),
  };
  return [
    {
      key: 'rank',
      title: '#',
      kind: 'number',
      value: ({ rank }) => rank,
      texts: ({ neighbour }) => [neighbour.token],
    },
    {
      key: 'similarity',
      ...termWords('similarity'),
      kind: 'share',
      value: ({ neighbour }) => Number(neighbour.similarity.toFixed(6)),
      cell: ({ neighbour }) =>
        compared ? bar(neighbour.similarity, formatCosine(neighbour.similarity)) : notComparable(),
      compare: (a, b) => a.neighbour.similarity - b.neighbour.similarity,
      texts: () => [],
    },
    ...fields.map((name, i): Column<Row> => ({
      key: `field${i}`,
      title: name,
      // Of two addresses that are cut, nobody sees whether they are one.
      whole: rows.every(({ neighbour }) => (neighbour.fields[i]?.value ?? '').length <= longestWhole),
      value: ({ neighbour }) => neighbour.fields[i]?.value ?? '',
      cell: ({ neighbour }) => fieldCell(neighbour.fields[i]),
      exports: [{ name, value: ({ neighbour }) => neighbour.fields[i]?.value }],
    })),
    {
      key: 'count',
      title: l10n.t('Flows'),
      kind: 'number',
      value: ({ neighbour }) => neighbour.count,
      texts: () => [],
      largestFirst: true,
      exports: [
        { name: 'shared', value: named(true) },
        { name: 'different', value: named(false) },
        { name: 'flows', value: ({ neighbour }) => neighbour.count },
      ],
    },
    ...(rows.some(({ neighbour }) => isLabelled(neighbour.labels)) ? [labelled] : []),
    {
      key: 'firstLine',
      title: l10n.t('First line'),
      kind: 'number',
      value: ({ neighbour }) => neighbour.firstLine,
      cell: row => lineLink(row, actions),
      compare: (a, b) => a.neighbour.file - b.neighbour.file || a.neighbour.firstLine - b.neighbour.firstLine,
      exports: [{ name: 'first line', value: ({ neighbour }) => neighbour.firstLine }],
    },
    { key: 'actions', title: l10n.t('Actions'), kind: 'actions', cell: row => pivotButton(row, actions) },
  ];
}

function lineLink(row: Row, actions: RowActions): HTMLElement {
  // The model was trained elsewhere, and the capture has no such flow.
  if (row.neighbour.firstLine === 0) return el('span', {}, '–');
  const line = formatCount(row.neighbour.firstLine);
  const title = l10n.t('Show line {0} in the editor', line);
  const attributes = { class: 'link', title, 'aria-label': title };
  return button('similar-reveal', line, () => actions.reveal(row), attributes);
}

function pivotButton(row: Row, actions: RowActions): HTMLElement {
  const pivot = button('similar-pivot', '', () => actions.pivot(row), {
    class: 'secondary small',
    title: l10n.t('Flows similar to {0}', titleText(row.neighbour.token)),
    'aria-label': l10n.t('Similar to this'),
  });
  pivot.append(el('span', { class: 'wide' }, l10n.t('Similar')), el('span', { class: 'narrow' }, '≈'));
  return pivot;
}

/** A token without a vector has no similarity; a zero would be taken for one. */
function notComparable(): HTMLElement {
  return el(
    'span',
    {},
    el('span', { 'aria-hidden': 'true' }, '–'),
    el('span', { class: 'spoken' }, l10n.t('not comparable')),
  );
}

/** A field with a sign that says whether it is the asked token's, spoken as a word. */
function fieldCell(field: TokenField | undefined): HTMLElement | string {
  if (!field) return '';
  const { value, shared } = field;
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, shared ? '=' : '≠');
  const spoken = el('span', { class: 'spoken' }, shared ? l10n.t('same: ') : l10n.t('different: '));
  return el('span', { class: `field ${shared ? 'shared' : 'different'}` }, sign, spoken, captureText(value));
}
