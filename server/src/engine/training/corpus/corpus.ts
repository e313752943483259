import type { LabelClass } from '../../captures/labels';

/** Distinct tokens of a capture, commonest first (ties: first seen first), with what is known of each. */
export interface Vocabulary {
  size: number;
  tokens: readonly string[];
  /** Flows with the token. */
  counts: Uint32Array;
  /** One-based line of the token's first flow, and its file among the capture's. */
  firstLines: Uint32Array;
  firstFiles: Uint16Array;
  /** Label classes that occur, and size × classes counts: labels stay beside the tokens. */
  labelClasses: readonly LabelClass[];
  labelCounts: Uint32Array;
}

/** The distinct field values of a vocabulary's tokens; the same text in two columns is two fields. */
export interface FieldTable {
  size: number;
  /** Column (zero-based, in token order) and value, joined by a space. */
  names: readonly string[];
  /** Flows with the field, commonest first. */
  counts: Uint32Array;
  /**
   * Field numbers of an entry in `ofTokens`: the columns of a token; a multiple of them where there are phrases,
   * each of whose tokens then has as many places (the mean over the places is the mean over the tokens).
   */
  columns: number;
  /** vocabulary × columns field numbers. */
  ofTokens: Uint32Array;
}

/** A capture as word2vec reads it: sentences of token numbers. */
export interface Corpus {
  vocabulary: Vocabulary;
  /** The tokens' fields, when vectors are composed of them. */
  fields?: FieldTable;
  /** Token numbers in file order; tokens below the minimum count are gone. */
  tokens: Uint32Array;
  /** First position of each sentence in `tokens`; one more entry than sentences. */
  sentences: Uint32Array;
  /** Flows of the capture, rare tokens included. */
  flows: number;
}

/** What vectors are learned from: numbers alone. A share of a corpus is one as well, whose tokens are counted within it. */
export interface NumberedCorpus extends Pick<Corpus, 'tokens' | 'sentences'> {
  vocabulary: Pick<Vocabulary, 'size' | 'counts'>;
  fields?: Omit<FieldTable, 'names'>;
}
