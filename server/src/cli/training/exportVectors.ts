import { vectorFormat } from '../../../../shared/parameters/answers';
import { accepted } from '../../../../shared/parameters/parameter';
import type { VectorFormat } from '../../../../shared/protocol/training';
import { ruled, UsageError, type Command } from '../command';
import { count } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from './config';
import { askingAs } from './train';

export const exportVectors: Command = {
  name: 'export',
  takes: 'FILE… --as FORMAT --out FILE',
  about:
    'Writes the vectors for gensim, for the projector of TensorBoard (--out is a folder) or for a spreadsheet.',
  options: [
    ruled(vectorFormat, 'as', { value: 'FORMAT', withoutDefault: true }),
    { name: 'out', value: 'FILE', path: 'written', words: 'The file to write.' },
    ...trainOptions,
    ...readingOptions,
  ],
  examples: ['export my.binetflow --as word2vec --out vectors.txt'],
  async run(call, console, open) {
    const [format, out] = [call.text('as') as VectorFormat | undefined, call.text('out')];
    if (format === undefined) throw new UsageError(`--as takes ${accepted(vectorFormat)}.`);
    if (out === undefined) throw new UsageError('--out names the file to write.');
    const config = configOf(call);
    const engine = await open();
    await engine.train(call.files, config, askingAs(call, console));
    console.clear();
    const written = await engine.exportVectors(call.files, config, format, out);
    if (call.has('json')) return console.json(written);
    console.lines(`${count(written.rows)} rows in ${written.path}`);
  },
};
