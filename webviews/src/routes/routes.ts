import * as l10n from '@vscode/l10n';
import type {
  MisclassifiedRoute,
  NetworkKind,
  RouteReport,
  TellingSubnet,
} from '../../../shared/protocol/routes';
import { bar } from '../base/bar';
import { csvText } from '../../../shared/text/tableText';
import { DataTable } from '../base/dataTable';
import { button, captureText, el } from '../base/dom';
import { JobPage } from '../base/jobPage';
import { formatCosine, formatCount } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import { plainTable } from './chartBox';
import type { RoutesCalls } from './contract';
import { curveBoxes, epochBoxes } from './curves';
import { misclassifiedRows, reportCsv, reportMarkdown, subnetRows } from './exportReport';
import { readRuns, rowOf, runTable, withRun } from './runs';
import { ScoresView } from './scoresView';

const page = new JobPage<RouteReport, RoutesCalls>({
  name: 'routes',
  title: () => l10n.t('What a network learned from the routes of'),
  render: report => {
    page.remember('runs', withRun(readRuns(page.recall('runs')), rowOf(report)));
    return { parts: partsOf(report), summary: summaryOf(report) };
  },
});

const hand: typeof page.hand = (text, to) => page.hand(text, to);

function partsOf(report: RouteReport): HTMLElement[] {
  return [
    headline(report),
    ...(report.report ? scores(report) : []),
    ...(report.reconstructions ? [reconstructions(report)] : []),
    section(l10n.t('Training'), el('div', { class: 'charts' }, ...epochBoxes(report, hand)), layers(report)),
    ...(report.telling.length > 0 ? [telling(report)] : []),
    ...(report.report ? [misclassified(report)] : []),
    runs(),
    notes(report),
    tools(report),
  ];
}

function summaryOf({ report, network }: RouteReport): string {
  return report
    ? l10n.t(
        '{0}: accuracy {1}, macro-F1 {2}',
        network,
        formatCosine(report.accuracy),
        formatCosine(report.macro.f1),
      )
    : l10n.t('{0} trained', network);
}

function headline({
  network,
  report,
  baseline,
  rocAuc,
  parameters,
  backend,
  seconds,
  counts,
  cached,
}: RouteReport): HTMLElement {
  const figure = (name: string, value: string, testId: string) =>
    el('div', { class: 'figure' }, el('dt', {}, name), el('dd', { 'data-testid': testId }, value));
  const figures = report
    ? [
        figure(l10n.t('Accuracy'), formatCosine(report.accuracy), 'routes-accuracy'),
        figure(l10n.t('Macro-F1'), formatCosine(report.macro.f1), 'routes-macro'),
        figure(
          l10n.t('ROC area'),
          rocAuc === undefined || rocAuc === null ? '–' : formatCosine(rocAuc),
          'routes-auc',
        ),
        ...(baseline
          ? [figure(l10n.t('Counting alone'), formatCosine(baseline.report.accuracy), 'routes-baseline')]
          : []),
      ]
    : [];
  const facts = [
    l10n.t('{0} network, {1} trainable numbers', network, formatCount(parameters)),
    l10n.t('{0} routes trained on, {1} tested', formatCount(counts.trained), formatCount(counts.tested)),
    cached ? l10n.t('from the cache') : l10n.t('{0} s from file to report', seconds.toFixed(1)),
  ];
  return el(
    'div',
    { class: 'headline' },
    el('dl', {}, ...figures),
    ...(baseline ? [el('p', { 'data-testid': 'routes-verdict' }, captureText(baseline.verdict))] : []),
    el('p', { class: 'facts', 'data-testid': 'routes-facts' }, facts.join(' · ')),
    el(
      'p',
      { class: 'facts', 'data-testid': 'routes-backend' },
      l10n.t('Computed by '),
      captureText(backend),
    ),
  );
}

