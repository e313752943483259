import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import type {
  MisclassifiedRoute,
  NetworkKind,
  RouteReport,
  TellingSubnet,
} from '../../../shared/protocol/routes';
import { bar, button, el } from '../base/dom';
import { JobPage } from '../base/jobPage';
import { formatCosine, formatCount, round } from '../base/numbers';
import { cellsTable } from '../base/table/cellsTable';
import { DataTable } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import { shortText } from '../../../shared/text/visibleText';
import type { RoutesCalls } from './contract';
import { curveBoxes, epochBoxes } from './curves';
import { reportCsv, reportMarkdown } from './exportReport';
import { readRuns, rowOf, runTable, withRun } from './runs';
import { Headline } from './headline';
import { routeClass, ScoresView } from './scoresView';

const page = new JobPage<RouteReport, RoutesCalls>({
  name: 'routes',
  title: () => l10n.t('What a network learned from the routes of'),
  render: report => {
    page.remember('runs', withRun(readRuns(page.recall('runs')), rowOf(report)));
    return {
      parts: partsOf(report),
      summary: summaryOf(report),
      texts: {
        markdown: () => reportMarkdown(report),
        csv: () => reportCsv(report),
        json: () => `${JSON.stringify(report, undefined, 2)}\n`,
      },
    };
  },
});

const hand: typeof page.hand = (text, to) => page.hand(text, to);

