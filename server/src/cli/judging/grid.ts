import { answerParameters } from '../../../../shared/parameters/answers';
import type { GridRun } from '../../../../shared/protocol/judging';
import { Cancelled } from '../../base/threads/cancelled';
import type { GridAxes, GridReport } from '../../engine/judging/answers';
import { configWith } from '../../engine/judging/gridSearch';
import type { EmbeddingConfig } from '../../engine/training/embedding/config';
import { Call, ruled, ruledAll, UsageError, type Command, type Option } from '../command';
import { cell, count, type Console } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, switchParameters, trainOptions, valueOptions } from '../training/config';

type Field = keyof EmbeddingConfig;

/** Every parameter can be tried, by lists of its values; lists of columns are separated by semicolons. */
const axisOptions: Partial<Record<Field, Option>> = {
  ...listed(valueOptions),
  ...listed(ruledAll(switchParameters)),
};
axisOptions.tokenColumns = { ...valueOptions.tokenColumns, listed: ';' };

/** Switches of `train` stay what they are, but for those that are an axis by the same name. */
const others = trainOptions.filter(
  ({ name }) => name !== 'continue-from' && !Object.values(axisOptions).some(option => option.name === name),
);
// A thread more changes the bytes of a model, not what it is worth.
delete axisOptions.deterministic;

export const grid: Command = {
  name: 'grid',
  takes: 'FILE… --window 5,10,30 --size 50,100 …',
  about:
    'Trains and evaluates every combination of settings, macro-F1 first; a second call goes on where the first one stopped.',
  options: [
    ruled(answerParameters.neighbours, 'neighbours'),
    ...Object.values(axisOptions),
    ...others,
    ...readingOptions,
  ],
  examples: [
    'grid my.binetflow --window 5,10 --size 50,100',
    "grid my.binetflow --columns 'Proto,DstAddr,Dport;Proto,SrcAddr' --sentence count:30,host",
  ],
  async run(call, console, open) {
    const neighbours = call.number('neighbours') ?? answerParameters.neighbours.default;
    const { base, axes } = gridOf(call);
    const engine = await open();
    let done = 0;
    let report: GridReport;
    try {
      report = await engine.grid(call.files, base, axes, {
        neighbours,
        onProgress: (n, of, last) => showRuns(console, (done = n), of, last),
      });
    } catch (error) {
      if (error instanceof Cancelled)
        console.say(`${done} combinations are kept; the same command goes on from there.`);
      throw error;
    }
    console.clear();
    if (call.has('json')) return console.json(report);
    console.lines(...tableOf(report));
  },
};

function listed(options: Readonly<Record<string, Option>>): Partial<Record<Field, Option>> {
  const lists = Object.entries(options).map(([field, option]) => [field, { ...option, listed: ',' }]);
  return Object.fromEntries(lists) as Partial<Record<Field, Option>>;
}

/** What is given as a list is an axis; one value is a setting of all runs. Throws a `UsageError` without an axis. */
function gridOf(call: Call): { base: EmbeddingConfig; axes: GridAxes } {
  const axes: GridAxes = {};
  const single: Record<string, unknown> = { ...call.values };
  for (const [name, option] of Object.entries(axisOptions)) {
    const field = name as Field;
    const list = call.values[option.name] as readonly unknown[] | undefined;
    if (list === undefined) continue;
    delete single[option.name];
    // What is no value of `train` is an axis of one value too.
    if (list.length === 1 && field in valueOptions) single[option.name] = list[0];
    else axes[field] = list.map(value => (typeof value === 'number' ? value : String(value)));
  }
  if (!Object.values(axes).some(list => list.length > 1))
    throw new UsageError('name several values of a setting, for example --window 5,10,30.');
  const base = configOf(new Call(call.files, single));
  for (const [field, list] of Object.entries(axes))
    for (const value of list)
      try {
        configWith(base, { [field]: value });
      } catch (error) {
        const { name } = axisOptions[field as Field] as Option;
        throw new UsageError(`--${name}: ${(error as Error).message}`, { cause: error });
      }
  return { base, axes };
}

function showRuns(console: Console, done: number, of: number, last?: GridRun): void {
  const params = Object.entries(last?.params ?? {}).map(([name, value]) => `${name} ${value}`);
  const said = last ? `; ${params.join(', ')}: macro-F1 ${last.macroF1.toFixed(3)}` : '';
  console.progress(`${done} of ${of}${said}`, done / Math.max(1, of));
}

function tableOf({ runs, failures = [], order }: GridReport): string[] {
  const names = Object.keys(runs[0]?.params ?? {});
  const rows = [
    ['macro-F1', 'weighted-F1', 'seconds', ...names, ''],
    ...runs.map(run => [
      run.macroF1.toFixed(3),
      run.weightedF1.toFixed(3),
      run.seconds.toFixed(1),
      ...names.map(name => cell(String(run.params[name]), 0)),
      run.resumed ? 'done before' : '',
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, c) => Math.max(...rows.map(row => (row[c] as string).length)));
  const lines = rows.map(row =>
    row
      .map((each, c) => each.padStart(widths[c] as number))
      .join('  ')
      .trimEnd(),
  );
  const failed = failures.map(({ params, message }) => `${JSON.stringify(params)} failed: ${message}`);
  return [...lines, ...failed, '', `${count(runs.length)} combinations; trained ${order ?? ''}`];
}