/** The slider moves the marks on the curves with it. */
function scores(report: RouteReport): HTMLElement[] {
  const saved = page.recall('threshold');
  const threshold = typeof saved === 'number' && saved >= 0 && saved <= 1 ? saved : 0.5;
  const charts = el('div', { class: 'charts' }, ...curveBoxes(report, threshold, hand));
  const view = new ScoresView(report, threshold, moved => {
    page.remember('threshold', moved);
    const open = [...charts.querySelectorAll('details')].map(details => details.open);
    charts.replaceChildren(...curveBoxes(report, moved, hand));
    charts.querySelectorAll('details').forEach((details, i) => (details.open = open[i] ?? false));
  });
  return [section(l10n.t('Of the tested routes'), view.element), section(l10n.t('Curves'), charts)];
}

function reconstructions({ reconstructions: made }: RouteReport): HTMLElement {
  if (!made) return el('div');
  const text = made.collapsed
    ? l10n.t(
        'It collapsed: {0} distinct reconstructions of {1} distinct routes. Whatever the route, it answers the commonest subnets.',
        formatCount(made.distinct),
        formatCount(made.distinctInputs),
      )
    : l10n.t(
        '{0} distinct reconstructions of {1} distinct routes.',
        formatCount(made.distinct),
        formatCount(made.distinctInputs),
      );
  const found = l10n.t('In the mean, {0} of a route’s subnets are recovered.', formatCosine(made.recovered));
  return section(
    l10n.t('Does it tell routes apart?'),
    el('p', { class: 'verdict', 'data-testid': 'routes-collapse' }, `${text} ${found}`),
  );
}

function layers({ layers: all }: RouteReport): HTMLElement {
  const rows = all.map(({ name, output, parameters }) => [name, output, parameters]);
  const table = plainTable(l10n.t('Layers'), [
    [l10n.t('layer'), l10n.t('output'), l10n.t('parameters')],
    ...rows,
  ]);
  return el(
    'details',
    { class: 'layers' },
    el('summary', {}, l10n.t('Layers')),
    el('div', { class: 'table-frame short' }, table),
  );
}

function telling(report: RouteReport): HTMLElement {
  const rows = report.telling;
  const largest = Math.max(...rows.map(row => Math.abs(row.effect)), 1e-9);
  const table = new DataTable<TellingSubnet>({
    name: 'routes-subnets',
    caption: l10n.t('Most telling subnets'),
    columns: [
      {
        key: 'subnet',
        title: l10n.t('Subnet'),
        cell: row => captureText(row.subnet),
        compare: (a, b) => (a.subnet < b.subnet ? -1 : 1),
      },
      {
        key: 'effect',
        title: l10n.t('Speaks for'),
        cell: row =>
          bar(
            Math.abs(row.effect) / largest,
            `${row.effect > 0 ? l10n.t('malicious') : l10n.t('benign')} ${formatCosine(Math.abs(row.effect))}`,
          ),
        compare: (a, b) => a.effect - b.effect,
        largestFirst: true,
      },
      {
        key: 'routes',
        title: l10n.t('Routes asked'),
        className: 'number',
        cell: row => formatCount(row.routes),
        compare: (a, b) => a.routes - b.routes,
        largestFirst: true,
      },
      {
        key: 'malicious',
        title: l10n.t('Of them malicious'),
        className: 'number',
        cell: row => formatCount(row.malicious),
        compare: (a, b) => a.malicious - b.malicious,
        largestFirst: true,
      },
    ],
    rows,
    order: { key: '', descending: false },
    batch: 50,
  });
  const about = l10n.t(
    'By how much the probability falls, in the mean, when the subnet is taken out of a route; of {0} tested routes.',
    formatCount(report.tellingRoutes),
  );
  const save = button(
    'routes-subnets-csv',
    l10n.t('Save CSV…'),
    () => hand(csvText(subnetRows(report)), 'csv'),
    {
      class: 'secondary small',
    },
  );
  return section(
    l10n.t('Most telling subnets'),
    el('p', { class: 'hint' }, about),
    scrolled(table.element),
    save,
  );
}

