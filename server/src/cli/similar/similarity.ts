import { askedModel, modelOption, modelUsage } from './askedModel';
import { listOf, parseWords, UsageError, type Command } from '../command';
import { printable } from '../text';
import { trainOptions, trainUsage } from '../training/train';

const tokens = { type: 'string', multiple: true } as const;

export const similarity: Command = {
  name: 'similarity',
  usage: `similarity ${modelUsage} --tokens A --tokens B ${trainUsage} [--json]`,
  about: 'The cosine of two tokens.',
  async run(words, engine, console) {
    const { values, files } = parseWords(words, { ...trainOptions, ...modelOption, tokens }, 'model');
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
  async run(words, engine, console) {
    const { values, files } = parseWords(words, { ...trainOptions, ...modelOption, tokens }, 'model');
    const asked = listOf(values, 'tokens');
    if (asked.length < 2) throw new UsageError('give --tokens at least twice, once for each token.');
    const model = await askedModel(values, files, engine, console);
    const found = await model.oddOneOut(asked);
    console.out(
      values['json'] ? `${JSON.stringify({ odd: found, tokens: asked })}\n` : `${printable(found)}\n`,
    );
  },
};
