import * as l10n from '@vscode/l10n';
import { isLabelled } from '../../../shared/palette/classes';
import type { HostChange, HostPage, HostPeer, HostRhythm } from '../../../shared/protocol/hosts';
import type { FlowGroup } from '../../../shared/protocol/overview';
import { flowFilterText, parseFlowFilter } from '../../../shared/text/flowFilter';
import { secondText } from '../../../shared/text/secondText';
import { shortText } from '../../../shared/text/visibleText';
import { button, captureText, el } from '../base/dom';
import { groupTable, type GroupAction } from '../base/groupTable';
import { JobPage } from '../base/jobPage';
import { labelBar } from '../base/labelBar';
import { formatCount, formatShare } from '../base/numbers';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { ofFilters, pinTitle } from '../base/pinned';
import { TableBar } from '../base/table/tableBar';
import { measures, timelineBox, type Measure } from '../base/timeline';
import type { HostCalls, HostQuestion } from './contract';
import { learnedPart, suspicionPart, type LearnedActions } from './learned';
import { minute, sentence } from './sentence';

const page = new JobPage<HostPage, HostCalls>({
  name: 'hosts',
  title: question => titleOf((question as HostQuestion).address),
  render: host => {
    known = host.known;
    return {
      parts: [
        el('p', { class: 'sentence', 'data-testid': 'hosts-sentence' }, sentence(host)),
        ...(isLabelled(host.labels) ? [labelBar(host.labels, 'hosts-labels')] : []),
        facts(host),
        bar(host),
        ...suspicionPart(host.suspicion, actions),
        timeline(host),
        ...learnedPart(host, actions),
        ...(host.kind === 'service' ? [] : [changes(host)]),
        rhythms(host),
        el(
          'div',
          { class: 'groups' },
          ...members(host),
          ...(host.kind === 'conversation' ? [] : [peers(host)]),
          group('services', l10n.t('Services it uses'), l10n.t('Service'), host.services, host),
          group('offered', l10n.t('Services it offers'), l10n.t('Service'), host.offered, host),
          group('states', l10n.t('How its flows ended'), l10n.t('State'), host.states, host),
        ),
      ],
      summary: sentence(host),
    };
  },
});

/** What the page is about, by the form of its name. */
function titleOf(name: string): string {
  const shown = shortText(name);
  if (name.includes(' → ')) return l10n.t('Conversation {0} in', shown);
  if (/^[\d.]+\/\d+$/.test(name)) return l10n.t('Subnet {0} in', shown);
  return name.includes(' ') ? l10n.t('Service {0} in', shown) : l10n.t('Host {0} in', shown);
}

/** What the analyst's files say of the addresses on the page. */
let known: HostPage['known'];

function facts(host: HostPage): HTMLElement {
  const { firstTime, lastTime, known, address } = host;
  const { name, network } = known?.[address] ?? {};
  const fact = ([name, value]: readonly [string, string]) =>
    el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el(
    'dl',
    { class: 'facts', 'data-testid': 'hosts-facts' },
    ...[
      ...(name === undefined ? [] : [[l10n.t('Name'), shortText(name)] as const]),
      ...(network === undefined ? [] : [[l10n.t('Network'), shortText(network, 200)] as const]),
      ...amounts(host),
      [l10n.t('First seen (UTC)'), firstTime === undefined ? '–' : minute(firstTime)] as const,
      [l10n.t('Last seen (UTC)'), lastTime === undefined ? '–' : minute(lastTime)] as const,
    ].map(fact),
  );
}

/** How much there is of it, in each direction: a service and a conversation begin and answer nothing. */
function amounts({ kind, flows, began, answered, sent, received }: HostPage): [string, string][] {
  const counts = (...told: [string, number][]) =>
    told.map(([name, n]): [string, string] => [name, formatCount(n)]);
  switch (kind) {
    case 'service':
      return counts(
        [l10n.t('Flows'), flows],
        [l10n.t('Bytes asked'), sent],
        [l10n.t('Bytes answered'), received],
      );
    case 'conversation':
      return counts(
        [l10n.t('Flows there'), began],
        [l10n.t('Flows back'), answered],
        [l10n.t('Bytes there'), sent],
        [l10n.t('Bytes back'), received],
      );
    default:
      return counts(
        [l10n.t('Flows it began'), began],
        [l10n.t('Flows it answered'), answered],
        [l10n.t('Bytes sent'), sent],
        [l10n.t('Bytes received'), received],
      );
  }
}

function bar({ kind, address, where }: HostPage): HTMLElement {
  const filter = parseFlowFilter(where);
  const small = { class: 'secondary small' };
  const tool = (key: string, text: string, asked: string) =>
    button(`hosts-${key}`, text, () => page.call('only', { where: asked }), small);
  const isHost = kind === 'host';
  const subnet = isHost ? /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1] : undefined;
  const around =
    subnet === undefined
      ? []
      : [
          button(
            'hosts-subnet',
            l10n.t('Subnet {0}', `${subnet}.0/24`),
            () => page.call('openHost', { address: `${subnet}.0/24` }),
            small,
          ),
        ];
  return el(
    'div',
    { class: 'toolbar' },
    tool('only', isHost ? l10n.t('Only This Host') : l10n.t('Only These Flows'), where),
    tool(
      'not',
      isHost ? l10n.t('Not This Host') : l10n.t('Without These Flows'),
      flowFilterText({ not: filter }),
    ),
    button('hosts-pin', l10n.t('Add to Investigation'), () => page.pin({ where }, where), small),
    ...around,
  );
}

