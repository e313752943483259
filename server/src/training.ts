import { basename } from 'node:path';
import type { CaptureStore } from './captures/store';
import { buildCorpus } from './corpus/buildCorpus';
import type { Corpus } from './corpus/corpus';
import { fieldsOf } from './corpus/fields';
import { followersOf } from './corpus/followers';
import { growVocabulary } from './corpus/growVocabulary';
import type { EmbeddingConfig } from './embedding/config';
import { startVectors } from './embedding/startVectors';
import { trainEmbedding } from './embedding/trainer';
import type { EngineProgress } from './engine';
import { Cancelled } from './jobs/cancelled';
import type { Model } from './models/model';

export interface TrainingOptions {
  signal: AbortSignal;
  onProgress: (progress: EngineProgress) => void;
  /** A model of this configuration that the training goes on with; its vocabulary grows. */
  base?: Model;
}

/** From capture files to a model: load, build the corpus, train. Rejects with `Cancelled` when stopped. */
export async function runTraining(
  captures: CaptureStore,
  files: readonly string[],
  config: EmbeddingConfig,
  options: TrainingOptions,
): Promise<Model> {
  try {
    return await train(captures, files, config, options);
  } catch (error) {
    // Whatever step was interrupted, the reason is the same.
    if (options.signal.aborted) throw new Cancelled('The training was cancelled.', { cause: error });
    throw error;
  }
}

async function train(
  captures: CaptureStore,
  files: readonly string[],
  config: EmbeddingConfig,
  { signal, onProgress, base }: TrainingOptions,
): Promise<Model> {
  const epochs = config.epochs;
  const clock = stopwatch();
  onProgress({ stage: 'ingest', epoch: 0, epochs, fraction: 0 });
  const capture = await captures.open(files, signal);
  const ingest = clock();
  let corpus: Corpus;
  try {
    signal.throwIfAborted();
    onProgress({ stage: 'vocabulary', epoch: 0, epochs, fraction: 0 });
    corpus = await buildCorpus(capture, config, signal);
    if (base) corpus = growVocabulary(base.vocabulary, corpus);
    if (config.vectors === 'composed')
      corpus = { ...corpus, fields: fieldsOf(corpus.vocabulary, config.tokenColumns.length) };
  } catch (error) {
    await capture.close();
    throw error;
  }
  const vocabulary = clock();
  // Storing the capture goes on beside the training; neither waits for the other until the end.
  const stored = capture.close();
  stored.catch(() => undefined); // Awaited below; until then a failure must not end the process.
  // Inner nodes of another Huffman tree are other nodes: their vectors cannot be kept.
  const outputs = config.output === 'hierarchical' ? 'anew' : 'kept';
  const vectors = await trainEmbedding(corpus, config, {
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
    followers: followersOf(corpus),
    inputs: vectors.inputs,
    outputs: vectors.outputs,
  };
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
