import * as l10n from '@vscode/l10n';
import type { GridReport, GridRun } from '../../../../shared/protocol/judging';
import { csvText, markdownText } from '../../../../shared/text/tableText';
import { button, captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCosine } from '../../base/numbers';
import type { PanelTexts } from '../../base/panelBar';
import { counted } from '../../../../shared/text/counted';
import { shortText } from '../../../../shared/text/visibleText';
import type { GridCalls } from './contract';
import { heatMap, type HeatField } from '../../base/chart/heatMap';
import type { Column } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { TableBar } from '../../base/table/tableBar';
import { axesOf, gridTable, heatMapOf, runColumns, type Axis, type HeatMap, type Measure } from './heatMap';

const measures: readonly Measure[] = ['macroF1', 'weightedF1', 'seconds'];

const page = new JobPage<GridReport, GridCalls>({
  name: 'grid',
  title: () => l10n.t('Grid search on'),
  render: report => ({
    parts:
      report.runs.length === 0
        ? [el('p', { class: 'state' }, l10n.t('No combination was run.'))]
        : parts(report),
    summary: l10n.t('{0} done', counted(report.runs.length, 'combination')),
    texts: textsOf(report),
  }),
});

function parts(report: GridReport): HTMLElement[] {
  const picture = el('div', { class: 'map' });
  const choices = axesOf(report.runs);
  return [
    best(report),
    el('section', {}, el('h2', {}, l10n.t('Heat map')), pickers(choices, report.runs, picture), picture),
    el('section', {}, el('h2', {}, l10n.t('Every combination')), ...table(report, choices)),
    ...failures(report),
    ...(report.order
      ? [el('p', { class: 'hint', 'data-testid': 'grid-order' }, shortText(report.order, 600))]
      : []),
  ];
}

function best({ best: run }: GridReport): HTMLElement {
  if (!run) return el('p', { class: 'sentence' }, l10n.t('No combination stands out.'));
  return el(
    'div',
    { class: 'best', 'data-testid': 'grid-best' },
    el(
      'p',
      { class: 'sentence' },
      l10n.t('Neighbours agree best on labels with these settings; use them, and train again.'),
    ),
    el(
      'p',
      {},
      el('strong', {}, `★ ${l10n.t('Best: macro-F1 {0}', formatCosine(run.macroF1))}`),
      ' · ',
      captureText(named(run)),
    ),
    button('grid-use-best', l10n.t('Use These Settings'), () => use(run)),
  );
}

function use(run: GridRun): void {
  page.call('useSettings', { params: run.params }, names =>
    page.announce(l10n.t('Written to the settings: {0}', names.join(', '))),
  );
}

/** Which two parameters, and which measure, the map shows; the map is drawn anew at each choice. */
function pickers(axes: readonly Axis[], runs: readonly GridRun[], picture: HTMLElement): HTMLElement {
  const names = axes.map(({ name }) => name);
  const saved = (page.recall('map') ?? {}) as { x?: string; y?: string; measure?: Measure };
  const or = (name: string | undefined, other: string | undefined) =>
    name && names.includes(name) ? name : other;
  const x = select('grid-x', l10n.t('Across'), names, or(saved.x, names[0]));
  const y = select('grid-y', l10n.t('Down'), names, or(saved.y, names[1] ?? names[0]));
  const measure = select('grid-measure', l10n.t('Shows'), measures, saved.measure ?? 'macroF1', nameOf);
  const draw = () => {
    const shown = measures.find(m => m === measure.box.value) ?? 'macroF1';
    const down = y.box.value === x.box.value ? undefined : y.box.value;
    page.remember('map', { x: x.box.value, y: y.box.value, measure: shown });
    const map = heatMapOf(runs, x.box.value, down, shown);
    const several = (map?.cells ?? []).some(cell => cell.of > 1);
    const note = el(
      'p',
      { class: 'hint' },
      l10n.t('Of combinations that differ in other parameters the best is shown.'),
    );
    if (map)
      picture.replaceChildren(
        heatMap({
          name: 'grid',
          about: l10n.t(
            'Heat map of {0} over {1}',
            nameOf(shown),
            [map.x.name, map.y.name].filter(Boolean).join(', '),
          ),
          x: map.x,
          y: map.y,
          fields: fieldsOf(map, shown),
          choose: ({ run }) => chosen(run),
        }),
        ...(several ? [note] : []),
      );
  };
  const chosen = (run: GridRun) => {
    picture.querySelector('.chosen')?.remove();
    picture.append(
      el(
        'p',
        { class: 'chosen', 'data-testid': 'grid-chosen' },
        captureText(named(run)),
        ' ',
        button('grid-use-chosen', l10n.t('Use These Settings'), () => use(run), { class: 'secondary small' }),
      ),
    );
  };
  for (const { box } of [x, y, measure]) box.addEventListener('change', draw);
  draw();
  // One parameter alone leaves nothing to choose.
  const boxes = names.length > 1 ? [x, y, measure] : [measure];
  return el('div', { class: 'toolbar' }, ...boxes.map(({ field }) => field));
}

