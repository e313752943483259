import * as l10n from '@vscode/l10n';
import type { FlowGroup } from '../../../shared/protocol/overview';
import { isLabelled, suspiciousShare } from '../../../shared/palette/classes';
import { bar, button, captureText, el } from './dom';
import { labelBar } from './labelBar';
import type { Pinned } from './jobContract';
import { formatCount, formatShare } from './numbers';
import { ofFilters, pinTitle } from './pinned';
import { longestWhole, type Column } from './table/columns';
import { DataTable, type TableFormat } from './table/dataTable';
import { TableBar } from './table/tableBar';

export interface GroupTableOptions {
  /** Begins the test ids. */
  name: string;
  title: string;
  /** What a row is, above the first column. */
  what: string;
  groups: readonly FlowGroup[];
  /** How many groups there are; those beyond the listed ones are not shown, which is said, until `all` lists them. */
  inAll: number;
  all(): void;
  /** Flows of which shares are told. */
  flows: number;
  /** What can be done with a row; the first is what Enter does. */
  actions: readonly GroupAction[];
  /** What else is known of a row by its name. */
  hint?: (name: string) => string | undefined;
  hand(text: string, to: TableFormat): void;
  /** Adds the flows of groups to an investigation. */
  pin(about: Pinned['about'], title: string): void;
}

export interface GroupAction {
  key: string;
  text: string;
  /** In whole, for a screen reader and on hover. */
  title(group: FlowGroup): string;
  run(group: FlowGroup): void;
}

/** Groups of flows under a heading: flows, their share, bytes, labels, and what can be done with each. */
export function groupTable(options: GroupTableOptions): HTMLElement {
  const { name, title, groups, inAll, actions } = options;
  const heading = el('h2', {}, `${title} (${formatCount(inAll)})`);
  if (groups.length === 0)
    return el(
      'section',
      { class: 'group', 'data-testid': `${name}-section` },
      heading,
      el('p', { class: 'hint' }, l10n.t('None.')),
    );
  const table: DataTable<FlowGroup> = new DataTable<FlowGroup>({
    name,
    caption: title,
    columns: columnsOf(options),
    rows: groups,
    hand: options.hand,
    open: group => actions[0]?.run(group),
    changed: () => tableBar.update(),
  });
  const tableBar = new TableBar(table, {
    name,
    ...(groups.length > 8 ? { filter: l10n.t('Filter {0}', title) } : {}),
    ...(inAll > groups.length ? { drawnOf: inAll, all: options.all } : {}),
    pin: rows =>
      options.pin(
        ofFilters(rows.map(({ where }) => where)),
        pinTitle(
          title,
          rows.map(row => row.name),
        ),
      ),
  });
  table.element.classList.add('short');
  return el(
    'section',
    { class: 'group', 'data-testid': `${name}-section` },
    heading,
    tableBar.element,
    table.element,
  );
}

function columnsOf({ name, what, flows, groups, actions, hint }: GroupTableOptions): Column<FlowGroup>[] {
  const share = (group: FlowGroup) => group.flows / Math.max(1, flows);
  const labelled: Column<FlowGroup> = {
    key: 'labels',
    title: l10n.t('Labels'),
    value: group => Object.keys(group.labels).join(' '),
    cell: group => labelBar(group.labels, `${name}-labels`, 'brief'),
    compare: (a, b) => suspiciousShare(a.labels) - suspiciousShare(b.labels),
    largestFirst: true,
    exports: [
      {
        name: 'labels',
        value: group =>
          Object.entries(group.labels)
            .map(([label, count]) => `${label} ${count}`)
            .join('; '),
      },
    ],
  };
  return [
    {
      key: 'name',
      title: what,
      className: 'code',
      // What is short is what is looked for; an address that is cut says nothing.
      whole: groups.every(({ name }) => name.length <= longestWhole),
      value: group => group.name,
      cell: group => (group.name === '' ? l10n.t('(none)') : named(group.name, hint?.(group.name))),
      texts: group => [group.name, hint?.(group.name) ?? ''],
    },
    { key: 'flows', title: l10n.t('Flows'), kind: 'number', largestFirst: true, value: group => group.flows },
    {
      key: 'share',
      title: l10n.t('Share'),
      kind: 'share',
      value: group => Number(share(group).toFixed(6)),
      cell: group => bar(share(group), formatShare(share(group))),
      texts: () => [],
    },
    { key: 'bytes', title: l10n.t('Bytes'), kind: 'number', largestFirst: true, value: group => group.bytes },
    ...(groups.some(group => isLabelled(group.labels)) ? [labelled] : []),
    {
      key: 'actions',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: group =>
        el(
          'span',
          { class: 'row-actions' },
          ...actions.map(({ key, text, title, run }) =>
            button(`${name}-${key}`, text, () => run(group), {
              class: 'link',
              title: title(group),
              'aria-label': title(group),
            }),
          ),
        ),
    },
  ];
}

function named(name: string, hint: string | undefined): HTMLElement {
  const text = captureText(name);
  return hint === undefined
    ? text
    : el('span', {}, text, ' ', el('span', { class: 'hint' }, captureText(hint)));
}
