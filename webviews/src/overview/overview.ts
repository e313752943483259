import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import { isLabelled, labelShares } from '../../../shared/palette/classes';
import type {
  ColumnStatistics,
  FlowGroup,
  FreshGroups,
  Overview,
  RejectedRows,
} from '../../../shared/protocol/overview';
import { flowFilterText, parseFlowFilter, type FlowFilter } from '../../../shared/text/flowFilter';
import { shortText } from '../../../shared/text/visibleText';
import { button, el } from '../base/dom';
import { groupTable, type GroupAction } from '../base/groupTable';
import { JobPage } from '../base/jobPage';
import { labelBar } from '../base/labelBar';
import { formatCount, formatShare } from '../base/numbers';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import { measures, timelineBox, type Measure } from '../base/timeline';
import type { FreshnessResult, OverviewCalls, OverviewQuestion } from './contract';
import { filterBar, withCondition, withTimes } from './filterBar';

const page = new JobPage<Overview, OverviewCalls>({
  name: 'overview',
  title: () => l10n.t('Overview of'),
  render: (result, question) => {
    const { where } = question as OverviewQuestion;
    shown = { result, filter: where === undefined ? undefined : parseFlowFilter(where) };
    draw();
    return { parts: [body], summary: sentence(result) };
  },
});

const body = el('div', { class: 'overview', 'data-testid': 'overview' });
let shown: { result: Overview; filter: FlowFilter | undefined } | undefined;
/** Counts what was asked: an answer that another overtook is dropped. */
let turn = 0;

/** Asks for the flows of a filter; what is shown stays until the answer is there. */
function narrow(filter: FlowFilter | undefined): void {
  const mine = ++turn;
  const where = filter ? flowFilterText(filter) : null;
  body.setAttribute('aria-busy', 'true');
  const failed = (error: Error) => mine === turn && page.fail(error);
  page.ask('narrow', { where }).then(result => {
    if (mine !== turn) return;
    body.removeAttribute('aria-busy');
    page.remember('question', { ...(page.recall('question') as object), where: where ?? undefined });
    shown = { result, filter };
    draw();
    page.announce(sentence(result));
  }, failed);
}

const only = (added: FlowFilter) => narrow(withCondition(shown?.filter, added));

