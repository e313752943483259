import * as l10n from '@vscode/l10n';
import type { GridRun } from '../../../../shared/protocol/judging';
import { variedParameters } from '../../../../shared/parameters/training';
import { captureText } from '../../base/dom';
import { termWords } from '../../base/terms';
import { exportTable, type Column } from '../../base/table/columns';
import type { Cell } from '../../../../shared/text/tableText';

export type Measure = 'macroF1' | 'weightedF1' | 'seconds';
type Value = number | string;

/** The parameters that vary, each with its values in order. */
export interface Axis {
  name: string;
  values: readonly Value[];
}

/** One field of the map: the best of the runs that share two parameters. */
export interface HeatCell {
  x: number;
  y: number;
  run: GridRun;
  /** Runs that share the two parameters and differ in others. */
  of: number;
}

export interface HeatMap {
  x: Axis;
  /** One value, '', when only one parameter varies. */
  y: Axis;
  cells: readonly HeatCell[];
  least: number;
  most: number;
}

/** The parameters of the runs: those that vary first, in the order they were asked for. */
export function axesOf(runs: readonly GridRun[]): Axis[] {
  const names = [...new Set(runs.flatMap(({ params }) => Object.keys(params)))];
  const axes = names.map(name => ({ name, values: valuesOf(runs, name) }));
  return [...axes.filter(a => a.values.length > 1), ...axes.filter(a => a.values.length <= 1)];
}

/** The map over two parameters; of runs that share both, the best stands for all. Undefined without runs. */
export function heatMapOf(
  runs: readonly GridRun[],
  xName: string,
  yName: string | undefined,
  measure: Measure,
): HeatMap | undefined {
  const x = { name: xName, values: valuesOf(runs, xName) };
  const y = yName === undefined ? { name: '', values: [''] } : { name: yName, values: valuesOf(runs, yName) };
  const cells = new Map<string, HeatCell>();
  for (const run of runs) {
    const place = {
      x: x.values.indexOf(run.params[xName] ?? ''),
      y: yName === undefined ? 0 : y.values.indexOf(run.params[yName] ?? ''),
    };
    const key = `${place.x} ${place.y}`;
    const before = cells.get(key);
    const better = !before || isBetter(run, before.run, measure);
    cells.set(key, { ...place, run: better ? run : before.run, of: (before?.of ?? 0) + 1 });
  }
  const values = [...cells.values()].map(({ run }) => run[measure]);
  if (values.length === 0) return undefined;
  return { x, y, cells: [...cells.values()], least: Math.min(...values), most: Math.max(...values) };
}

/** Whether a run beats another; of times the short one is better. */
function isBetter(a: GridRun, b: GridRun, measure: Measure): boolean {
  return measure === 'seconds' ? a.seconds < b.seconds : a[measure] > b[measure];
}

/** The columns of a table of runs: a column for each parameter, then what came of it. */
export function runColumns(axes: readonly Axis[]): Column<GridRun>[] {
  const score = (key: 'macroF1' | 'weightedF1', name: string): Column<GridRun> => ({
    key,
    ...termWords(key),
    kind: 'share',
    value: run => run[key],
    exports: [{ name, value: run => Number(run[key].toFixed(4)) }],
  });
  return [
    ...axes.map(({ name }): Column<GridRun> => ({
      key: `param-${name}`,
      title: name,
      ...meaningOf(name),
      value: ({ params }) => params[name] ?? '',
      cell: ({ params }) => captureText(String(params[name] ?? '')),
      exports: [{ name, value: ({ params }) => params[name] }],
    })),
    score('macroF1', 'macro-F1'),
    score('weightedF1', 'weighted F1'),
    {
      key: 'seconds',
      title: l10n.t('Seconds'),
      hover: l10n.t('What training and asking took.'),
      kind: 'number',
      value: ({ seconds }) => Number(seconds.toFixed(1)),
      cell: ({ seconds }) => seconds.toFixed(1),
    },
    {
      key: 'resumed',
      title: l10n.t('From'),
      hover: l10n.t('Whether the combination was run now or earlier; what was run is kept.'),
      cell: ({ resumed }) => (resumed ? l10n.t('an earlier run') : l10n.t('this run')),
      exports: [{ name: 'from an earlier run', value: ({ resumed }) => (resumed ? 'yes' : 'no') }],
    },
  ];
}

/** What a parameter does, as where it is set. */
function meaningOf(name: string): { hover?: string } {
  const words = variedParameters[name]?.words ?? '';
  return words === '' ? {} : { hover: l10n.t(words).replaceAll('`', '') };
}

/** The runs as a table, its header first. */
export function gridTable(runs: readonly GridRun[]): Cell[][] {
  return exportTable(runColumns(axesOf(runs)), runs);
}

function valuesOf(runs: readonly GridRun[], name: string): Value[] {
  const values = new Set(runs.flatMap(({ params }) => params[name] ?? []));
  const byNumber = (a: Value, b: Value) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0);
  return [...values].sort(byNumber);
}
