import * as l10n from '@vscode/l10n';
import type { TableGroups } from '../../../../shared/protocol/flowTables';
import type { FlowGroup, GroupBy } from '../../../../shared/protocol/overview';
import { el } from '../../base/dom';
import { labelBar } from '../../base/labelBar';
import { isLabelled } from '../../../../shared/palette/classes';
import type { Pinned } from '../../base/jobContract';
import { formatCount, formatShare } from '../../base/numbers';
import { ofFilters, pinTitle } from '../../base/pinned';
import type { Column } from '../../base/table/columns';
import { DataTable, type TableFormat } from '../../base/table/dataTable';
import { TableBar } from '../../base/table/tableBar';

/** Groups that are asked for: the largest. */
export const mostGroups = 1000;

export interface GroupsDoes {
  /** Shows the flows of a group. */
  open(group: FlowGroup): void;
  hand(text: string, to: TableFormat): void;
  /** Adds the flows of groups to an investigation. */
  pin(about: Pinned['about'], title: string): void;
}

/** Flows in groups: how many, their bytes and labels. Opening a group narrows the rows to its flows. */
export function groupsView(by: GroupBy, { groups, inAll }: TableGroups, does: GroupsDoes): HTMLElement[] {
  const flows = groups.reduce((sum, group) => sum + group.flows, 0);
  const labelled: Column<FlowGroup> = {
    key: 'labels',
    title: l10n.t('Labels'),
    value: group =>
      Object.entries(group.labels)
        .map(([name, n]) => `${name} ${formatShare(n / group.flows)}`)
        .join(', '),
    cell: group => labelBar(group.labels, 'groups-labels-bar', 'brief'),
  };
  const table = new DataTable<FlowGroup>({
    name: 'groups',
    caption: l10n.t('Groups of flows'),
    columns: [
      ...keyColumns(by),
      {
        key: 'flows',
        title: l10n.t('Flows'),
        kind: 'number',
        value: group => group.flows,
        largestFirst: true,
      },
      {
        key: 'share',
        title: l10n.t('Share'),
        kind: 'share',
        value: group => (flows === 0 ? 0 : group.flows / flows),
        hover: l10n.t('Of the flows of the groups that are listed; a flow counts for both of its hosts.'),
      },
      {
        key: 'bytes',
        title: l10n.t('Bytes'),
        kind: 'number',
        value: group => group.bytes,
        largestFirst: true,
      },
      ...(groups.some(({ labels }) => isLabelled(labels)) ? [labelled] : []),
    ],
    rows: groups,
    open: does.open,
    hand: does.hand,
    changed: () => bar.update(),
  });
  const bar: TableBar<FlowGroup> = new TableBar(table, {
    name: 'groups',
    filter: l10n.t('Filter the groups'),
    drawnOf: inAll,
    pin: rows =>
      does.pin(
        ofFilters(rows.map(({ where }) => where)),
        pinTitle(
          l10n.t('Groups of flows'),
          rows.map(({ name }) => name),
        ),
      ),
  });
  const more =
    inAll > groups.length
      ? [
          el(
            'p',
            { class: 'note' },
            l10n.t(
              'The {0} largest of {1} groups are listed: filter the flows for others.',
              formatCount(groups.length),
              formatCount(inAll),
            ),
          ),
        ]
      : [];
  return [...more, bar.element, table.element];
}

function keyColumns(by: GroupBy): Column<FlowGroup>[] {
  const names = {
    hosts: [l10n.t('Host')],
    conversations: ['SrcAddr', 'DstAddr'],
    services: ['Proto', 'Dport'],
    states: ['State'],
    labels: ['Label'],
  }[by];
  return names.map((title, i) => ({ key: `key${i}`, title, value: ({ values }) => values[i] ?? '' }));
}
