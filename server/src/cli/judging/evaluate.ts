import { answerParameters } from '../../../../shared/parameters/answers';
import { percent } from '../../../../shared/text/voteText';
import type { ClassReport } from '../../engine/judging/classReport';
import { ruled, UsageError, type Command, type Option } from '../command';
import { cell, count } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from '../training/config';
import { askingAs } from '../training/train';
import { behaviourColumns } from '../../engine/training/corpus/columnParts';
import { acrossLines } from './across';
import { trainedOn } from './score';

const across: Option = {
  name: 'across',
  words:
    'With `--trained-on`: leave addresses out and carry labels to another network by what flows do; says what that leans on.',
  excludes: ['neighbours'],
};
/** Parts of tokens that mean something in one network only. */
const local = /^(?:Src|Dst)Addr\b/;

export const evaluate: Command = {
  name: 'evaluate',
  takes: 'FILE…',
  about:
    'How well the labels of the nearest tokens agree, beside two baselines that look at one field only; with --trained-on, of a capture that the model has not seen.',
  options: [
    trainedOn,
    ruled(answerParameters.neighbours, 'neighbours'),
    across,
    ruled(answerParameters.confidence, 'confidence'),
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'evaluate my.binetflow',
    'evaluate day2.binetflow --trained-on day1.binetflow --neighbours 5',
    'evaluate theirs.conn.log --trained-on ours.conn.log --across',
  ],
  async run(call, console, open) {
    const { files } = call;
    const training = call.texts('trained-on');
    const neighbours = call.number('neighbours') ?? answerParameters.neighbours.default;
    const config = configOf(call);
    if (call.has('across')) {
      if (training.length === 0)
        throw new UsageError('--across carries labels of another capture: name it, --trained-on FILE.');
      const columns = call.has('columns') ? config.tokenColumns : behaviourColumns;
      const found = columns.find(column => local.test(column));
      if (found !== undefined)
        throw new UsageError(`--across leaves addresses out: take ${found} out of --columns.`);
      const carried = await (
        await open()
      ).evaluateAcross(training, { ...config, tokenColumns: [...columns] }, files, {
        confidence: call.number('confidence') ?? answerParameters.confidence.default,
        ...askingAs(call, console),
      });
      console.clear();
      return call.has('json') ? console.json(carried) : console.lines(...acrossLines(carried));
    }
    const engine = await open();
    const result = await engine.evaluate(training.length > 0 ? training : files, config, {
      neighbours,
      ...askingAs(call, console),
      ...(training.length > 0 ? { test: files } : {}),
    });
    console.clear();
    if (!result) throw new Error('the model was deleted while it was evaluated; run the command again.');
    if (call.has('json')) return console.json(result);
    const { baselines, precisionAt10 } = result;
    const row = (name: string, report: ClassReport | null) =>
      `${name.padEnd(28)} ${report ? `${report.macroF1.toFixed(3).padStart(8)} ${report.weightedF1.toFixed(3).padStart(11)}` : ' the capture has no such field'}`;
    const lines = [
      `${''.padEnd(28)} macro-F1 weighted-F1`,
      row(`${neighbours} nearest neighbours`, result),
      row('destination port alone', baselines.portShare),
      row('source address alone', baselines.sourceMajority),
      row('protocol and state', baselines.protoState),
      row('protocol and port', baselines.protoDport),
      row('counts of all fields', baselines.counts),
      '',
      `${'class'.padEnd(14)} precision  recall      F1  support  precision@10`,
      ...Object.entries(result.perClass).map(
        ([name, c]) =>
          `${cell(name, 14)} ${c.precision.toFixed(3).padStart(9)} ${c.recall.toFixed(3).padStart(7)} ${c.f1.toFixed(3).padStart(7)} ${count(c.support).padStart(8)} ${(precisionAt10[name] ?? 0).toFixed(3).padStart(13)}`,
      ),
      '',
      result.addressAlone,
      result.besideCounting,
      ...(result.withoutVector > 0
        ? [`${count(result.withoutVector)} tokens have no vector in the model and were not asked.`]
        : []),
      `${count(result.tokens)} tokens asked; ${count(result.sampledOut)} of the background left out; ${count(result.unsure)} votes are below ${percent(answerParameters.confidence.default)} and are called unknown elsewhere.`,
    ];
    console.lines(...lines);
  },
};
