import { askedModel, modelOption, modelUsage } from './askedModel';
import { listOf, parseWords, UsageError, type Command, type OptionTypes } from '../command';
import { printable } from '../text';
import { trainOptions, trainUsage } from '../training/train';

const tokenOptions: OptionTypes = {
  ...trainOptions,
  ...modelOption,
  tokens: { type: 'string', multiple: true },
};

export const similarity: Command = {
  name: 'similarity',
  usage: `similarity ${modelUsage} --tokens A --tokens B ${trainUsage} [--json]`,
  about: 'The cosine of two tokens.',
  options: tokenOptions,
  examples: ["similarity my.binetflow --tokens 'udp 10.0.0.1 8.8.8.8 53' --tokens 'udp 10.0.0.2 8.8.8.8 53'"],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, tokenOptions, 'model');
    const [a, b, ...more] = listOf(values, 'tokens');
    if (a === undefined || b === undefined || more.length > 0)
      throw new UsageError('give --tokens twice, once for each of two tokens.');
    const model = await askedModel(values, files, engine, console);
    const cosine = await model.similarity(a, b);
    if (values['json']) return console.out(`${JSON.stringify({ tokens: [a, b], similarity: cosine })}\n`);
    console.out(`${cosine.toFixed(3)}  ${printable(a)}  ${printable(b)}\n`);
  },
};

export const odd: Command = {
  name: 'odd',
  usage: `odd ${modelUsage} --tokens A --tokens B --tokens C… ${trainUsage} [--json]`,
  about: 'The token of several that fits the others least.',
  options: tokenOptions,
  examples: [
    "odd my.binetflow --tokens 'udp 10.0.0.1 8.8.8.8 53' --tokens 'udp 10.0.0.2 8.8.8.8 53' --tokens 'tcp 10.0.0.3 10.0.0.9 25'",
  ],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, tokenOptions, 'model');
    const asked = listOf(values, 'tokens');
    if (asked.length < 2) throw new UsageError('give --tokens at least twice, once for each token.');
    const model = await askedModel(values, files, engine, console);
    const found = await model.oddOneOut(asked);
    console.out(
      values['json'] ? `${JSON.stringify({ odd: found, tokens: asked })}\n` : `${printable(found)}\n`,
    );
  },
};
