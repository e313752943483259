import * as l10n from '@vscode/l10n';
import type { NumberedCorpus } from '../corpus/corpus';
import * as control from '../../../../kernels/training/parts/control';
import { Addresses, putFloats, putWords, sharedMemory } from '../../../base/threads/kernel';
import type { EmbeddingConfig } from './config';
import { vocabularyTree } from './huffmanTree';
import { keepThresholds, noiseTables } from './sampling';
import { language } from '../../../../../shared/text/language';

/** Corpus positions in a chunk: small enough that threads finish together, large enough to be worth a turn. */
const chunkTokens = 4000;
const lanes = 8;

export interface MemoryPlan {
  memory: WebAssembly.Memory;
  control: number;
  /** Address of the scratch of thread 0, and bytes to the next. */
  scratch: number;
  scratchBytes: number;
  longestSentence: number;
  chunks: number;
  chunksPerEpoch: number;
  /** Floats of a row in memory; the row's first `size` are the vector. */
  rowFloats: number;
  /** Rows of each matrix: tokens, or fields. */
  rows: number;
}

/** Bytes of scratch that a kernel wants, asked of the kernel itself once the control block stands. */
export type ScratchOf = (memory: WebAssembly.Memory, control: number, longestSentence: number) => number;

/**
 * Lays corpus, tables and matrices out in one shared memory. Throws before anything is trained when they do
 * not fit, saying what to lower. `scratchBytes` is an upper bound of a thread's scratch.
 */
export function planMemory(
  corpus: NumberedCorpus,
  config: EmbeddingConfig,
  workers: number,
  scratchBytes: number,
): MemoryPlan {
  const rowFloats = Math.ceil(config.size / lanes) * lanes;
  const vocabulary = corpus.vocabulary.size;
  // What has a row in the matrices: tokens, or the fields they are composed of.
  const units = corpus.fields ?? corpus.vocabulary;
  const hierarchical = config.output === 'hierarchical';
  const chunkStarts = chunkTable(corpus.sentences);
  const addresses = new Addresses();
  const reserve = (bytes: number) => addresses.take(bytes);
  const address = {
    control: reserve(128),
    corpus: reserve(corpus.tokens.length * 4),
    sentences: reserve(corpus.sentences.length * 4),
    chunkTable: reserve(chunkStarts.length * 4),
    noiseThreshold: hierarchical ? 0 : reserve(units.size * 4),
    noiseAlias: hierarchical ? 0 : reserve(units.size * 4),
    parents: hierarchical ? reserve(units.size * 8) : 0,
    keep: config.sample > 0 ? reserve(vocabulary * 4) : 0,
    tokenFields: corpus.fields ? reserve(corpus.fields.ofTokens.length * 4) : 0,
    inputs: reserve(units.size * rowFloats * 4),
    outputs: reserve(units.size * rowFloats * 4),
    scratch: reserve(scratchBytes * workers),
  };
  const memory = sharedMemory(
    addresses.end,
    l10n.t(
      'For {0} {1} of {2} numbers: raise the minimum count, make vectors smaller, or choose fewer columns for a token.',
      units.size.toLocaleString(language()),
      corpus.fields ? 'fields' : 'tokens',
      config.size,
    ),
  );
  const put = (where: number, values: Uint32Array) =>
    new Uint32Array(memory.buffer, where, values.length).set(values);
  put(address.corpus, corpus.tokens);
  put(address.sentences, corpus.sentences);
  put(address.chunkTable, chunkStarts);
  if (hierarchical) put(address.parents, vocabularyTree(units.counts));
  else {
    const noise = noiseTables(units.counts, config.noiseExponent);
    put(address.noiseThreshold, noise.threshold);
    put(address.noiseAlias, noise.alias);
  }
  if (address.keep) put(address.keep, keepThresholds(corpus.vocabulary.counts, config.sample));
  if (corpus.fields) put(address.tokenFields, corpus.fields.ofTokens);
  const chunks = (chunkStarts.length - 1) * config.epochs;
  putWords(memory, address.control, [
    [control.CHUNKS, chunks],
    [control.LIMIT, chunks],
    [control.CHUNKS_PER_EPOCH, chunkStarts.length - 1],
    [control.CHUNK_TABLE, address.chunkTable],
    [control.SENTENCES, address.sentences],
    [control.CORPUS, address.corpus],
    [control.INPUTS, address.inputs],
    [control.OUTPUTS, address.outputs],
    [control.NOISE_THRESHOLD, address.noiseThreshold],
    [control.NOISE_ALIAS, address.noiseAlias],
    [control.KEEP, address.keep],
    [control.TOKEN_FIELDS, address.tokenFields],
    [control.PARENTS, address.parents],
    [control.STRIDE, rowFloats * 4],
    [control.WINDOW, config.window],
    [control.SHRINK, Number(config.shrinkWindow)],
    [control.HIERARCHICAL, Number(hierarchical)],
    [control.MEAN, Number(config.cbowMean)],
    [control.NEGATIVE, config.negative],
    [control.VOCABULARY, units.size],
    [control.FIELDS, corpus.fields?.columns ?? 0],
    [control.SEED, config.seed],
    [control.THREADS, workers],
  ]);
  putFloats(memory, address.control, [
    [control.ALPHA, config.alpha],
    [control.MIN_ALPHA, config.minAlpha],
  ]);
  return {
    memory,
    control: address.control,
    scratch: address.scratch,
    scratchBytes,
    longestSentence: longestOf(corpus.sentences),
    chunks,
    chunksPerEpoch: chunkStarts.length - 1,
    rowFloats,
    rows: units.size,
  };
}

/** First sentence of each chunk, and the number of sentences last. */
function chunkTable(sentences: Uint32Array): Uint32Array {
  const starts: number[] = [];
  for (let s = 0, from = -Infinity; s < sentences.length - 1; s++) {
    const position = sentences[s] as number;
    if (position - from < chunkTokens) continue;
    starts.push(s);
    from = position;
  }
  starts.push(sentences.length - 1);
  return Uint32Array.from(starts);
}

export function longestOf(sentences: Uint32Array): number {
  let longest = 0;
  for (let s = 1; s < sentences.length; s++)
    longest = Math.max(longest, (sentences[s] as number) - (sentences[s - 1] as number));
  return longest;
}
