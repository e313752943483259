import * as l10n from '@vscode/l10n';
import { columnPart } from '../corpus/columnParts';
import type { SentenceScheme } from '../corpus/sentences';
import { defaultsOf, rangeOf, refusal, type Parameter } from '../../../../../shared/parameters/parameter';
import {
  corpusParameters,
  embeddingParameters,
  minAlpha,
  sentenceNumbers,
} from '../../../../../shared/parameters/training';

/**
 * Everything that decides what a model is; its digest, with the capture's, is the model's cache key.
 * Parameters mean what they mean in gensim's Word2Vec.
 */
export interface EmbeddingConfig {
  /** Parts of a token: columns, and parts derived of them such as `Dport/class` or `SrcAddr/24`. */
  tokenColumns: readonly string[];
  sentence: SentenceScheme;
  architecture: 'skip-gram' | 'cbow';
  /** Of CBOW: contexts are averaged, or summed (gensim's cbow_mean). */
  cbowMean: boolean;
  /** `negative`: negative sampling; `hierarchical`: hierarchical softmax over a Huffman tree of the counts. */
  output: 'negative' | 'hierarchical';
  /** Each centre draws its window from 1 to `window` (gensim's shrink_windows), or always takes all of it. */
  shrinkWindow: boolean;
  /** Commonest tokens kept; 0: all. */
  maxVocabulary: number;
  /** Stops after an epoch whose loss is not lower than the last one's by this share; 0: never. */
  earlyStop: number;
  /** Passes of phrase detection before the training; 0: none. */
  phrases: number;
  phraseScore: 'default' | 'npmi';
  phraseThreshold: number;
  /**
   * `plain`: a vector for each token, as gensim trains it. `composed`: a vector for each field, and a token's is
   * the mean of its fields' (fastText's idea with columns in place of character n-grams), which says something
   * of tokens seen once, and of tokens never seen.
   */
  vectors: 'composed' | 'plain';
  size: number;
  window: number;
  negative: number;
  epochs: number;
  minCount: number;
  sample: number;
  alpha: number;
  minAlpha: number;
  /** Exponent of the noise distribution that negatives are drawn from. */
  noiseExponent: number;
  workers: number;
  seed: number;
  /** One worker, same bytes on every run. */
  deterministic: boolean;
  /**
   * A model file, or a capture that has a cached model of this configuration, to go on with: its vectors are kept,
   * its vocabulary grows, and its configuration holds but for epochs, alpha, minimum alpha and workers. In a
   * model's own configuration: the digest of the model before.
   */
  continueFrom?: string;
}

export const defaultConfig: EmbeddingConfig = {
  ...defaultsOf(corpusParameters),
  ...defaultsOf(embeddingParameters),
  minAlpha: minAlpha.default,
  sentence: parseSentenceScheme(corpusParameters.sentence.default, corpusParameters.tokenColumns.default),
};

/** The table's parameter of each field that has one: numbers, switches and choices. */
export const configParameters: Readonly<Partial<Record<keyof EmbeddingConfig, Parameter>>> = {
  ...corpusParameters,
  ...embeddingParameters,
  minAlpha,
};

/**
 * Reads `auto`, `count:30`, `time:60`, `host` or `service:3600`. Throws with the accepted forms. Automatically, tokens
 * that leave the source address out are cut by host: of neighbours in time, nothing would tell them whose they are.
 */
export function parseSentenceScheme(text: string, tokenColumns: readonly string[]): SentenceScheme {
  const scheme = text.trim();
  if (scheme === 'auto' && tokenColumns.some(name => columnPart(name).column === 'SrcAddr'))
    return { by: 'count', size: sentenceNumbers.flows.default };
  if (scheme === 'host' || scheme === 'auto') return { by: 'host' };
  const [, by, number] = /^(count|time|service):(\d+(?:\.\d+)?)$/.exec(scheme) ?? [];
  const { flows, seconds } = sentenceNumbers;
  const n = Number(number);
  if (by === 'count' && refusal(flows, n) === undefined) return { by, size: n };
  if ((by === 'time' || by === 'service') && refusal(seconds, n) === undefined) return { by, seconds: n };
  throw new Error(
    l10n.t(
      '"{0}" is no sentence scheme: write auto, count:30 (flows, {1}), time:60 (seconds, {2}), host, or service:3600 (seconds).',
      text,
      rangeOf(flows),
      rangeOf(seconds),
    ),
  );
}

/** Reads `Proto,SrcAddr/24,DstAddr,Dport/class`. Throws with the known columns, or what can be derived of one. */
export function parseTokenColumns(names: readonly string[]): string[] {
  const columns = names.map(name => columnPart(name).name);
  if (columns.length === 0) throw new Error(l10n.t('A token needs at least one column.'));
  if (new Set(columns).size < columns.length) throw new Error(l10n.t('A token names a column twice.'));
  return columns;
}
