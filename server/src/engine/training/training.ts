import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import type { Capture, CaptureStore } from '../captures/store';
import { buildCorpus } from './corpus/buildCorpus';
import type { Corpus } from './corpus/corpus';
import { fieldsOf } from './corpus/fields';
import { followersOf } from './corpus/followers';
import { growVocabulary } from './corpus/growVocabulary';
import type { EmbeddingConfig } from './embedding/config';
import { startVectors } from './embedding/startVectors';
import type { Computing } from './embedding/trainer';
import type { EngineProgress } from './answers';
import type { Model } from './models/model';

export interface TrainingOptions {
  signal: AbortSignal;
  onProgress: (progress: EngineProgress) => void;
  computing: Computing;
  /** A model of this configuration that the training goes on with; its vocabulary grows. */
  base?: Model;
}

/** From capture files to a model: load, build the corpus, train. Rejects when stopped. */
export async function runTraining(
  captures: CaptureStore,
  files: readonly string[],
  config: EmbeddingConfig,
  { signal, onProgress, computing, base }: TrainingOptions,
): Promise<Model> {
  const epochs = config.epochs;
  const clock = stopwatch();
  onProgress({ stage: 'ingest', epoch: 0, epochs, fraction: 0 });
  const { capture, answer } = await captures.opened(files, signal, async opened => {
    const ingest = clock();
    onProgress({ stage: 'vocabulary', epoch: 0, epochs, fraction: 0 });
    return { ingest, corpus: await corpusOf(opened, config, { signal, base }) };
  });
  const { ingest, corpus } = answer;
  const vocabulary = clock();
  // Storing the capture goes on beside the training; neither waits for the other until the end.
  const stored = capture.close();
  stored.catch(() => undefined); // Awaited below; until then a failure must not end the process.
  // Inner nodes of another Huffman tree are other nodes: their vectors cannot be kept.
  const outputs = config.output === 'hierarchical' ? 'anew' : 'kept';
  // A short training is over before it tells how far it is.
  onProgress({ stage: 'train', epoch: 1, epochs, fraction: 0 });
  const vectors = await computing(corpus, config, {
    signal,
    ...(base ? { start: startVectors(base, corpus, outputs) } : {}),
    onProgress: state => onProgress({ stage: 'train', ...state, loss: state.loss ?? 0 }),
  });
  onProgress({ stage: 'save', epoch: epochs, epochs, fraction: 1, loss: vectors.loss });
  await stored;
  return {
    facts: {
      capture: capture.digest,
      config: { ...config, workers: vectors.workers },
      files: files.map(file => basename(file)),
      bytes: capture.files.map(file => file.bytes),
      flows: corpus.flows,
      tokens: corpus.tokens.length,
      loss: vectors.loss,
      epochs: vectors.epochs,
      made: {
        at: new Date().toISOString(),
        seconds: { ingest, vocabulary, train: vectors.seconds },
        flowsPerSecond: vectors.rate,
      },
    },
    vocabulary: corpus.vocabulary,
    ...(corpus.fields ? { fields: corpus.fields } : {}),
    followers: await followersOf(corpus, signal),
    inputs: vectors.inputs,
    outputs: vectors.outputs,
  };
}

async function corpusOf(
  capture: Capture,
  config: EmbeddingConfig,
  { signal, base }: { signal: AbortSignal; base: Model | undefined },
): Promise<Corpus> {
  // However rare here, a token that the model knows is trained: only new ones need to be frequent.
  const built = await buildCorpus(capture, base ? { ...config, minCount: 1 } : config, signal);
  const corpus = base ? growVocabulary(base.vocabulary, built, config.minCount) : built;
  if (corpus.tokens.length === 0)
    throw new Error(
      l10n.t(
        '{0}: no token is known to the model that is continued, or occurs {1} times. Continue on another capture, or from a model with a lower minimum count.',
        capture.files.map(file => file.path).join(', '),
        config.minCount,
      ),
    );
  return config.vectors === 'composed'
    ? { ...corpus, fields: fieldsOf(corpus.vocabulary, config.tokenColumns.length) }
    : corpus;
}

/** Seconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return seconds;
  };
}
