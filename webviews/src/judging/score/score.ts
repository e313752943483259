import * as l10n from '@vscode/l10n';
import type { ExpectedBehaviour, Incident, SuspectHost } from '../../../../shared/protocol/judging';
import { flowFilterText, type Comparison } from '../../../../shared/text/flowFilter';
import { button, captureText, el } from '../../base/dom';
import type { Pinned } from '../../base/jobContract';
import { JobPage } from '../../base/jobPage';
import { formatCount, formatShare } from '../../base/numbers';
import { counted } from '../../../../shared/text/counted';
import { shortText } from '../../../../shared/text/visibleText';
import { readOrder, type Order } from '../../base/order';
import { ofFilters, ofHosts, onLines, pinTitle } from '../../base/pinned';
import { orderingsOf, type Column } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { TableBar } from '../../base/table/tableBar';
import { anomalyColumns, anomalyRows, leastExpectedFirst, type AnomalyRow } from './anomalyRows';
import type { ScoreCalls, ScoreResult } from './contract';
import { timelineBox } from './scoreTimeline';
import { hostColumns, incidentColumns, type SuspectActions } from './suspectRows';

const page = new JobPage<ScoreResult, ScoreCalls>({
  name: 'score',
  title: () => l10n.t('Anomalies, judged by'),
  render: result => ({
    parts: [
      el('p', { class: 'sentence', 'data-testid': 'score-sentence' }, sentence(result)),
      ...facts(result),
      ...(result.anomalies.length === 0 ? [none()] : lists(result)),
    ],
    summary: sentence(result),
  }),
});

/** What an analyst would look at first, and by what it was judged. */
function sentence({ hosts, incidentsInAll, judgedBy }: ScoreResult): string {
  const [worst] = hosts;
  const found = worst
    ? l10n.t(
        'Look at {0} first: {1}. {2} of {3} stand out.',
        shortText(worst.address),
        shortText(worst.reasons[0] ?? '', 300).replace(/[.;,]$/, ''),
        counted(incidentsInAll, 'incident'),
        counted(hosts.length, 'host'),
      )
    : l10n.t('Nothing stands out.');
  return [found, baselineWords[judgedBy.by]()].filter(Boolean).join(' ');
}

/** What counts as usual, where that is not another capture. */
const baselineWords = {
  capture: () => '',
  past: () =>
    l10n.t('The capture was judged by its own past: what went on from its beginning counts as usual here.'),
  hosts: () =>
    l10n.t(
      'Hosts were judged by each other: what many of them do counts as usual, and who is alone in what it does may do so rightly, as a server does. A quiet intruder is found better by the past of the network.',
    ),
};

function facts({ unseenName, flows, unknown, judgedBy, expected, ...rest }: ScoreResult): HTMLElement[] {
  const { incidentsInAll, incidents, anomalies } = rest;
  const part = judgedBy.by === 'past' ? l10n.t('the later half of ') : '';
  const by =
    judgedBy.by === 'hosts'
      ? l10n.t('each host by the others: what is usual')
      : l10n.t(
          '{0} from {1} to {2}: what is usual',
          counted(judgedBy.flows, 'flow'),
          judgedBy.from.slice(0, 19).replace('T', ' '),
          judgedBy.to.slice(0, 19).replace('T', ' '),
        );
  const share = formatShare(flows > 0 ? unknown / flows : 0);
  const line = el(
    'p',
    { class: 'facts', 'data-testid': 'score-facts' },
    l10n.t('Judged: '),
    part,
    captureText(unseenName),
    `, ${counted(flows, 'flow')}`,
    ' · ',
    by,
    ...(judgedBy.by !== 'capture'
      ? []
      : [' · ', l10n.t('{0} ({1}) with tokens the model does not know', formatCount(unknown), share)]),
    ' · ',
    l10n.t(
      'listed: {0} of {1}, and {2}, the least expected first',
      formatCount(incidents.length),
      counted(incidentsInAll, 'incident'),
      counted(anomalies.length, 'flow'),
    ),
  );
  return expected.length > 0 ? [line, expectedBox(expected)] : [line];
}

/** What is left out, one by one and with the way back. */
function expectedBox(expected: readonly ExpectedBehaviour[]): HTMLElement {
  const takeBack = (behaviours: readonly ExpectedBehaviour[]) => page.call('unexpect', { behaviours });
  const small = { class: 'secondary small' };
  const last = expected.slice(-1);
  return el(
    'details',
    { class: 'expected', 'data-testid': 'score-expected' },
    el(
      'summary',
      {},
      expected.length === 1
        ? l10n.t('1 behaviour was called expected and is left out')
        : l10n.t('{0} behaviours were called expected and are left out', formatCount(expected.length)),
      ' ',
      button('score-undo', l10n.t('Undo the last'), () => takeBack(last), small),
    ),
    el(
      'ul',
      {},
      ...expected.map(behaviour =>
        el(
          'li',
          {},
          captureText(`${behaviour.address} ${behaviour.service} "${behaviour.outcome}"`),
          ' ',
          button('score-unexpect', l10n.t('Judge again'), () => takeBack([behaviour]), small),
        ),
      ),
    ),
  );
}

function none(): HTMLElement {
  return el('p', { class: 'state', 'data-testid': 'score-empty' }, l10n.t('No flow stands out.'));
}

/** A table with its heading and bar, and what narrows it. */
interface List<Row> {
  element: HTMLElement;
  table: DataTable<Row>;
}

