import { isAbsolute } from 'node:path';
import {
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../engine/training/embedding/config';
import type { Settings } from '../../../shared/protocol/settings';

/** Reads one value, or throws with what is accepted. */
type Rule<T> = { fallback: T; read: (value: unknown) => T };
type Rules<T> = { [K in keyof T]: Rule<T[K]> };

// Ranges and defaults are those of package.json, where the editor says them to the user.
const rules: { [Area in keyof Settings]: Rules<Settings[Area]> } = {
  corpus: {
    sentence: { fallback: 'count:30', read: sentence },
    tokenColumns: { fallback: defaultConfig.tokenColumns, read: tokenColumns },
    phrases: integer(defaultConfig.phrases, 0, 5),
    phraseScore: { fallback: defaultConfig.phraseScore, read: phraseScore },
    phraseThreshold: real(defaultConfig.phraseThreshold, -1, 1_000_000),
  },
  embedding: {
    architecture: oneOf(defaultConfig.architecture, ['skip-gram', 'cbow']),
    cbowMean: boolean(defaultConfig.cbowMean),
    output: oneOf(defaultConfig.output, ['negative', 'hierarchical']),
    vectors: { fallback: defaultConfig.vectors, read: vectors },
    size: integer(defaultConfig.size, 1, 1024),
    window: integer(defaultConfig.window, 1, 1000),
    shrinkWindow: boolean(defaultConfig.shrinkWindow),
    negative: integer(defaultConfig.negative, 1, 100),
    noiseExponent: real(defaultConfig.noiseExponent, -2, 2),
    epochs: integer(defaultConfig.epochs, 1, 1000),
    earlyStop: real(defaultConfig.earlyStop, 0, 0.99),
    minCount: integer(defaultConfig.minCount, 1, 1_000_000),
    maxVocabulary: integer(defaultConfig.maxVocabulary, 0, 4_294_967_295),
    sample: real(defaultConfig.sample, 0, 1),
    alpha: real(defaultConfig.alpha, Number.MIN_VALUE, 1),
    workers: integer(defaultConfig.workers, 0, 64),
    seed: integer(defaultConfig.seed, 0, 4_294_967_295),
    deterministic: boolean(defaultConfig.deterministic),
  },
  training: { onOpen: boolean(false) },
  hover: { neighbours: integer(5, 0, 20) },
  labels: { confidence: real(0.6, 0, 1), inlayHints: boolean(false) },
  clusters: {
    k: integer(0, 0, 1_000_000),
    restarts: integer(1, 1, 100),
    spherical: boolean(false),
    method: oneOf('full', ['full', 'mini-batch']),
  },
  map: {
    method: oneOf('tsne', ['tsne', 'umap', 'pca']),
    dimensions: oneOf(2, [2, 3]),
    points: integer(20_000, 0, 10_000_000),
    perplexity: real(30, 1, 1000),
    earlyExaggeration: real(12, 1, 100),
    learningRate: real(0, 0, 1_000_000),
    iterations: integer(1000, 50, 100_000),
    neighbours: integer(15, 2, 500),
    minDist: real(0.1, 0, 1),
    epochs: integer(0, 0, 100_000),
  },
  routes: {
    prefix: integer(24, 1, 32),
    prefixIPv6: integer(48, 1, 128),
    mmdb: { fallback: '', read: directory },
    lens: boolean(true),
  },
  lens: { enabled: boolean(true) },
  diagnostics: { limit: integer(1000, 0, 100_000) },
  cache: { directory: { fallback: '', read: directory }, maxSizeMiB: integer(4096, 64, 1_048_576) },
};

/**
 * The `flow2vec` section as the editor hands it over, checked and frozen: one snapshot serves one job. A value
 * of the wrong kind or range becomes its default, and `warn` is told once for each.
 */
export function readSettings(raw: unknown, warn: (message: string) => void): Settings {
  const areas = Object.entries(rules).map(([area, fields]) => {
    const values = Object.entries(fields as Record<string, Rule<unknown>>).map(([name, rule]) => {
      const value = member(member(raw, area), name);
      return [name, valueOf(rule, value, `flow2vec.${area}.${name}`, warn)];
    });
    return [area, Object.freeze(Object.fromEntries(values))];
  });
  return Object.freeze(Object.fromEntries(areas)) as Settings;
}

/** The whole configuration of a model trained with these settings. */
export function embeddingConfig({ corpus, embedding }: Settings): EmbeddingConfig {
  return {
    ...defaultConfig,
    ...corpus,
    ...embedding,
    tokenColumns: parseTokenColumns(corpus.tokenColumns),
    sentence: parseSentenceScheme(corpus.sentence),
  };
}

function valueOf<T>(rule: Rule<T>, value: unknown, key: string, warn: (message: string) => void): T {
  if (value === undefined || value === null) return rule.fallback;
  try {
    return rule.read(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`Setting ${key}: ${reason} Using ${JSON.stringify(rule.fallback)}.`);
    return rule.fallback;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function integer(fallback: number, least: number, most: number): Rule<number> {
  const whole = real(fallback, least, most);
  const read = (value: unknown): number => {
    if (!Number.isInteger(value)) throw new Error(`${JSON.stringify(value)} is no whole number.`);
    return whole.read(value);
  };
  return { fallback, read };
}

function real(fallback: number, least: number, most: number): Rule<number> {
  const read = (value: unknown): number => {
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw new Error(`${JSON.stringify(value)} is no number from ${least} to ${most}.`);
  };
  return { fallback, read };
}

function boolean(fallback: boolean): Rule<boolean> {
  const read = (value: unknown): boolean => {
    if (typeof value === 'boolean') return value;
    throw new Error(`${JSON.stringify(value)} is neither true nor false.`);
  };
  return { fallback, read };
}

function oneOf<T extends string | number>(fallback: T, accepted: readonly T[]): Rule<T> {
  const read = (value: unknown): T => {
    const found = accepted.find(each => each === value);
    if (found === undefined) throw new Error(`${JSON.stringify(value)} is none of ${accepted.join(', ')}.`);
    return found;
  };
  return { fallback, read };
}

function sentence(value: unknown): string {
  parseSentenceScheme(String(value));
  return String(value);
}

function tokenColumns(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Error('it is no list of column names.');
  return Object.freeze(parseTokenColumns(value.map(String)));
}

function vectors(value: unknown): 'composed' | 'plain' {
  if (value === 'composed' || value === 'plain') return value;
  throw new Error('composed or plain is accepted');
}

function phraseScore(value: unknown): 'default' | 'npmi' {
  if (value === 'default' || value === 'npmi') return value;
  throw new Error('default or npmi is accepted');
}

function directory(value: unknown): string {
  if (value === '' || (typeof value === 'string' && isAbsolute(value))) return value;
  throw new Error(`${JSON.stringify(value)} is no absolute path.`);
}
