import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { visibleText } from '../../../../shared/text/visibleText';
import { defaultConfig, type EmbeddingConfig } from './embedding/config';
import { messageOf } from '../../base/errors';
import type { Model } from './models/model';
import { isModelFile, readFacts, readModel } from './models/modelFile';

/** Where a training that continues another finds it. */
export interface Continuation {
  /** Path of the model before. */
  path: string;
  /** The configuration to train with; `continueFrom` is the digest of the model before. */
  config: EmbeddingConfig;
}

/**
 * Settles what `config.continueFrom` names: a model file, or a capture whose cached model `modelOf` tells the
 * path of. Rejects, naming the file and the remedy, when there is no such model.
 */
export async function continuationOf(
  config: EmbeddingConfig,
  named: string,
  {
    modelOf,
    digestOf,
  }: {
    modelOf(capture: string, config: EmbeddingConfig): Promise<string>;
    digestOf(path: string): Promise<string>;
  },
): Promise<Continuation> {
  const path = await pathOf(config, named, modelOf);
  const facts = await usable(path, readFacts(path));
  const { epochs, alpha, minAlpha, workers } = config;
  const before = facts.config as Partial<EmbeddingConfig>;
  return {
    path,
    config: {
      ...defaultConfig,
      ...before,
      epochs,
      alpha,
      minAlpha,
      workers,
      continueFrom: await digestOf(path),
    },
  };
}

/** The model that a training continues. Rejects as `continuationOf` does. */
export const readBase = (path: string): Promise<Model> => usable(path, readModel(path));

function usable<T>(path: string, read: Promise<T>): Promise<T> {
  return read.catch((cause: unknown) => {
    throw new Error(
      l10n.t(
        '{0}: cannot be continued ({1}). Name a model that this version trained, or train it again.',
        path,
        messageOf(cause),
      ),
      { cause },
    );
  });
}

async function pathOf(
  config: EmbeddingConfig,
  named: string,
  modelOf: (capture: string, config: EmbeddingConfig) => Promise<string>,
): Promise<string> {
  if (await isModelFile(named)) return named;
  const before = { ...config };
  delete before.continueFrom;
  const path = await modelOf(named, before);
  if (await stat(path).catch(() => undefined)) return path;
  throw new Error(
    l10n.t(
      '{0}: has no cached model of these settings to continue. Run train on it with the same settings first, or name a model file (.f2v).',
      visibleText(named),
    ),
  );
}