function partsOf(report: RouteReport): HTMLElement[] {
  const headline = new Headline(report, thresholdOf());
  return [
    headline.element,
    tools(),
    ...(report.report ? scores(report, headline) : []),
    ...(report.reconstructions ? [reconstructions(report)] : []),
    section(
      l10n.t('Training'),
      el('div', { class: 'charts' }, ...epochBoxes(report, page.chartHands)),
      layers(report),
    ),
    ...(report.telling.length > 0 ? [telling(report)] : []),
    ...(report.report ? [misclassified(report)] : []),
    runs(),
    notes(report),
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

/** The probability from which on a route is called malicious, as it was chosen last. */
function thresholdOf(): number {
  const saved = page.recall('threshold');
  return typeof saved === 'number' && saved >= 0 && saved <= 1 ? saved : 0.5;
}

/** The slider moves the figures of the headline, and the marks on the curves, with it. */
function scores(report: RouteReport, headline: Headline): HTMLElement[] {
  const threshold = thresholdOf();
  const charts = el('div', { class: 'charts' }, ...curveBoxes(report, threshold, page.chartHands));
  const view = new ScoresView(report, threshold, moved => {
    page.remember('threshold', moved);
    headline.follow(moved);
    const open = [...charts.querySelectorAll('details')].map(details => details.open);
    charts.replaceChildren(...curveBoxes(report, moved, page.chartHands));
    charts.querySelectorAll('details').forEach((details, i) => (details.open = open[i] ?? false));
  });
  return [section(l10n.t('Of the tested routes'), view.element), section(l10n.t('Curves'), charts)];
}

function reconstructions({ reconstructions: made }: RouteReport): HTMLElement {
  if (!made) return el('div');
  const text = made.collapsed
    ? l10n.t(
        'It collapsed: {0} of {1}. Whatever the route, it answers the commonest subnets.',
        counted(made.distinct, 'distinct reconstruction'),
        counted(made.distinctInputs, 'distinct route'),
      )
    : l10n.t(
        '{0} of {1}.',
        counted(made.distinct, 'distinct reconstruction'),
        counted(made.distinctInputs, 'distinct route'),
      );
  const found = l10n.t('In the mean, {0} of a route’s subnets are recovered.', formatCosine(made.recovered));
  return section(
    l10n.t('Does it tell routes apart?'),
    el('p', { class: 'verdict', 'data-testid': 'routes-collapse' }, `${text} ${found}`),
  );
}

function layers({ layers: all }: RouteReport): HTMLElement {
  const rows = all.map(({ name, output, parameters }) => [name, output, parameters]);
  const head = [l10n.t('layer'), l10n.t('output'), l10n.t('parameters')];
  const caption = l10n.t('Layers');
  const table = cellsTable([head, ...rows], { name: 'routes-layers', caption, hand });
  return el('details', { class: 'layers' }, el('summary', {}, caption), short(table));
}

function telling(report: RouteReport): HTMLElement {
  const rows = report.telling;
  const largest = Math.max(...rows.map(row => Math.abs(row.effect)), 1e-9);
  const table = new DataTable<TellingSubnet>({
    name: 'routes-subnets',
    caption: l10n.t('Most telling subnets'),
    columns: [
      { key: 'subnet', title: l10n.t('Subnet'), className: 'code', value: ({ subnet }) => subnet },
      {
        key: 'effect',
        title: l10n.t('Speaks for'),
        kind: 'share',
        hover: l10n.t(
          'By how much the probability of malicious changes when the subnet is taken out of a route.',
        ),
        value: ({ effect }) => round(effect),
        cell: ({ effect }) =>
          bar(
            Math.abs(effect) / largest,
            `${effect > 0 ? l10n.t('malicious') : l10n.t('benign')} ${formatCosine(Math.abs(effect))}`,
          ),
        exports: [{ name: 'effect on the probability', value: ({ effect }) => round(effect) }],
      },
      {
        key: 'routes',
        title: l10n.t('Routes asked'),
        kind: 'number',
        value: ({ routes }) => routes,
        largestFirst: true,
        exports: [{ name: 'routes asked', value: ({ routes }) => routes }],
      },
      {
        key: 'malicious',
        title: l10n.t('Of them malicious'),
        kind: 'number',
        value: ({ malicious }) => malicious,
        largestFirst: true,
        exports: [{ name: 'of them malicious', value: ({ malicious }) => malicious }],
      },
    ],
    rows,
    hand,
    changed: () => tools.update(),
  });
  const tools = new TableBar(table, { name: 'routes-subnets', filter: l10n.t('Filter by subnet') });
  const about = l10n.t(
    'By how much the probability falls, in the mean, when the subnet is taken out of a route; of {0} tested routes.',
    formatCount(report.tellingRoutes),
  );
  return section(
    l10n.t('Most telling subnets'),
    el('p', { class: 'hint' }, about),
    tools.element,
    short(table),
  );
}

function misclassified(report: RouteReport): HTMLElement {
  const { misclassified: rows, misclassifiedTotal: total } = report;
  const title = l10n.t('Misclassified routes, surest of their error first');
  if (rows.length === 0) return section(title, el('p', {}, l10n.t('None.')));
  const reveal = ({ line, file }: MisclassifiedRoute) => page.call('reveal', { line, file });
  const table = new DataTable<MisclassifiedRoute>({
    name: 'routes-wrong',
    caption: title,
    columns: [
      {
        key: 'line',
        title: l10n.t('Line'),
        kind: 'number',
        value: ({ line }) => line,
        cell: row => lineLink(row, reveal),
      },
      { key: 'destination', title: l10n.t('Destination'), value: ({ destination }) => destination },
      {
        key: 'probability',
        title: l10n.t('Malicious'),
        kind: 'share',
        hover: l10n.t('The probability of malicious that the network tells.'),
        value: ({ probability }) => round(probability),
        exports: [{ name: 'probability of malicious', value: ({ probability }) => round(probability) }],
      },
      {
        key: 'label',
        title: l10n.t('In truth'),
        value: ({ label }) => label,
        cell: ({ label }) => routeClass(label),
        exports: [{ name: 'true class', value: ({ label }) => label }],
      },
    ],
    rows,
    open: reveal,
    hand,
    changed: () => tools.update(),
  });
  const tools = new TableBar(table, {
    name: 'routes-wrong',
    filter: l10n.t('Filter by destination, line or class'),
    drawnOf: total,
  });
  return section(title, tools.element, short(table));
}

function lineLink(row: MisclassifiedRoute, reveal: (row: MisclassifiedRoute) => void): HTMLElement {
  const line = formatCount(row.line);
  const title = l10n.t('Show line {0} in the editor', line);
  return button('routes-wrong-reveal', line, () => reveal(row), {
    class: 'link',
    title,
    'aria-label': title,
  });
}

function runs(): HTMLElement {
  const rows = readRuns(page.recall('runs'));
  const table = runTable(rows);
  const other = (['dense', 'lstm', 'hybrid', 'autoencoder'] as NetworkKind[]).map(network =>
    button(`routes-train-${network}`, l10n.t('Train {0}', network), () => page.call('train', { network }), {
      class: 'secondary',
    }),
  );
  const frame = short(cellsTable(table, { name: 'routes-runs', caption: l10n.t('Runs'), hand }));
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

function tools(): HTMLElement {
  return el(
    'div',
    { class: 'toolbar' },
    button('routes-classify', l10n.t('Show probabilities in the editor'), () => page.call('classify', null), {
      class: 'secondary small',
    }),
  );
}

function short<Row>({ element }: DataTable<Row>): HTMLElement {
  element.classList.add('short');
  return element;
}

function section(title: string, ...parts: readonly HTMLElement[]): HTMLElement {
  return el('section', {}, el('h2', {}, title), ...parts);
}
