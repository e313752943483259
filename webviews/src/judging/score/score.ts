import * as l10n from '@vscode/l10n';
import { bar } from '../../base/bar';
import { csvText, tsvText } from '../../../../shared/text/tableText';
import { DataTable, type Column } from '../../base/dataTable';
import { button, captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCosine, formatCount, formatShare } from '../../base/numbers';
import { readOrder } from '../../base/order';
import { shortText } from '../../../../shared/text/visibleText';
import { anomalyRows, anomalyTable, comparisons, searchedTexts, type AnomalyRow } from './anomalyRows';
import type { ScoreCalls, ScoreResult } from './contract';

const first = { key: 'rank', descending: false };

const page = new JobPage<ScoreResult, ScoreCalls>({
  name: 'score',
  title: () => l10n.t('Flows that are unexpected to the model of'),
  render: result => ({
    parts: [facts(result), ...(result.anomalies.length === 0 ? [none()] : list(result))],
    summary: l10n.t('{0} flows listed, least expected first', formatCount(result.anomalies.length)),
  }),
});

function facts({ unseenName, flows, unknown, anomalies }: ScoreResult): HTMLElement {
  const share = formatShare(flows > 0 ? unknown / flows : 0);
  return el(
    'p',
    { class: 'facts', 'data-testid': 'score-facts' },
    l10n.t('Scored: '),
    captureText(unseenName),
    l10n.t(', {0} flows', formatCount(flows)),
    ' · ',
    l10n.t('{0} ({1}) with tokens the model does not know', formatCount(unknown), share),
    ' · ',
    l10n.t('the {0} least expected are listed', formatCount(anomalies.length)),
  );
}

function none(): HTMLElement {
  return el('p', { class: 'state', 'data-testid': 'score-empty' }, l10n.t('No flow stands out.'));
}

function list(result: ScoreResult): HTMLElement[] {
  const columns = columnsOf();
  const orderings = columns.flatMap(({ key, compare }) => (compare ? [{ key, compare }] : []));
  const count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': 'score-shown' });
  const rows = anomalyRows(result.anomalies);
  const table = new DataTable<AnomalyRow>({
    name: 'score',
    caption: l10n.t('Flows, least expected first'),
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
    const text = l10n.t('{0} of {1} shown', formatCount(table.shown.length), formatCount(rows.length));
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
      button('score-copy', l10n.t('Copy All'), copy, second),
      button('score-export', l10n.t('Export CSV…'), save, second),
    ),
    table.element,
  ];
}

function filterBox(table: DataTable<AnomalyRow>): HTMLInputElement {
  const label = l10n.t('Filter by token, label, reason or line');
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
      title: l10n.t('Score'),
      cell: ({ anomaly }) => bar(anomaly.score, formatCosine(anomaly.score)),
      compare: compare.score,
      largestFirst: true,
    },
    { key: 'line', title: l10n.t('Line'), className: 'number', cell: lineLink, compare: compare.line },
    {
      key: 'token',
      title: l10n.t('Token'),
      className: 'token',
      cell: row => captureText(row.anomaly.token),
      compare: compare.token,
    },
    {
      key: 'label',
      title: l10n.t('Label'),
      className: 'label',
      cell: row => captureText(row.anomaly.label),
      compare: compare.label,
    },
    { key: 'reasons', title: l10n.t('Why'), className: 'why', cell: reasons },
  ];
}

function lineLink(row: AnomalyRow): HTMLElement {
  const line = formatCount(row.anomaly.line);
  const title = l10n.t('Show line {0} in the editor', line);
  return button('score-reveal', line, () => reveal(row), { class: 'link', title, 'aria-label': title });
}

function reasons({ anomaly }: AnomalyRow): HTMLElement {
  const parts = anomaly.reasons.map(reason => el('li', {}, el('bdi', {}, shortText(reason, 400))));
  return el('ul', { class: 'reasons' }, ...parts);
}

function reveal({ anomaly }: AnomalyRow): void {
  page.call('reveal', { line: anomaly.line });
}
