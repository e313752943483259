import { exportFormats, type ExportFormat } from '../../engine/training/models/exportVectors';
import { parseWords, UsageError, type Command, type OptionTypes, pathOf } from '../command';
import { count } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from './train';

const exportWords: OptionTypes = {
  ...trainOptions,
  as: { type: 'string' },
  out: { type: 'string' },
};

export const exportVectors: Command = {
  name: 'export',
  usage: `export FILE… --as ${exportFormats.join('|')} --out F ${trainUsage} [--json]`,
  about:
    'Write the vectors for gensim, for the projector of TensorBoard (F is a folder) or for a spreadsheet.',
  options: exportWords,
  examples: ['export my.binetflow --as word2vec --out vectors.txt'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, exportWords);
    const { as, out } = values;
    if (!exportFormats.includes(as as ExportFormat))
      throw new UsageError(
        `--as takes ${exportFormats.join(', ')}${as === undefined ? '' : `, not "${String(as)}"`}.`,
      );
    if (typeof out !== 'string' || out === '') throw new UsageError('--out names the file to write.');
    const config = configOf(values);
    const bar = progressBar(console);
    await engine.train(files, config, { fresh: values['no-cache'] === true, onProgress: bar.show });
    bar.clear();
    const written = await engine.exportVectors(files, config, as as ExportFormat, pathOf(out));
    console.out(
      values['json'] ? `${JSON.stringify(written)}\n` : `${count(written.rows)} rows in ${written.path}\n`,
    );
  },
};
