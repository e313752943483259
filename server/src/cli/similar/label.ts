import { lineAt } from '../../base/files/textLines';
import { numberOf, parseWords, UsageError, type Command, type OptionTypes } from '../command';
import { printable, shares } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

const labelOptions: OptionTypes = {
  ...trainOptions,
  line: { type: 'string' },
  token: { type: 'string' },
  neighbours: { type: 'string' },
  confidence: { type: 'string' },
};

export const label: Command = {
  name: 'label',
  usage: `label FILE… (--line N | --token "udp 10.0.0.1 8.8.8.8 53") [--neighbours 7] [--confidence 0.6] ${trainUsage} [--json]`,
  about:
    'The label of a flow as its nearest labelled tokens vote, its own left out; "unknown" below the confidence.',
  options: labelOptions,
  examples: ['label my.binetflow --line 10'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, labelOptions);
    const line = numberOf(values, 'line', { least: 1, whole: true });
    const typed = values['token'];
    if ((line === undefined) === (typeof typed !== 'string'))
      throw new UsageError('give either --line or --token.');
    const confidence = numberOf(values, 'confidence', { least: 0, whole: false }) ?? 0.6;
    if (confidence > 1) throw new UsageError(`--confidence takes a number from 0 to 1, not "${confidence}".`);
    const neighbours = numberOf(values, 'neighbours', { least: 1, whole: true }) ?? 7;
    const config = configOf(values);
    const query =
      typeof typed === 'string'
        ? { token: typed }
        : { text: await lineAt(files[0] as string, line as number) };
    const bar = progressBar(console);
    await engine.train(files, config, { fresh: values['no-cache'] === true, onProgress: bar.show });
    bar.clear();
    const vote = await engine.predictLabel(files, config, query, { neighbours, confidence });
    if (!vote) throw new Error('the model was deleted while it was asked; run the command again.');
    if (values['json']) return console.out(`${JSON.stringify(vote)}\n`);
    const votes = Object.keys(vote.votes).length > 0 ? shares(vote.votes) : 'no labelled token is like it';
    console.out(`${printable(vote.label)} (${(100 * vote.confidence).toFixed(1)} % of the vote): ${votes}\n`);
  },
};
