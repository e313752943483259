import { bar } from '../../base/bar';
import { csvText, tsvText } from '../../base/cells';
import { DataTable, type Column } from '../../base/dataTable';
import { button, captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCosine, formatCount, formatShare } from '../../base/numbers';
import { readOrder } from '../../base/order';
import { t } from '../../base/texts';
import { shortText } from '../../base/visibleText';
import { anomalyRows, anomalyTable, comparisons, searchedTexts, type AnomalyRow } from './anomalyRows';
import type { ScoreCalls, ScoreResult } from './contract';

const first = { key: 'rank', descending: false };

const page = new JobPage<ScoreResult, ScoreCalls>({
  name: 'score',
  title: 'Flows that are unexpected to the model of',
  render: result => ({
    parts: [facts(result), ...(result.anomalies.length === 0 ? [none()] : list(result))],
    summary: t('{0} flows listed, least expected first', formatCount(result.anomalies.length)),
  }),
});

function facts({ unseenName, flows, unknown, anomalies }: ScoreResult): HTMLElement {
  const share = formatShare(flows > 0 ? unknown / flows : 0);
  return el(
    'p',
    { class: 'facts', 'data-testid': 'score-facts' },
    t('Scored: '),
    captureText(unseenName),
    t(', {0} flows', formatCount(flows)),
    ' · ',
    t('{0} ({1}) with tokens the model does not know', formatCount(unknown), share),
    ' · ',
    t('the {0} least expected are listed', formatCount(anomalies.length)),
  );
}

function none(): HTMLElement {
  return el('p', { class: 'state', 'data-testid': 'score-empty' }, t('No flow stands out.'));
}

function list(result: ScoreResult): HTMLElement[] {
  const columns = columnsOf();
  const orderings = columns.flatMap(({ key, compare }) => (compare ? [{ key, compare }] : []));
  const count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': 'score-shown' });
  const rows = anomalyRows(result.anomalies);
  const table = new DataTable<AnomalyRow>({
    name: 'score',
    caption: t('Flows, least expected first'),
    columns,
    rows,
    order: readOrder(page.recall('order'), orderings, first),
    texts: searchedTexts,
    open: reveal,
    changed: () => {
      page.remember('order', table.order);
      update();
    },
  });
  const update = () => {
    const text = t('{0} of {1} shown', formatCount(table.shown.length), formatCount(rows.length));
    if (count.textContent !== text) count.textContent = text;
  };
  const filter = filterBox(table);
  const second = { class: 'secondary' };
  const copy = () => page.hand(tsvText(anomalyTable(table.shown)), 'clipboard');
  const save = () => page.hand(csvText(anomalyTable(table.shown)), 'csv');
  update();
  return [
    el(
      'div',
      { class: 'toolbar', role: 'search' },
      filter,
      count,
      button('score-copy', t('Copy All'), copy, second),
      button('score-export', t('Export CSV…'), save, second),
    ),
    table.element,
  ];
}

function filterBox(table: DataTable<AnomalyRow>): HTMLInputElement {
  const label = t('Filter by token, label, reason or line');
  const input = el('input', {
    type: 'search',
    placeholder: label,
    'aria-label': label,
    'data-testid': 'score-filter',
    spellcheck: 'false',
  });
  input.addEventListener('input', () => table.setFilter(input.value));
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      table.focus();
    } else if (event.key === 'Escape' && input.value !== '') {
      input.value = '';
      table.setFilter('');
    }
  });
  return input;
}

function columnsOf(): Column<AnomalyRow>[] {
  const compare = comparisons;
  return [
    {
      key: 'rank',
      title: '#',
      className: 'number',
      cell: row => formatCount(row.rank),
      compare: compare.rank,
    },
    {
      key: 'score',
      title: t('Score'),
      cell: ({ anomaly }) => bar(anomaly.score, formatCosine(anomaly.score)),
      compare: compare.score,
      largestFirst: true,
    },
    { key: 'line', title: t('Line'), className: 'number', cell: lineLink, compare: compare.line },
    {
      key: 'token',
      title: t('Token'),
      className: 'token',
      cell: row => captureText(row.anomaly.token),
      compare: compare.token,
    },
    {
      key: 'label',
      title: t('Label'),
      className: 'label',
      cell: row => captureText(row.anomaly.label),
      compare: compare.label,
    },
    { key: 'reasons', title: t('Why'), className: 'why', cell: reasons },
  ];
}

function lineLink(row: AnomalyRow): HTMLElement {
  const line = formatCount(row.anomaly.line);
  const title = t('Show line {0} in the editor', line);
  return button('score-reveal', line, () => reveal(row), { class: 'link', title, 'aria-label': title });
}

function reasons({ anomaly }: AnomalyRow): HTMLElement {
  const parts = anomaly.reasons.map(reason => el('li', {}, el('bdi', {}, shortText(reason, 400))));
  return el('ul', { class: 'reasons' }, ...parts);
}

function reveal({ anomaly }: AnomalyRow): void {
  page.call('reveal', { line: anomaly.line });
}
