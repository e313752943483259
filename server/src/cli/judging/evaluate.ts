import type { ClassReport } from '../../engine/judging/classReport';
import { numberOf, parseWords, type Command, type OptionTypes } from '../command';
import { count } from '../text';
import { trainedOn, trainedOnOption } from './score';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

const evaluateWords: OptionTypes = {
  ...trainOptions,
  ...trainedOnOption,
  neighbours: { type: 'string' },
};

export const evaluate: Command = {
  name: 'evaluate',
  usage: `evaluate FILE… [--trained-on FILE] [--neighbours 7] ${trainUsage} [--json]`,
  about:
    'How well the labels of the nearest tokens agree, beside two baselines that look at one field only; with --trained-on, of a capture that the model has not seen.',
  options: evaluateWords,
  examples: ['evaluate my.binetflow', 'evaluate day2.binetflow --trained-on day1.binetflow --neighbours 5'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, evaluateWords);
    const training = trainedOn(values);
    const neighbours = numberOf(values, 'neighbours', { least: 1, whole: true }) ?? 7;
    const bar = progressBar(console);
    const result = await engine.evaluate(training.length > 0 ? training : files, configOf(values), {
      neighbours,
      fresh: values['no-cache'] === true,
      onProgress: bar.show,
      ...(training.length > 0 ? { test: files } : {}),
    });
    bar.clear();
    if (!result) throw new Error('the model was deleted while it was evaluated; run the command again.');
    if (values['json']) return console.out(`${JSON.stringify(result)}\n`);
    const { baselines, precisionAt10 } = result;
    const row = (name: string, report: ClassReport | null) =>
      `${name.padEnd(28)} ${report ? `${report.macroF1.toFixed(3).padStart(8)} ${report.weightedF1.toFixed(3).padStart(11)}` : ' the capture has no such field'}`;
    const lines = [
      `${''.padEnd(28)} macro-F1 weighted-F1`,
      row(`${neighbours} nearest neighbours`, result),
      row('destination port alone', baselines.portShare),
      row('source address alone', baselines.sourceMajority),
      '',
      `${'class'.padEnd(14)} precision  recall      F1  support  precision@10`,
      ...Object.entries(result.perClass).map(
        ([name, c]) =>
          `${name.padEnd(14)} ${c.precision.toFixed(3).padStart(9)} ${c.recall.toFixed(3).padStart(7)} ${c.f1.toFixed(3).padStart(7)} ${count(c.support).padStart(8)} ${(precisionAt10[name] ?? 0).toFixed(3).padStart(13)}`,
      ),
      '',
      result.addressAlone,
      ...(result.withoutVector > 0
        ? [`${count(result.withoutVector)} tokens have no vector in the model and were not asked.`]
        : []),
      `${count(result.tokens)} tokens asked; ${count(result.sampledOut)} of the background left out; ${count(result.ties)} ties went to the nearest.`,
    ];
    console.out(`${lines.join('\n')}\n`);
  },
};
