import { askedModel, fileOrModel, modelOption } from './askedModel';
import { UsageError, type Command, type Option } from '../command';
import { readingOptions } from '../captures/reading';
import { trainOptions } from '../training/config';

const options: readonly Option[] = [
  { name: 'tokens', value: 'TOKEN', many: true, several: true, words: 'Tokens of flows, each in quotes.' },
  modelOption,
  ...trainOptions,
  ...readingOptions,
];

export const similarity: Command = {
  name: 'similarity',
  takes: '(FILE… | --model FILE) --tokens TOKEN TOKEN',
  about: 'The cosine of two tokens.',
  options,
  ...fileOrModel,
  examples: ["similarity my.binetflow --tokens 'udp 10.0.0.1 8.8.8.8 53' 'udp 10.0.0.2 8.8.8.8 53'"],
  async run(call, console, open) {
    const [a, b, ...more] = call.texts('tokens');
    if (a === undefined || b === undefined || more.length > 0)
      throw new UsageError('give --tokens twice, once for each of two tokens, or once with both.');
    const model = await askedModel(call, console, open);
    const cosine = await model.similarity(a, b);
    if (call.has('json')) return console.json({ tokens: [a, b], similarity: cosine });
    console.lines(`${cosine.toFixed(3)}  ${a}  ${b}`);
  },
};

export const odd: Command = {
  name: 'odd',
  takes: '(FILE… | --model FILE) --tokens TOKEN TOKEN…',
  about: 'The token of several that fits the others least.',
  options,
  ...fileOrModel,
  examples: [
    "odd my.binetflow --tokens 'udp 10.0.0.1 8.8.8.8 53' 'udp 10.0.0.2 8.8.8.8 53' 'tcp 10.0.0.3 10.0.0.9 25'",
  ],
  async run(call, console, open) {
    const asked = call.texts('tokens');
    if (asked.length < 2)
      throw new UsageError('give --tokens at least twice, once for each token, or once with all.');
    const model = await askedModel(call, console, open);
    const found = await model.oddOneOut(asked);
    if (call.has('json')) return console.json({ odd: found, tokens: asked });
    console.lines(found);
  },
};
