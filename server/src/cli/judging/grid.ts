import { defaultConfig, type EmbeddingConfig } from '../../engine/training/embedding/config';
import { configWith } from '../../engine/judging/gridSearch';
import type { GridAxes, GridReport } from '../../engine/judging/answers';
import type { GridRun } from '../../../../shared/protocol/judging';
import { Cancelled } from '../../base/threads/cancelled';
import {
  numberOf,
  parseWords,
  UsageError,
  type Command,
  type Console,
  type OptionTypes,
  type Values,
} from '../command';
import { count, printable } from '../text';
import { configOf, trainOptions } from '../training/train';

/** Name of the option that a field of the configuration goes by. */
const optionOf = (field: string) =>
  field === 'tokenColumns' ? 'columns' : field.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

const fields = Object.keys(defaultConfig) as (keyof EmbeddingConfig)[];

/** Every field can be an axis, also one that is no option of `train`; what is a switch there stays a switch. */
const axisOptions: OptionTypes = Object.fromEntries(
  fields.map(field => [optionOf(field), { type: 'string' as const }]),
);

const gridWords: OptionTypes = {
  ...axisOptions,
  ...trainOptions,
  neighbours: { type: 'string' },
};

export const grid: Command = {
  name: 'grid',
  usage:
    'grid FILE… --window 5,10,30 --size 50,100 … [--columns "Proto,DstAddr,Dport;Proto,SrcAddr"] [--neighbours 7] [the other options of train] [--json]',
  about:
    'Trains and evaluates every combination of settings, macro-F1 first; a second call goes on where the first one stopped.',
  options: gridWords,
  examples: ['grid my.binetflow --window 5,10 --size 50,100'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, gridWords);
    const neighbours = numberOf(values, 'neighbours', { least: 1, whole: true }) ?? 7;
    const { base, axes } = gridOf(values);
    if (base.continueFrom !== undefined)
      throw new UsageError(
        'a grid tries settings, and --continue-from keeps those of another model: leave it out.',
      );
    const bar = gridBar(console);
    let done = 0;
    let report: GridReport;
    try {
      report = await engine.grid(files, base, axes, {
        neighbours,
        onProgress: (n, of, last) => bar.show((done = n), of, last),
      });
    } catch (error) {
      if (error instanceof Cancelled)
        console.error(`${done} combinations are kept; the same command goes on from there.\n`);
      throw error;
    } finally {
      bar.clear();
    }
    if (values['json']) return console.out(`${JSON.stringify(report)}\n`);
    console.out(`${tableOf(report)}\n`);
  },
};

/** What is given as a list is an axis; one value is a setting of all runs. Throws a `UsageError` without an axis. */
function gridOf(values: Values): { base: EmbeddingConfig; axes: GridAxes } {
  const lists = new Map<keyof EmbeddingConfig, string[]>();
  const single: Values = { ...values };
  for (const field of fields) {
    const name = optionOf(field);
    const text = values[name];
    if (typeof text !== 'string') continue;
    const list = text.split(field === 'tokenColumns' ? ';' : ',').map(value => value.trim());
    if (list.length === 1 && Object.hasOwn(trainOptions, name) && trainOptions[name]?.type === 'string')
      continue;
    lists.set(field, list);
    delete single[name];
  }
  if (![...lists.values()].some(list => list.length > 1))
    throw new UsageError('name several values of a setting, for example --window 5,10,30.');
  const base = configOf(single);
  const axes: GridAxes = {};
  for (const [field, list] of lists)
    axes[field] = list.map(text => {
      try {
        configWith(base, { [field]: text });
      } catch (error) {
        throw new UsageError(`--${optionOf(field)}: ${(error as Error).message}`, { cause: error });
      }
      return typeof defaultConfig[field] === 'number' ? Number(text) : text;
    });
  return { base, axes };
}

function tableOf({ runs, failures = [], order }: GridReport): string {
  const names = Object.keys(runs[0]?.params ?? {});
  const rows = [
    ['macro-F1', 'weighted-F1', 'seconds', ...names, ''],
    ...runs.map(run => [
      run.macroF1.toFixed(3),
      run.weightedF1.toFixed(3),
      run.seconds.toFixed(1),
      ...names.map(name => printable(String(run.params[name]))),
      run.resumed ? 'done before' : '',
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, c) => Math.max(...rows.map(row => (row[c] as string).length)));
  const lines = rows.map(row =>
    row
      .map((cell, c) => cell.padStart(widths[c] as number))
      .join('  ')
      .trimEnd(),
  );
  const failed = failures.map(
    ({ params, message }) => `${printable(JSON.stringify(params))} failed: ${printable(message)}`,
  );
  return [...lines, ...failed, '', `${count(runs.length)} combinations; trained ${order ?? ''}`].join('\n');
}

/** One line that draws over itself; nothing where errors go to a file. */
function gridBar(console: Console): { show(done: number, of: number, last?: GridRun): void; clear(): void } {
  const width = 30;
  return {
    show(done, of, last) {
      if (!console.isTerminal) return;
      const full = Math.round((width * done) / Math.max(1, of));
      const params = Object.entries(last?.params ?? {}).map(([name, value]) => `${name} ${value}`);
      const said = last ? `; ${params.join(', ')}: macro-F1 ${last.macroF1.toFixed(3)}` : '';
      console.error(`\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done} of ${of}${said}`);
    },
    clear() {
      if (console.isTerminal) console.error('\r\u001b[K');
    },
  };
}
