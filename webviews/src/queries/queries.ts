import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import { classMarks } from '../../../shared/palette/classes';
import type { QueryResult, QueryValue } from '../../../shared/protocol/queries';
import { shortText } from '../../../shared/text/visibleText';
import { button, el } from '../base/dom';
import { chart } from '../base/chart/chart';
import { chartBox } from '../base/chart/chartBox';
import { JobPage } from '../base/jobPage';
import { formatCount } from '../base/numbers';
import { onLines, pinTitle } from '../base/pinned';
import type { Column } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import type { QueriesCalls, QueriesQuestion } from './contract';

type Row = readonly QueryValue[];

/** Bars that a chart of names has at most; more could not be read. */
const mostBars = 30;

const page = new JobPage<QueryResult, QueriesCalls>({
  name: 'queries',
  title: () => l10n.t('Rows of a query over'),
  render: (result, question) => ({
    parts: [
      el('details', {}, el('summary', {}, l10n.t('The query')), el('pre', {}, sqlOf(question))),
      el('p', { class: 'sentence', 'data-testid': 'queries-sentence' }, sentence(result)),
      ...result.notices.map(notice => el('p', { class: 'notice', 'data-testid': 'queries-notice' }, notice)),
      ...answeredBy(result),
      ...picture(result),
      ...table(result),
    ],
    summary: sentence(result),
  }),
});

const sqlOf = (question: unknown) => shortText((question as QueriesQuestion).sql, 20_000);

function sentence({ rows, truncated, seconds }: QueryResult): string {
  const took = l10n.t('{0} s', seconds.toFixed(seconds < 10 ? 2 : 0));
  if (rows.length === 0) return l10n.t('No row ({0}).', took);
  return truncated
    ? l10n.t(
        'The first {0} rows ({1}); there are more, which the buttons for files write too.',
        formatCount(rows.length),
        took,
      )
    : l10n.t('{0} ({1}).', counted(rows.length, 'row'), took);
}

/** Which model answered the functions of the query, with its settings. */
function answeredBy({ model }: QueryResult): HTMLElement[] {
  if (!model) return [];
  const { id, digest, flows, vocabulary, trainedAt, settings, clustering } = model;
  const facts: readonly (readonly [string, string])[] = [
    [l10n.t('Model'), id],
    [l10n.t('Capture (SHA-256)'), digest],
    [l10n.t('Flows'), formatCount(flows)],
    [l10n.t('Tokens'), formatCount(vocabulary)],
    [l10n.t('Trained'), trainedAt],
    ...(clustering ? [[l10n.t('Clusters'), formatCount(clustering.k)] as const] : []),
    ...Object.entries(settings).map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
  ];
  return [
    el(
      'details',
      { 'data-testid': 'queries-model' },
      el('summary', {}, l10n.t('Answered by the model of {0} and its settings', counted(flows, 'flow'))),
      el('dl', {}, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, shortText(value))])),
    ),
  ];
}

function table({ columns, rows }: QueryResult): HTMLElement[] {
  const line = columns.findIndex(({ name }) => name === 'Line');
  const data: DataTable<Row> = new DataTable<Row>({
    name: 'queries',
    caption: l10n.t('Rows'),
    columns: columns.map(({ name, type }, i) => columnOf(name, type, i, rows)),
    rows,
    hand: (text, to) => page.hand(text, to),
    changed: () => bar.update(),
  });
  const write = (as: 'csv' | 'parquet', text: string) =>
    button(
      `queries-all-${as}`,
      text,
      () =>
        page.call(
          'writeAll',
          { as },
          written =>
            written &&
            page.announce(l10n.t('{0} in {1}', counted(written.rows, 'row'), shortText(written.name))),
          null,
        ),
      { class: 'secondary small' },
    );
  const bar = new TableBar(data, {
    name: 'queries',
    filter: l10n.t('Filter the rows'),
    formats: ['json', 'markdown'],
    ...(line < 0
      ? {}
      : {
          pin: (chosen: readonly Row[]) =>
            page.pin(
              onLines(chosen.map(row => Number(row[line]))),
              pinTitle(
                l10n.t('Rows of a query'),
                chosen.map(row => l10n.t('line {0}', String(row[line]))),
              ),
            ),
        }),
    tools: [write('csv', l10n.t('All as CSV…')), write('parquet', l10n.t('All as Parquet…'))],
  });
  return [bar.element, data.element];
}

function columnOf(name: string, type: string, i: number, rows: readonly Row[]): Column<Row> {
  const isNumber = isNumeric(rows, i);
  const cell = (row: Row) => {
    const value = row[i];
    return value === null || value === undefined ? undefined : isNumber ? Number(value) : String(value);
  };
  const line: Partial<Column<Row>> =
    name === 'Line'
      ? {
          cell: row => {
            const title = l10n.t('Show line {0} in the editor', String(row[i]));
            const reveal = () => page.call('reveal', { line: Number(row[i]) });
            return button('queries-reveal', String(row[i]), reveal, {
              class: 'link',
              title,
              'aria-label': title,
            });
          },
        }
      : {};
  return {
    key: `column-${i}`,
    title: name,
    hover: type,
    ...(isNumber ? { kind: 'number' as const, largestFirst: true } : { className: 'code' }),
    value: cell,
    exports: [{ name, value: cell }],
    ...line,
  };
}

const isNumeric = (rows: readonly Row[], i: number) =>
  rows.length > 0 &&
  rows.every(row => row[i] === null || typeof row[i] === 'number' || /^-?\d{1,15}$/.test(String(row[i])));

/** Bars, where the first column names the rows and another counts something. */
function picture({ columns, rows }: QueryResult): HTMLElement[] {
  const counted = columns.findIndex((_, i) => i > 0 && isNumeric(rows, i));
  if (counted < 0 || rows.length < 2 || isNumeric(rows, 0)) return [];
  const shown = rows.slice(0, mostBars);
  const [names, values] = [
    shown.map(row => shortText(String(row[0]), 18)),
    shown.map(row => Number(row[counted])),
  ];
  if (values.some(value => value < 0)) return [];
  const [what, of] = [columns[counted]?.name ?? '', columns[0]?.name ?? ''];
  const title =
    rows.length > mostBars
      ? l10n.t('{0} by {1}, the first {2} of {3} rows', what, of, mostBars, formatCount(rows.length))
      : l10n.t('{0} by {1}', what, of);
  const svg = chart({
    testId: 'queries-picture',
    about: title,
    x: { kind: 'names', name: of, names },
    y: { kind: 'number', name: what, from: 0, to: Math.max(1, ...values) },
    series: [{ name: what, kind: 'bars', x: values.map((_, i) => i), y: values, look: classMarks }],
    width: Math.max(360, Math.min(1400, document.documentElement.clientWidth - 48)),
    height: 220,
  });
  const box = chartBox(
    'queries-chart',
    title,
    svg,
    [[of, what], ...shown.map((row, i) => [String(row[0]), values[i] as number])],
    page.chartHands,
  );
  box.classList.add('wide');
  return [el('details', { open: true }, el('summary', {}, l10n.t('Chart')), box)];
}
