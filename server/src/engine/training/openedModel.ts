import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import { messageOf } from '../../base/errors';
import type { CaptureStore } from '../captures/store';
import { buildCorpus } from './corpus/buildCorpus';
import type { EmbeddingConfig } from './embedding/config';
import type { Model } from './models/model';
import { readModel } from './models/modelFile';

/**
 * A model file that was trained elsewhere, as the model of a capture here: vectors, counts and labels are the model's, and
 * the lines of its tokens those of the capture; 0 for a token that the capture does not have. Rejects where the file is damaged,
 * or where its tokens are of other columns than the settings say.
 */
export async function openedModel(
  captures: CaptureStore,
  files: readonly string[],
  config: EmbeddingConfig,
  path: string,
): Promise<Model> {
  const model = await readModel(path).catch((error: unknown) => {
    throw new Error(
      l10n.t(
        '{0}: is no model that can be opened ({1}). Choose a .f2v file that this version of flow2vec trained.',
        path,
        messageOf(error),
      ),
      { cause: error },
    );
  });
  const columns = (model.facts.config['tokenColumns'] as string[]).join(', ');
  if (columns !== config.tokenColumns.join(', '))
    throw new Error(
      l10n.t(
        '{0}: its tokens are of {1}, and the settings say {2}. Set flow2vec.corpus.tokenColumns to those of the model.',
        path,
        columns,
        config.tokenColumns.join(', '),
      ),
    );
  const whole = { ...config, minCount: 1, maxVocabulary: 0, phrases: 0 };
  const corpus = await captures.using(files, undefined, capture => buildCorpus(capture, whole));
  const { tokens, firstLines, firstFiles } = corpus.vocabulary;
  const rows = new Map(tokens.map((token, row) => [token, row]));
  const { vocabulary } = model;
  const here = (of: ArrayLike<number>) => (token: string) => {
    const row = rows.get(token);
    return row === undefined ? 0 : (of[row] as number);
  };
  return {
    ...model,
    facts: { ...model.facts, files: files.map(file => basename(file)) },
    vocabulary: {
      ...vocabulary,
      firstLines: Uint32Array.from(vocabulary.tokens, here(firstLines)),
      firstFiles: Uint16Array.from(vocabulary.tokens, here(firstFiles)),
    },
  };
}