function nameOf(measure: Measure): string {
  return { macroF1: l10n.t('macro-F1'), weightedF1: l10n.t('weighted F1'), seconds: l10n.t('seconds') }[
    measure
  ];
}

function fieldsOf(map: HeatMap, measure: Measure): (HeatField & { run: GridRun })[] {
  const wanted = measure === 'seconds' ? map.least : map.most;
  const best = map.cells.find(({ run }) => run[measure] === wanted);
  return map.cells.map(cell => {
    const { run, of, x, y } = cell;
    const value = run[measure];
    const share = map.most > map.least ? (value - map.least) / (map.most - map.least) : 1;
    const text = measure === 'seconds' ? value.toFixed(1) : formatCosine(value);
    const params = Object.entries(run.params).map(([name, v]) => `${name} ${v}`);
    const words = [...params, `${nameOf(measure)} ${text}`, ...(cell === best ? [l10n.t('the best')] : [])];
    return {
      ...{ x, y, run, text, words: words.join(', '), best: cell === best },
      // Of times the short ones are good.
      share: measure === 'seconds' ? 1 - share : share,
      ...(of > 1 ? { more: l10n.t('the best of {0} runs', of) } : {}),
    };
  });
}

function select(
  testId: string,
  label: string,
  values: readonly string[],
  chosen: string | undefined,
  word: (value: never) => string = String,
): { field: HTMLElement; box: HTMLSelectElement } {
  const options = values.map(value =>
    el('option', { value, selected: value === chosen }, word(value as never)),
  );
  const box = el('select', { 'data-testid': testId }, ...options);
  return { field: el('label', {}, label, ' ', box), box };
}

function table({ runs, best: top }: GridReport, axes: readonly Axis[]): HTMLElement[] {
  const columns: Column<GridRun>[] = [
    ...runColumns(axes),
    {
      key: 'use',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: run => useButton(run, top !== undefined && named(run) === named(top)),
    },
  ];
  const combinations = new DataTable<GridRun>({
    name: 'grid',
    caption: l10n.t('Combinations with their scores'),
    columns,
    rows: runs,
    order: { key: 'macroF1', descending: true },
    open: use,
    hand: (text, to) => page.hand(text, to),
    changed: () => bar.update(),
  });
  const bar = new TableBar(combinations, { name: 'grid', filter: l10n.t('Filter by value') });
  return [bar.element, combinations.element];
}

function useButton(run: GridRun, isBest: boolean): HTMLElement {
  const label = l10n.t('Use the settings {0}', named(run));
  const attributes = { class: 'secondary small', 'aria-label': label, title: label };
  const star = isBest ? `★ ` : '';
  return button('grid-use', `${star}${l10n.t('Use')}`, () => use(run), attributes);
}

/** Combinations that could not be trained. */
function failures({ failures: failed }: GridReport): HTMLElement[] {
  if (failed.length === 0) return [];
  const items = failed.map(({ params, message }) =>
    el('li', {}, captureText(named({ params })), ': ', shortText(message, 400)),
  );
  return [
    el(
      'section',
      { 'data-testid': 'grid-failures' },
      el('h2', {}, l10n.t('Not trained')),
      el('ul', { class: 'error' }, ...items),
    ),
  ];
}

function textsOf({ runs }: GridReport): PanelTexts {
  const cells = gridTable(runs);
  return { markdown: () => markdownText(cells), csv: () => csvText(cells) };
}

function named({ params }: Pick<GridRun, 'params'>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
