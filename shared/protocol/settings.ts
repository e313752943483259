import type { MapSettings } from './map';

/** The `flow2vec.*` settings the server reads, as VS Code hands them over. */
export interface Settings {
  corpus: {
    sentence: string;
    tokenColumns: readonly string[];
    /** Passes; 0: none. */
    phrases: number;
    phraseScore: 'default' | 'npmi';
    phraseThreshold: number;
  };
  embedding: {
    architecture: 'skip-gram' | 'cbow';
    cbowMean: boolean;
    output: 'negative' | 'hierarchical';
    vectors: 'composed' | 'plain';
    size: number;
    window: number;
    shrinkWindow: boolean;
    negative: number;
    noiseExponent: number;
    epochs: number;
    /** Share of the loss that an epoch must take off; 0: all epochs are trained. */
    earlyStop: number;
    minCount: number;
    /** 0: all tokens. */
    maxVocabulary: number;
    sample: number;
    alpha: number;
    /** 0: one for each core. */
    workers: number;
    seed: number;
    deterministic: boolean;
  };
  training: { onOpen: boolean };
  hover: { neighbours: number };
  /** `confidence`: share of the vote, 0 to 1, below which a predicted label is "unknown". */
  labels: { confidence: number; inlayHints: boolean };
  /** `k` 0: the suggested number. */
  clusters: { k: number; restarts: number; spherical: boolean; method: 'full' | 'mini-batch' };
  map: Omit<MapSettings, 'seed'>;
  /** Lengths of prefixes in bits; `mmdb` is a path, or empty. */
  routes: { prefix: number; prefixIPv6: number; mmdb: string; lens: boolean };
  /** Path of a table of hosts, or empty. */
  hosts: { names: string; pseudonyms: boolean };
  lens: { enabled: boolean };
  diagnostics: { limit: number };
  cache: { directory: string; maxSizeMiB: number };
  /** `memoryMiB` 0: half of the machine's. */
  database: { memoryMiB: number; spillMiB: number };
}
