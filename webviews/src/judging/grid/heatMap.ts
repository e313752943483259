import type { GridRun } from '../../../../shared/protocol/judging';
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

/** The runs as a table, its header first. */
export function gridTable(runs: readonly GridRun[]): Cell[][] {
  const names = axesOf(runs).map(({ name }) => name);
  const rows = runs.map(({ params, macroF1, weightedF1, seconds, resumed }): Cell[] => [
    ...names.map(name => params[name] ?? ''),
    Number(macroF1.toFixed(4)),
    Number(weightedF1.toFixed(4)),
    Number(seconds.toFixed(1)),
    resumed ? 'yes' : 'no',
  ]);
  return [[...names, 'macro-F1', 'weighted F1', 'seconds', 'from an earlier run'], ...rows];
}

function valuesOf(runs: readonly GridRun[], name: string): Value[] {
  const values = new Set(runs.flatMap(({ params }) => params[name] ?? []));
  const byNumber = (a: Value, b: Value) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0);
  return [...values].sort(byNumber);
}