function misclassified(report: RouteReport): HTMLElement {
  const { misclassified: rows, misclassifiedTotal: total } = report;
  const title = l10n.t('Misclassified routes, surest of their error first');
  if (rows.length === 0) return section(title, el('p', {}, l10n.t('None.')));
  const table = new DataTable<MisclassifiedRoute>({
    name: 'routes-wrong',
    caption: title,
    columns: [
      {
        key: 'line',
        title: l10n.t('Line'),
        cell: row =>
          button(
            'routes-wrong-reveal',
            formatCount(row.line),
            () => page.call('reveal', { line: row.line, file: row.file }),
            { class: 'link' },
          ),
        compare: (a, b) => a.line - b.line,
      },
      {
        key: 'destination',
        title: l10n.t('Destination'),
        cell: row => captureText(row.destination),
        compare: (a, b) => (a.destination < b.destination ? -1 : 1),
      },
      {
        key: 'probability',
        title: l10n.t('Malicious'),
        cell: row => bar(row.probability, formatCosine(row.probability)),
        compare: (a, b) => a.probability - b.probability,
        largestFirst: true,
      },
      {
        key: 'label',
        title: l10n.t('In truth'),
        cell: row => (row.label === 'malicious' ? l10n.t('malicious') : l10n.t('benign')),
        compare: (a, b) => (a.label < b.label ? -1 : 1),
      },
    ],
    rows,
    order: { key: '', descending: false },
    open: row => page.call('reveal', { line: row.line, file: row.file }),
    batch: 50,
  });
  const about = l10n.t('{0} of {1} listed.', formatCount(rows.length), formatCount(total));
  const save = button(
    'routes-wrong-csv',
    l10n.t('Save CSV…'),
    () => hand(csvText(misclassifiedRows(report)), 'csv'),
    { class: 'secondary small' },
  );
  return section(
    title,
    el('p', { class: 'hint', 'data-testid': 'routes-wrong-count' }, about),
    scrolled(table.element),
    save,
  );
}

function runs(): HTMLElement {
  const rows = readRuns(page.recall('runs'));
  const table = runTable(rows);
  const other = (['dense', 'lstm', 'hybrid', 'autoencoder'] as NetworkKind[]).map(network =>
    button(`routes-train-${network}`, l10n.t('Train {0}', network), () => page.call('train', { network }), {
      class: 'secondary',
    }),
  );
  const frame = el(
    'div',
    { class: 'table-frame short', tabindex: 0, role: 'region', 'aria-label': l10n.t('Runs') },
    plainTable(l10n.t('Runs'), table),
  );
  const title = l10n.t('Runs of this page beside each other');
  return section(title, frame, el('div', { class: 'toolbar', 'data-testid': 'routes-runs' }, ...other));
}

function notes({ notes: said, comparison, stoppedEarly }: RouteReport): HTMLElement {
  const lines = [
    ...(comparison === undefined ? [] : [comparison]),
    ...(stoppedEarly
      ? [l10n.t('Training stopped early: the validation loss fell no more. The best weights were kept.')]
      : []),
    ...said,
  ];
  const items = lines.map(line => el('li', {}, shortText(line, 800)));
  return el('ul', { class: 'notes', 'data-testid': 'routes-notes' }, ...items);
}

function tools(report: RouteReport): HTMLElement {
  const second = { class: 'secondary' };
  return el(
    'div',
    { class: 'toolbar' },
    button('routes-classify', l10n.t('Show probabilities in the editor'), () => page.call('classify', null)),
    button(
      'routes-copy-markdown',
      l10n.t('Copy Markdown'),
      () => hand(reportMarkdown(report), 'clipboard'),
      second,
    ),
    button(
      'routes-save-markdown',
      l10n.t('Export Markdown…'),
      () => hand(reportMarkdown(report), 'markdown'),
      second,
    ),
    button('routes-save-csv', l10n.t('Export CSV…'), () => hand(reportCsv(report), 'csv'), second),
    button(
      'routes-save-json',
      l10n.t('Export JSON…'),
      () => hand(`${JSON.stringify(report, undefined, 2)}\n`, 'json'),
      second,
    ),
  );
}

function scrolled(table: HTMLElement): HTMLElement {
  table.classList.add('short');
  return table;
}

function section(title: string, ...parts: readonly HTMLElement[]): HTMLElement {
  return el('section', {}, el('h2', {}, title), ...parts);
}
