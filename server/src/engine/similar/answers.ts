import type { SimilarHost } from '../../../../shared/protocol/hosts';
import type { LabelVote, SimilarReport } from '../../../../shared/protocol/similar';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { FieldPredicate } from './columnFilter';
import type { Neighbourhood } from './neighbours';

/** A flow by its row's text, in the first file unless another is named, or by its token. */
export type Query = { text: string; file?: string } | { line: number; file?: string } | { token: string };

/** What is asked of a model about tokens. `files` and `config` name the model; nothing is trained. */
export interface SimilarAnswers {
  /** Neighbours by row text or typed token; undefined while there is no model. Throws when the query is no flow. */
  similar(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
    top: number,
    where?: readonly FieldPredicate[],
  ): Promise<Omit<SimilarReport, 'uri'> | undefined>;
  /** Tokens near the sum of `positive` less the sum of `negative` (gensim's most_similar); undefined without a model. */
  mostSimilar(
    files: readonly string[],
    config: EmbeddingConfig,
    query: { positive: readonly string[]; negative: readonly string[]; where?: readonly FieldPredicate[] },
    top: number,
  ): Promise<Omit<SimilarReport, 'uri'> | undefined>;
  /** Cosine of two tokens, and the token of several that fits the others least. */
  similarity(
    files: readonly string[],
    config: EmbeddingConfig,
    a: string,
    b: string,
  ): Promise<number | undefined>;
  oddOneOut(
    files: readonly string[],
    config: EmbeddingConfig,
    tokens: readonly string[],
  ): Promise<string | undefined>;
  /** Hosts that do what a host does, nearest first, and its tokens, the commonest first; undefined without a model or its flows. */
  similarHosts(
    files: readonly string[],
    config: EmbeddingConfig,
    address: string,
    top: number,
  ): Promise<{ similar: SimilarHost[]; tokens: { token: string; flows: number }[] } | undefined>;
  /** Known tokens that begin with, or contain, what is typed; commonest first. */
  complete(files: readonly string[], config: EmbeddingConfig, typed: string, top: number): Promise<string[]>;
  /**
   * A model from a file, read only: ours, or word2vec's text or binary form, whose tokens have `columns`. Rejects,
   * naming the file and the line or row, when it cannot be read.
   */
  modelAt(path: string, columns?: readonly string[]): Promise<Neighbourhood>;
  /** Labels voted by nearest labelled tokens; "unknown" below `confidence`. */
  predictLabel(
    files: readonly string[],
    config: EmbeddingConfig,
    query: Query,
    options: { neighbours: number; confidence: number },
  ): Promise<LabelVote | undefined>;
}