function draw(): void {
  if (!shown) return;
  const { result, filter } = shown;
  const focused = (document.activeElement as HTMLElement | null)?.dataset['testid'];
  body.replaceChildren(
    el('p', { class: 'sentence', 'data-testid': 'overview-sentence' }, sentence(result)),
    ...(isLabelled(result.labels) ? [labelBar(result.labels, 'overview-labels')] : []),
    filterBar(filter, narrow),
    ...result.notes.map(note => el('p', { class: 'hint' }, shortText(note, 400))),
    ...(result.flows === 0 ? [none(filter)] : parts(result, filter)),
  );
  // A part that was replaced under the keyboard gives it to its successor.
  if (focused) body.querySelector<HTMLElement>(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function none(filter: FlowFilter | undefined): HTMLElement {
  const text = filter
    ? l10n.t('No flow is like that: take a condition away.')
    : l10n.t('The capture holds no flows.');
  return el('p', { class: 'state', 'data-testid': 'overview-none' }, text);
}

function parts(result: Overview, filter: FlowFilter | undefined): HTMLElement[] {
  return [
    timelineBox({
      name: 'overview-timeline',
      timeline: result.timeline,
      services: result.timelineServices,
      step: result.step,
      measure: measure(),
      choose: chosen => {
        page.remember('measure', chosen);
        draw();
      },
      brushed: range => {
        const next = withTimes(filter, range);
        if (JSON.stringify(next) !== JSON.stringify(filter)) narrow(next);
      },
      hands: page.chartHands,
    }),
    el(
      'div',
      { class: 'groups' },
      groups('hosts', l10n.t('Hosts'), l10n.t('Host'), [onlyIt(), notIt(), openHost()]),
      groups('conversations', l10n.t('Conversations'), l10n.t('Conversation'), [
        ...[onlyIt(), notIt(), openPage()],
      ]),
      groups('services', l10n.t('Services'), l10n.t('Service'), [onlyIt(), notIt(), openPage()]),
      groups('states', l10n.t('States'), l10n.t('State'), [onlyIt(), notIt()]),
    ),
    freshness(),
    ...(result.rejected > 0 ? [rejected(result)] : []),
    columns(result),
  ];
}

/** What is new against another capture of the network, once one was chosen. */
function freshness(): HTMLElement {
  const place = el('section', { class: 'group', 'data-testid': 'overview-fresh' });
  const mine = turn;
  const show = (found: FreshnessResult | null) => {
    if (!found || mine !== turn) return;
    page.remember('baseline', found.baseline);
    const { name, hosts, services, conversations } = found;
    const only = [onlyIt(), notIt()];
    const list = (key: string, title: string, what: string, { groups, inAll }: FreshGroups) =>
      groupTable({
        name: `overview-fresh-${key}`,
        ...{ title, what, groups, inAll },
        all: () => page.call('listAll', null),
        actions: key === 'hosts' ? [...only, openHost()] : only,
        flows: shown?.result.flows ?? 0,
        hand: (text, to) => page.hand(text, to),
        pin: (about, title) => page.pin(about, title),
      });
    place.replaceChildren(
      el('h2', {}, l10n.t('New against {0}', shortText(name, 100))),
      el(
        'p',
        { class: 'hint', 'data-testid': 'overview-fresh-sentence' },
        l10n.t(
          '{0}, {1} and {2} are in this capture and not in that one.',
          counted(hosts.inAll, 'host'),
          counted(services.inAll, 'service'),
          counted(conversations.inAll, 'conversation'),
        ),
      ),
      choose(l10n.t('Another Baseline…')),
      el(
        'div',
        { class: 'groups' },
        list('hosts', l10n.t('New hosts'), l10n.t('Host'), hosts),
        list('services', l10n.t('New services'), l10n.t('Service'), services),
        list('conversations', l10n.t('New conversations'), l10n.t('Conversation'), conversations),
      ),
    );
  };
  const ask = (baseline: string | null) => {
    place.setAttribute('aria-busy', 'true');
    page.call('compare', { baseline }, found => (place.removeAttribute('aria-busy'), show(found)), null);
  };
  const choose = (text: string) =>
    button('overview-compare', text, () => ask(null), { class: 'secondary small' });
  const kept = page.recall('baseline');
  place.append(
    el('h2', {}, l10n.t('What is new')),
    el('p', { class: 'hint' }, l10n.t('Hosts, services and conversations that another capture lacks.')),
    choose(l10n.t('Compare with a Baseline…')),
  );
  if (typeof kept === 'string') ask(kept);
  return place;
}

function groups(
  key: 'hosts' | 'conversations' | 'services' | 'states',
  title: string,
  what: string,
  actions: readonly GroupAction[],
): HTMLElement {
  const { result } = shown as { result: Overview };
  return groupTable({
    name: `overview-${key}`,
    ...{ title, what, actions },
    groups: result[key],
    inAll: result.inAll[key],
    flows: result.flows,
    ...(key === 'hosts' ? { hint: name => nameOf(result, name) } : {}),
    hand: (text, to) => page.hand(text, to),
    all: () => page.call('listAll', null),
    pin: (about, title) => page.pin(about, title),
  });
}

/** Name and network of a host by the analyst's own files. */
function nameOf({ known }: Overview, address: string): string | undefined {
  const { name, network } = known?.[address] ?? {};
  return [name, network].filter(Boolean).join(' · ') || undefined;
}

const onlyIt = (): GroupAction => ({
  key: 'only',
  text: l10n.t('Only'),
  title: group => l10n.t('Only flows of {0}', shortText(group.name)),
  run: group => only(parseFlowFilter(group.where)),
});

const notIt = (): GroupAction => ({
  key: 'not',
  text: l10n.t('Not'),
  title: group => l10n.t('Without the flows of {0}', shortText(group.name)),
  run: group => only({ not: parseFlowFilter(group.where) }),
});

const openPage = (): GroupAction => ({
  key: 'open',
  text: l10n.t('Open'),
  title: ({ name }) => l10n.t('Open the page of {0}', shortText(name)),
  run: ({ name }) => page.call('openHost', { address: name }),
});

const openHost = (): GroupAction => ({
  key: 'open',
  text: l10n.t('Open'),
  title: group => l10n.t('Open the page of host {0}', shortText(group.name)),
  run: group => page.call('openHost', { address: group.values[0] ?? group.name }),
});

function rejected({ rejected, reasons }: Overview): HTMLElement {
  const reveal = ({ line, file }: RejectedRows) => page.call('reveal', { line, file });
  const columns: Column<RejectedRows>[] = [
    { key: 'rows', title: l10n.t('Rows'), kind: 'number', value: reason => reason.rows },
    {
      key: 'line',
      title: l10n.t('First line'),
      kind: 'number',
      value: reason => reason.line,
      cell: reason => {
        const title = l10n.t('Show line {0} in the editor', formatCount(reason.line));
        const attributes = { class: 'link', title, 'aria-label': title };
        return button('overview-rejected-reveal', formatCount(reason.line), () => reveal(reason), attributes);
      },
    },
    { key: 'message', title: l10n.t('Why'), value: reason => reason.message },
  ];
  return listed('overview-rejected', l10n.t('Rows not read'), rejected, columns, reasons, reveal);
}

/** Statistics of the columns, which are counted after everything else is on screen. */
function columns({ flows }: Overview): HTMLElement {
  const place = el(
    'section',
    { class: 'group', 'aria-busy': 'true' },
    el('h2', {}, l10n.t('Columns')),
    el('p', { class: 'hint' }, l10n.t('Being counted…')),
  );
  const mine = turn;
  page.ask('columns', null).then(
    statistics => mine === turn && place.replaceWith(columnTable(statistics, flows)),
    // What was let go of for another question is no failure.
    (error: Error) => mine === turn && page.fail(error),
  );
  return place;
}

function columnTable(statistics: readonly ColumnStatistics[], flows: number): HTMLElement {
  const columns: Column<ColumnStatistics>[] = [
    { key: 'name', title: l10n.t('Column'), className: 'code', value: column => column.name },
    {
      key: 'filled',
      title: l10n.t('Filled'),
      kind: 'share',
      hover: l10n.t('Share of the flows that say something there.'),
      value: column => Number((column.filled / Math.max(1, flows)).toFixed(6)),
      cell: ({ filled }) => formatShare(filled / Math.max(1, flows)),
    },
    {
      key: 'distinct',
      title: l10n.t('Different'),
      kind: 'number',
      hover: l10n.t('Different values; of numbers, times and payloads estimated (HyperLogLog).'),
      value: column => column.distinct,
      cell: ({ distinct, estimated }) =>
        estimated ? l10n.t('about {0}', formatCount(distinct)) : formatCount(distinct),
    },
    { key: 'least', title: l10n.t('Least'), className: 'code', value: column => column.least },
    { key: 'most', title: l10n.t('Greatest'), className: 'code', value: column => column.most },
    {
      key: 'actions',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: ({ name, filled }) => (filled < flows ? onlyEmpty(name) : ''),
    },
  ];
  return listed('overview-columns', l10n.t('Columns'), statistics.length, columns, statistics);
}

/** The flows that say nothing in a column. */
function onlyEmpty(column: string): HTMLElement {
  const title = l10n.t('Only flows without {0}', column);
  const run = () => only({ column, is: 'empty', values: [] });
  return button('overview-columns-empty', l10n.t('Only empty'), run, {
    class: 'link',
    title,
    'aria-label': title,
  });
}

function listed<Row>(
  name: string,
  title: string,
  inAll: number,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  open?: (row: Row) => void,
): HTMLElement {
  const table: DataTable<Row> = new DataTable<Row>({
    ...{ name, caption: title, columns, rows },
    hand: (text, to) => page.hand(text, to),
    changed: () => bar.update(),
    ...(open ? { open } : {}),
  });
  const bar = new TableBar(table, { name });
  table.element.classList.add('short');
  return el(
    'section',
    { class: 'group' },
    el('h2', {}, `${title} (${formatCount(inAll)})`),
    bar.element,
    table.element,
  );
}

/** What an analyst would say of it first. */
function sentence({
  flows,
  inAll,
  hosts,
  services,
  firstTime,
  lastTime,
  labels,
  rejected,
}: Overview): string {
  const [host, service] = [hosts[0], services[0]];
  const share = (group: FlowGroup) => formatShare(group.flows / Math.max(1, flows));
  const [all, known] = [counted(flows, 'flow'), counted(inAll.hosts, 'host')];
  const shares = labelShares(labels).map(each => `${formatShare(each.share)} ${shortText(each.name)}`);
  if (flows === 0)
    return shown?.filter
      ? l10n.t('No flow passes the filter. Take a condition away to see more.')
      : l10n.t('No flow of the file could be read.');
  return [
    isLabelled(labels)
      ? l10n.t('{0} of {1}, {2}.', all, known, shares.join(', '))
      : l10n.t('{0} of {1}.', all, known),
    ...(firstTime !== undefined && lastTime !== undefined
      ? [l10n.t('They begin between {0} and {1} (UTC).', minute(firstTime), minute(lastTime))]
      : []),
    ...(host ? [l10n.t('{0} has the most, {1}.', shortText(host.name), share(host))] : []),
    ...(service
      ? [l10n.t('The service asked for most is {0}, {1}.', shortText(service.name), share(service))]
      : []),
    ...(rejected > 0 ? [l10n.t('Of the file, {0}.', counted(rejected, 'row not read'))] : []),
  ].join(' ');
}

const minute = (time: string) => time.slice(0, 16).replace('T', ' ');

function measure(): Measure {
  const kept = page.recall('measure');
  return measures.find(each => each === kept) ?? 'flows';
}