const actions: LearnedActions = {
  reveal: line => page.call('reveal', { line }),
  map: token => page.call('showOnMap', { token }),
  similar: token => page.call('similar', { token }),
  list: (rows, columns) => {
    const open = ({ address }: { address: string }) => page.call('openHost', { address });
    const wheres = rows.map(row => ({
      ...row,
      where: flowFilterText({ column: 'Host', is: '=', values: [row.address] }),
    }));
    return listed('hosts-similar', l10n.t('Hosts that do the same'), rows.length, wheres, open, columns);
  },
  address: address => addressLink(address),
};

/** An address that opens its page, with its name where there is one. */
function addressLink(address: string): HTMLElement {
  const title = l10n.t('Open the page of host {0}', shortText(address));
  const link = button('hosts-peers-open', '', () => page.call('openHost', { address }), {
    class: 'link',
    title,
  });
  link.append(captureText(address));
  const name = known?.[address]?.name;
  return name === undefined
    ? link
    : el('span', {}, link, ' ', el('span', { class: 'hint' }, captureText(name)));
}

/** Hosts of a subnet, clients of a service. */
function members({ kind, members: groups, inAll, flows }: HostPage): HTMLElement[] {
  if (kind !== 'subnet' && kind !== 'service') return [];
  const title = kind === 'subnet' ? l10n.t('Hosts in it') : l10n.t('Who asks for it');
  return [
    groupTable({
      name: 'hosts-members',
      ...{ title, groups, flows },
      what: l10n.t('Host'),
      inAll: inAll.members,
      actions: [opened(), show()],
      hand: (text, to) => page.hand(text, to),
      all,
      pin: (about, title) => page.pin(about, title),
    }),
  ];
}

const opened = (): GroupAction => ({
  key: 'open',
  text: l10n.t('Open'),
  title: ({ name }) => l10n.t('Open the page of host {0}', shortText(name)),
  run: ({ name }) => page.call('openHost', { address: name }),
});

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
    inAll: inAll[key],
    flows: key === 'offered' ? answered : began,
    actions: [show()],
    hand: (text, to) => page.hand(text, to),
    all,
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
      whole: true,
      value: peer => peer.address,
      cell: peer => addressLink(peer.address),
    },
    amount('flows', l10n.t('Flows'), peer => peer.flows),
    amount('sent', l10n.t('Bytes sent'), peer => peer.sent),
    amount('received', l10n.t('Bytes received'), peer => peer.received),
    {
      key: 'first',
      title: l10n.t('First seen (UTC)'),
      value: peer => peer.firstTime && secondText(peer.firstTime),
    },
    ...(rows.some(peer => isLabelled(peer.labels)) ? [labelled] : []),
    onlyThese(peer => peer.address),
  ]);
}

function rhythms({ inAll, rhythms: rows }: HostPage): HTMLElement {
  if (rows.length === 0)
    return el(
      'p',
      { class: 'hint', 'data-testid': 'hosts-no-rhythms' },
      l10n.t('No conversation of it keeps a beat.'),
    );
  const open = ({ address }: HostRhythm) => page.call('openHost', { address });
  return listed<HostRhythm>('hosts-rhythms', l10n.t('Beats'), inAll.rhythms, rows, open, [
    { key: 'source', title: l10n.t('From'), className: 'code', whole: true, value: each => each.source },
    { key: 'address', title: l10n.t('Host'), className: 'code', whole: true, value: each => each.address },
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

function changes({ inAll, changes: rows }: HostPage): HTMLElement {
  if (rows.length === 0)
    return el('p', { class: 'hint', 'data-testid': 'hosts-no-changes' }, l10n.t('It began nothing later.'));
  const run = ({ where }: HostChange) => page.call('only', { where });
  return listed<HostChange>('hosts-changes', l10n.t('What it began later'), inAll.changes, rows, run, [
    { key: 'since', title: l10n.t('Since (UTC)'), value: each => secondText(each.since) },
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

const all = () => page.call('listAll', null);

function listed<Row extends { where: string } | { address: string }>(
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
    ...(inAll > rows.length ? { drawnOf: inAll, all } : {}),
    pin: chosen => page.pin(ofFilters(chosen.map(whereOf)), pinTitle(title, chosen.map(nameOf))),
  });
  table.element.classList.add('short');
  const heading = el('h2', {}, `${title} (${formatCount(inAll)})`);
  return el('section', { class: 'group' }, heading, tableBar.element, table.element);
}

/** The flows of a row: those of its filter, or all of its host. */
const whereOf = (row: { where: string } | { address: string }): string =>
  'where' in row ? row.where : flowFilterText({ column: 'Host', is: '=', values: [row.address] });

/** What a row is called: the other host, or the service. */
function nameOf(row: object): string {
  const { address, service } = row as { address?: unknown; service?: unknown };
  return [address, service].filter(each => typeof each === 'string').join(' ');
}
