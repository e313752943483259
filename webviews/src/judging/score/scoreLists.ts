import * as l10n from '@vscode/l10n';
import type { Incident, SuspectHost } from '../../../../shared/protocol/judging';
import { flowFilterText, type Comparison } from '../../../../shared/text/flowFilter';
import { button, captureText, el } from '../../base/dom';
import type { JobPage } from '../../base/jobPage';
import type { Pinned } from '../../base/jobContract';
import { readOrder, type Order } from '../../base/order';
import { ofFilters, ofHosts, onLines, pinTitle } from '../../base/pinned';
import { orderingsOf, type Column } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { ListRows } from '../../base/table/rowSource';
import { TableBar } from '../../base/table/tableBar';
import { anomalyColumns, anomalyRows, hasLabel, leastExpectedFirst, type AnomalyRow } from './anomalyRows';
import type { ScoreCalls, ScoreResult } from './contract';
import { timelineBox } from './scoreTimeline';
import { hostColumns, incidentColumns, type SuspectActions } from './suspectRows';

type Page = JobPage<ScoreResult, ScoreCalls>;

/** A table with its heading and bar, and what narrows it. */
interface List<Row> {
  element: HTMLElement;
  table: DataTable<Row>;
  /** Has other rows; those that were there before stay where they are, and selected. */
  take(rows: readonly Row[], inAll?: number): void;
}

function listOf<Row>(
  page: Page,
  name: string,
  heading: string,
  filter: string,
  options: {
    columns: Column<Row>[];
    rows: readonly Row[];
    order: Order;
    open: (row: Row) => void;
    /** What a row is known by when the capture was scored again. */
    keyOf: (row: Row) => string;
    /** All flows of rows, and what each row is called. */
    flowsOf: (rows: readonly Row[]) => Pinned['about'];
    nameOf: (row: Row) => string;
    /** How many there are, where not all are listed. */
    inAll?: number;
  },
): List<Row> {
  const { columns, rows, order, open, keyOf, flowsOf, nameOf, inAll } = options;
  const source = new ListRows(rows, columns);
  const table: DataTable<Row> = new DataTable<Row>({
    name,
    caption: heading,
    columns,
    rows: source,
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
  const element = el('section', { class: 'list' }, el('h2', {}, heading), bar.element, table.element);
  // Where nothing stands out there is nothing to list above the flows.
  const shown = (length: number) => (element.hidden = length === 0 && name !== 'score');
  shown(rows.length);
  return {
    table,
    element,
    take(others, of) {
      shown(others.length);
      source.take(others, keyOf);
      void table.refresh();
      if (of !== undefined) bar.drawnOf = of;
      bar.update();
    },
  };
}

export interface ScoreLists {
  parts: HTMLElement[];
  /** Lists another result in the place of this one; what was chosen and selected stays so. */
  take(result: ScoreResult): void;
}

/** The time line, and the lists of hosts, incidents and flows, which it and a host narrow. */
export function scoreLists(page: Page, first: ScoreResult): ScoreLists {
  let result = first;
  let unheard = new Set(first.unheard);
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
    isUnheard: ({ id }) => unheard.has(id),
  };
  const worst: Order = { key: 'score', descending: true };
  const hosts = listOf<SuspectHost>(
    page,
    'score-hosts',
    l10n.t('Hosts'),
    l10n.t('Filter by host or reason'),
    {
      columns: hostColumns(actions),
      rows: result.hosts,
      order: worst,
      open: host => actions.only(host.address),
      keyOf: host => host.address,
      flowsOf: all => ofHosts(all.map(({ address: each }) => each)),
      nameOf: host => host.address,
    },
  );
  const incidents = listOf<Incident>(
    page,
    'score-incidents',
    l10n.t('Incidents'),
    l10n.t('Filter by host or reason'),
    {
      columns: incidentColumns(actions),
      rows: result.incidents,
      order: worst,
      open: ({ lines: [line] }) => line !== undefined && actions.reveal(line),
      keyOf: ({ address, from }) => `${address} ${from}`,
      flowsOf: all => ofFilters(all.map(flowsOfIncident)),
      nameOf: ({ id, address }) => `#${id} ${address}`,
      inAll: result.incidentsInAll,
    },
  );
  const reveal = ({ anomaly }: AnomalyRow) => page.call('reveal', { line: anomaly.line });
  const flows = listOf<AnomalyRow>(
    page,
    'score',
    l10n.t('Flows'),
    result.anomalies.some(hasLabel)
      ? l10n.t('Filter by token, label, reason or line')
      : l10n.t('Filter by token, reason or line'),
    {
      columns: anomalyColumns(result.anomalies, reveal),
      rows: anomalyRows(result.anomalies),
      order: leastExpectedFirst,
      open: reveal,
      keyOf: ({ anomaly }) => String(anomaly.line),
      flowsOf: rows => onLines(rows.map(({ anomaly }) => anomaly.line)),
      nameOf: ({ anomaly }) => anomaly.token,
    },
  );
  const inTime = ({ from, to }: { from: string; to: string }) =>
    !range || (Date.parse(from) <= range[1] && Date.parse(to) >= range[0]);
  /** Of the incidents that are chosen. */
  let ids = new Set<number>();
  const choose = () => {
    const isOf = (address: string) => only === '' || address === only;
    ids = new Set(
      result.incidents.filter(incident => inTime(incident) && isOf(incident.address)).map(({ id }) => id),
    );
  };
  const narrow = () => {
    choose();
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
  const timeline = el('div', {});
  const drawTimeline = () => {
    const box = timelineBox(result.timeline, { changed, ...(range ? { range } : {}) }, page.chartHands);
    timeline.replaceChildren(...(box ? [box] : []));
  };
  drawTimeline();
  return {
    parts: [timeline, chosen, hosts.element, incidents.element, flows.element],
    take(next) {
      result = next;
      unheard = new Set(next.unheard);
      choose();
      const held = timeline.contains(document.activeElement);
      drawTimeline();
      if (held) timeline.querySelector('svg')?.focus({ preventScroll: true });
      hosts.take(next.hosts);
      incidents.take(next.incidents, next.incidentsInAll);
      flows.take(anomalyRows(next.anomalies));
    },
  };
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