function listOf<Row>(
  name: string,
  heading: string,
  filter: string,
  options: {
    columns: Column<Row>[];
    rows: readonly Row[];
    order: Order;
    open: (row: Row) => void;
    /** All flows of rows, and what each row is called. */
    flowsOf: (rows: readonly Row[]) => Pinned['about'];
    nameOf: (row: Row) => string;
    /** How many there are, where not all are listed. */
    inAll?: number;
  },
): List<Row> {
  const { columns, rows, order, open, flowsOf, nameOf, inAll } = options;
  const table: DataTable<Row> = new DataTable<Row>({
    name,
    caption: heading,
    columns,
    rows,
    order: readOrder(page.recall(`${name}-order`), orderingsOf(columns), order),
    lines: 3,
    open,
    hand: (text, to) => page.hand(text, to),
    changed: () => {
      page.remember(`${name}-order`, table.order);
      bar.update();
    },
  });
  const bar = new TableBar(table, {
    name,
    filter,
    ...(inAll === undefined ? {} : { drawnOf: inAll }),
    pin: chosen => page.pin(flowsOf(chosen), pinTitle(heading, chosen.map(nameOf))),
  });
  if (name !== 'score') table.element.classList.add('short');
  return {
    table,
    element: el('section', { class: 'list' }, el('h2', {}, heading), bar.element, table.element),
  };
}

function lists(result: ScoreResult): HTMLElement[] {
  let range: readonly [number, number] | undefined;
  let only = '';
  const chosen = el('p', { class: 'facts', 'data-testid': 'score-chosen', hidden: true });
  const actions: SuspectActions = {
    reveal: line => page.call('reveal', { line }),
    only: text => {
      only = only === text ? '' : text;
      narrow();
    },
    expect: ({ behaviours }) => page.call('expect', { behaviours }),
  };
  const worst: Order = { key: 'score', descending: true };
  const hosts = listOf<SuspectHost>('score-hosts', l10n.t('Hosts'), l10n.t('Filter by host or reason'), {
    columns: hostColumns(actions),
    rows: result.hosts,
    order: worst,
    open: host => actions.only(host.address),
    flowsOf: hosts => ofHosts(hosts.map(({ address: each }) => each)),
    nameOf: host => host.address,
  });
  const incidents = listOf<Incident>(
    'score-incidents',
    l10n.t('Incidents'),
    l10n.t('Filter by host or reason'),
    {
      columns: incidentColumns(actions),
      rows: result.incidents,
      order: worst,
      open: ({ lines: [first] }) => first !== undefined && actions.reveal(first),
      flowsOf: incidents => ofFilters(incidents.map(flowsOfIncident)),
      nameOf: ({ id, address }) => `#${id} ${address}`,
      inAll: result.incidentsInAll,
    },
  );
  const flows = listOf<AnomalyRow>(
    'score',
    l10n.t('Flows'),
    l10n.t('Filter by token, label, reason or line'),
    {
      columns: anomalyColumns(reveal),
      rows: anomalyRows(result.anomalies),
      order: leastExpectedFirst,
      open: reveal,
      flowsOf: rows => onLines(rows.map(({ anomaly }) => anomaly.line)),
      nameOf: ({ anomaly }) => anomaly.token,
    },
  );
  const narrow = () => {
    const inTime = ({ from, to }: { from: string; to: string }) =>
      !range || (Date.parse(from) <= range[1] && Date.parse(to) >= range[0]);
    const isOf = (address: string) => only === '' || address === only;
    const ids = new Set(
      result.incidents.filter(incident => inTime(incident) && isOf(incident.address)).map(({ id }) => id),
    );
    const narrowed = range !== undefined || only !== '';
    hosts.table.setFilter(hosts.table.filter, inTime);
    incidents.table.setFilter(incidents.table.filter, ({ id }) => ids.has(id));
    flows.table.setFilter(
      flows.table.filter,
      ({ anomaly }) => !narrowed || (anomaly.incident !== null && ids.has(anomaly.incident)),
    );
    chosen.hidden = !narrowed;
    chosen.replaceChildren(
      l10n.t('Only incidents and flows {0}', ''),
      ...(only === '' ? [] : [l10n.t('of '), captureText(only), ' ']),
      ...(range ? [l10n.t('within the chosen time'), ' '] : []),
      button('score-all', l10n.t('Show all'), all, { class: 'link' }),
    );
  };
  const all = () => {
    only = '';
    range = undefined;
    narrow();
  };
  const changed = (to: readonly [number, number] | undefined) => {
    range = to;
    narrow();
  };
  const timeline = timelineBox(result.timeline, { changed }, page.chartHands);
  // Where nothing stands out there is nothing to list above the flows.
  const found = [
    ...(result.hosts.length > 0 ? [hosts.element] : []),
    ...(result.incidents.length > 0 ? [incidents.element] : []),
  ];
  return [...(timeline ? [timeline] : []), chosen, ...found, flows.element];
}

/** What the host did from the beginning of the incident to its end. */
function flowsOfIncident({ address, from, to }: Incident): string {
  const condition = (column: string, is: Comparison, value: string) => ({ column, is, values: [value] });
  return flowFilterText({
    all: [
      condition('Host', '=', address),
      condition('StartTime', '>=', from),
      condition('StartTime', '<=', to),
    ],
  });
}

function reveal({ anomaly }: AnomalyRow): void {
  page.call('reveal', { line: anomaly.line });
}
