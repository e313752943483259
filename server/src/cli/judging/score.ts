import {
  listOf,
  numberOf,
  parseWords,
  UsageError,
  type Command,
  type OptionTypes,
  type Values,
  pathOf,
} from '../command';
import { count, printable } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

export const trainedOnOption: OptionTypes = { 'trained-on': { type: 'string', multiple: true } };

/** The capture that `--trained-on` names, or several that make one; empty when it was not given. */
export const trainedOn = (values: Values) => listOf(values, 'trained-on').map(pathOf);

const scoreWords: OptionTypes = {
  ...trainOptions,
  ...trainedOnOption,
  top: { type: 'string' },
};

export const score: Command = {
  name: 'score',
  usage: `score NEWFILE… --trained-on FILE [--top 50] ${trainUsage} [--json]`,
  about:
    'Ranks the flows of a capture by how unexpected they are to the model of another, with reasons; trains first when there is no model yet.',
  options: scoreWords,
  examples: ['score today.binetflow --trained-on yesterday.binetflow --top 20'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, scoreWords);
    const training = trainedOn(values);
    if (training.length === 0) throw new UsageError('name the capture of the model: --trained-on FILE.');
    const top = numberOf(values, 'top', { least: 1, whole: true }) ?? 50;
    const bar = progressBar(console);
    const report = await engine.score(training, configOf(values), files, { top, onProgress: bar.show });
    bar.clear();
    const { flows, unknown, anomalies } = report;
    if (values['json']) {
      const rows = anomalies.map(({ file, ...anomaly }) =>
        files.length > 1 ? { ...anomaly, file: files[file] } : anomaly,
      );
      return console.out(`${JSON.stringify({ flows, unknown, anomalies: rows })}\n`);
    }
    const rows = anomalies.flatMap(({ line, token, score: value, reasons, label }) => [
      `${value.toFixed(4)}  line ${line}  ${printable(token)}  ${printable(label)}`,
      ...reasons.map(reason => `        ${printable(reason)}`),
    ]);
    const head = `${count(flows)} flows, ${count(unknown)} with a token that the model does not know; the least expected first`;
    console.out(`${[head, ...rows].join('\n')}\n`);
  },
};
