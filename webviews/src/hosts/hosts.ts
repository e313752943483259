import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import { isLabelled, labelShares } from '../../../shared/palette/classes';
import type { HostChange, HostPage, HostPeer, HostRhythm } from '../../../shared/protocol/hosts';
import type { FlowGroup } from '../../../shared/protocol/overview';
import { flowFilterText } from '../../../shared/text/flowFilter';
import { shortText } from '../../../shared/text/visibleText';
import { button, captureText, el } from '../base/dom';
import { groupTable, type GroupAction } from '../base/groupTable';
import { JobPage } from '../base/jobPage';
import { labelBar } from '../base/labelBar';
import { formatCount, formatShare, formatTimeLeft } from '../base/numbers';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { ofFilters, pinTitle } from '../base/pinned';
import { TableBar } from '../base/table/tableBar';
import { measures, timelineBox, type Measure } from '../base/timeline';
import type { HostCalls, HostQuestion } from './contract';

const page = new JobPage<HostPage, HostCalls>({
  name: 'hosts',
  title: question => l10n.t('Host {0} in', shortText((question as HostQuestion).address)),
  render: host => ({
    parts: [
      el('p', { class: 'sentence', 'data-testid': 'hosts-sentence' }, sentence(host)),
      ...(isLabelled(host.labels) ? [labelBar(host.labels, 'hosts-labels')] : []),
      facts(host),
      bar(host),
      timeline(host),
      changes(host),
      rhythms(host),
      el(
        'div',
        { class: 'groups' },
        peers(host),
        group('services', l10n.t('Services it uses'), l10n.t('Service'), host.services, host),
        group('offered', l10n.t('Services it offers'), l10n.t('Service'), host.offered, host),
        group('states', l10n.t('How its flows ended'), l10n.t('State'), host.states, host),
      ),
    ],
    summary: sentence(host),
  }),
});

/** What it is by what it does, in words. */
function sentence(host: HostPage): string {
  const { address, flows, began, answered, inAll, services, offered, rhythms, changes } = host;
  const [used, given] = [services[0], offered[0]];
  const role =
    answered === 0
      ? l10n.t('a client only')
      : began === 0
        ? l10n.t('a server only')
        : began >= answered
          ? l10n.t('mostly a client')
          : l10n.t('mostly a server');
  return [
    l10n.t(
      '{0} is {1}: {2} with {3}.',
      shortText(address),
      role,
      counted(flows, 'flow'),
      counted(inAll.peers, 'host'),
    ),
    ...(isLabelled(host.labels)
      ? [
          `${labelShares(host.labels)
            .map(each => `${formatShare(each.share)} ${shortText(each.name)}`)
            .join(', ')}.`,
        ]
      : []),
    ...(used
      ? [l10n.t('It asks most for {0} ({1}).', shortText(used.name), formatShare(used.flows / began))]
      : []),
    ...(given
      ? [
          l10n.t(
            'It is asked most for {0} ({1}).',
            shortText(given.name),
            formatShare(given.flows / answered),
          ),
        ]
      : []),
    ...(rhythms[0]
      ? [
          l10n.t(
            'It speaks to {0} on {1} about every {2}.',
            shortText(rhythms[0].address),
            shortText(rhythms[0].service),
            formatTimeLeft(rhythms[0].every),
          ),
        ]
      : []),
    ...(changes[0]
      ? [
          l10n.t(
            'Since {0} it also uses {1}, {2}.',
            minute(changes[0].since),
            shortText(changes[0].service),
            counted(changes[0].flows, 'flow'),
          ),
        ]
      : []),
  ].join(' ');
}

function facts({ began, answered, sent, received, firstTime, lastTime }: HostPage): HTMLElement {
  const fact = (name: string, value: string) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el(
    'dl',
    { class: 'facts', 'data-testid': 'hosts-facts' },
    fact(l10n.t('Flows it began'), formatCount(began)),
    fact(l10n.t('Flows it answered'), formatCount(answered)),
    fact(l10n.t('Bytes sent'), formatCount(sent)),
    fact(l10n.t('Bytes received'), formatCount(received)),
    fact(l10n.t('First seen (UTC)'), firstTime === undefined ? '–' : minute(firstTime)),
    fact(l10n.t('Last seen (UTC)'), lastTime === undefined ? '–' : minute(lastTime)),
  );
}

function bar({ address }: HostPage): HTMLElement {
  const isHost = { column: 'Host', is: '=', values: [address] } as const;
  const tool = (key: string, text: string, where: string) =>
    button(`hosts-${key}`, text, () => page.call('only', { where }), { class: 'secondary small' });
  return el(
    'div',
    { class: 'toolbar' },
    tool('only', l10n.t('Only This Host'), flowFilterText(isHost)),
    tool('not', l10n.t('Not This Host'), flowFilterText({ not: isHost })),
  );
}

function timeline(host: HostPage): HTMLElement {
  const kept = page.recall('measure');
  const make = (measure: Measure): HTMLElement => {
    const box = timelineBox({
      name: 'hosts-timeline',
      timeline: host.timeline,
      step: host.step,
      measure,
      choose: chosen => {
        page.remember('measure', chosen);
        const next = make(chosen);
        box.replaceWith(next);
        next.querySelector('select')?.focus();
      },
      hands: page.chartHands,
    });
    return box;
  };
  return make(measures.find(each => each === kept) ?? 'flows');
}

function group(
  key: 'services' | 'offered' | 'states',
  title: string,
  what: string,
  groups: readonly FlowGroup[],
  { began, answered, inAll }: HostPage,
): HTMLElement {
  return groupTable({
    name: `hosts-${key}`,
    ...{ title, what, groups },
    inAll: key === 'states' ? groups.length : inAll[key],
    flows: key === 'offered' ? answered : began,
    actions: [show()],
    hand: (text, to) => page.hand(text, to),
    pin: (about, title) => page.pin(about, title),
  });
}

const show = (): GroupAction => ({
  key: 'only',
  text: l10n.t('Only'),
  title: ({ name }) => l10n.t('Only these flows of {0}', shortText(name)),
  run: ({ where }) => page.call('only', { where }),
});

function peers({ peers: rows, inAll }: HostPage): HTMLElement {
  const open = ({ address }: HostPeer) => page.call('openHost', { address });
  const labelled: Column<HostPeer> = {
    key: 'labels',
    title: l10n.t('Labels'),
    value: peer => Object.keys(peer.labels).join(' '),
    cell: peer => labelBar(peer.labels, 'hosts-peers-labels', 'brief'),
  };
  return listed<HostPeer>('hosts-peers', l10n.t('Peers'), inAll.peers, rows, open, [
    {
      key: 'address',
      title: l10n.t('Host'),
      className: 'code',
      value: peer => peer.address,
      cell: peer => {
        const title = l10n.t('Open the page of host {0}', shortText(peer.address));
        const link = button('hosts-peers-open', '', () => open(peer), { class: 'link', title });
        link.append(captureText(peer.address));
        return link;
      },
    },
    amount('flows', l10n.t('Flows'), peer => peer.flows),
    amount('sent', l10n.t('Bytes sent'), peer => peer.sent),
    amount('received', l10n.t('Bytes received'), peer => peer.received),
    { key: 'first', title: l10n.t('First seen'), value: peer => peer.firstTime?.slice(0, 19) },
    ...(rows.some(peer => isLabelled(peer.labels)) ? [labelled] : []),
    onlyThese(peer => peer.address),
  ]);
}

function rhythms({ rhythms: rows }: HostPage): HTMLElement {
  if (rows.length === 0)
    return el(
      'p',
      { class: 'hint', 'data-testid': 'hosts-no-rhythms' },
      l10n.t('No conversation of it keeps a beat.'),
    );
  const open = ({ address }: HostRhythm) => page.call('openHost', { address });
  return listed<HostRhythm>('hosts-rhythms', l10n.t('Beats'), rows.length, rows, open, [
    { key: 'address', title: l10n.t('Host'), className: 'code', value: each => each.address },
    { key: 'service', title: l10n.t('Service'), className: 'code', value: each => each.service },
    amount('flows', l10n.t('Flows'), each => each.flows),
    {
      key: 'every',
      title: l10n.t('Every'),
      kind: 'number',
      hover: l10n.t('Mean seconds from flow to flow.'),
      value: each => each.every,
      cell: each => `${each.every.toFixed(1)} s`,
    },
    {
      key: 'unevenness',
      title: l10n.t('Unevenness'),
      kind: 'number',
      hover: l10n.t('Standard deviation of the pauses as a share of their mean; 0 for a clock.'),
      value: each => each.unevenness,
      cell: each => formatShare(each.unevenness),
    },
    onlyThese(each => each.address),
  ]);
}

function changes({ changes: rows }: HostPage): HTMLElement {
  if (rows.length === 0)
    return el('p', { class: 'hint', 'data-testid': 'hosts-no-changes' }, l10n.t('It began nothing later.'));
  const run = ({ where }: HostChange) => page.call('only', { where });
  return listed<HostChange>('hosts-changes', l10n.t('What it began later'), rows.length, rows, run, [
    { key: 'since', title: l10n.t('Since (UTC)'), value: each => each.since.slice(0, 19) },
    { key: 'service', title: l10n.t('Service'), className: 'code', value: each => each.service },
    amount('flows', l10n.t('Flows'), each => each.flows),
    amount('peers', l10n.t('Hosts'), each => each.peers),
    onlyThese(each => each.service),
  ]);
}

function amount<Row>(key: string, title: string, value: (row: Row) => number): Column<Row> {
  return { key, title, kind: 'number', largestFirst: true, value };
}

function onlyThese<Row extends { where: string }>(name: (row: Row) => string): Column<Row> {
  return {
    key: 'actions',
    title: l10n.t('Actions'),
    kind: 'actions',
    cell: row => {
      const title = l10n.t('Only these flows of {0}', shortText(name(row)));
      const run = () => page.call('only', { where: row.where });
      return button('hosts-row-only', l10n.t('Only'), run, { class: 'link', title, 'aria-label': title });
    },
  };
}

function listed<Row extends { where: string }>(
  name: string,
  title: string,
  inAll: number,
  rows: readonly Row[],
  open: (row: Row) => void,
  columns: readonly Column<Row>[],
): HTMLElement {
  const table: DataTable<Row> = new DataTable<Row>({
    ...{ name, caption: title, columns, rows, open },
    hand: (text, to) => page.hand(text, to),
    changed: () => tableBar.update(),
  });
  const tableBar = new TableBar(table, {
    name,
    ...(inAll > rows.length ? { drawnOf: inAll } : {}),
    pin: chosen => page.pin(ofFilters(chosen.map(({ where }) => where)), pinTitle(title, chosen.map(nameOf))),
  });
  table.element.classList.add('short');
  const heading = el('h2', {}, `${title} (${formatCount(inAll)})`);
  return el('section', { class: 'group' }, heading, tableBar.element, table.element);
}

/** What a row is called: the other host, or the service. */
function nameOf(row: object): string {
  const { address, service } = row as { address?: unknown; service?: unknown };
  return [address, service].filter(each => typeof each === 'string').join(' ');
}

const minute = (time: string) => time.slice(0, 16).replace('T', ' ');
