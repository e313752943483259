import type { CaptureRef, LabelCounts } from './captures';

export interface SimilarParams extends CaptureRef {
  /** Zero-based line with its text; `text` wins over what is on disk, so unsaved edits are answered. */
  line?: number;
  text?: string;
  /** A typed token, for example `udp 10.0.0.1 8.8.8.8 53`. */
  token?: string;
  /** Typed tokens whose sum, less the sum of `negative`, is looked near; `positive` wins over the others. */
  positive?: readonly string[];
  negative?: readonly string[];
  top: number;
}

/** One column of the token scheme and its value in a neighbour. */
export interface TokenField {
  column: string;
  value: string;
  /** Whether the value is the one of the token asked about. */
  shared: boolean;
}

export interface Neighbour {
  token: string;
  /** Cosine, -1 to 1. */
  similarity: number;
  /** Flows with this token. */
  count: number;
  labels: LabelCounts;
  fields: readonly TokenField[];
  /** One-based line of the first flow with this token, and its zero-based file among the capture's. */
  firstLine: number;
  file: number;
}

/** A token that follows another within a sentence. */
export interface Follower {
  token: string;
  /** Share of the successors of the token asked about, 0 to 1. */
  probability: number;
}

/** What the labels of the nearest labelled tokens say of a token's own. */
export interface LabelVote {
  label: string;
  /** Share of the similarity-weighted vote, 0 to 1. */
  confidence: number;
  /** Share of each class. */
  votes: Record<string, number>;
  /** Neighbours that had a say, and those of them most of whose flows have the leading class. */
  voters?: number;
  agreeing?: number;
}

export interface SimilarReport {
  uri: string;
  token: string;
  /** Column names of the token scheme, in order. */
  columns: readonly string[];
  /** False when no flow of the training capture has this token. */
  known: boolean;
  /** The token is unknown, but its vector could be composed from its fields; similarities are cosines then. */
  composed?: boolean;
  /** Flows with this token; 0 when unknown. */
  count: number;
  labels: LabelCounts;
  /**
   * Nearest first. For an unknown token that could not be composed either: the known tokens that share most
   * fields (similarity 0).
   */
  neighbours: readonly Neighbour[];
  /** The same vote that hovers and hints tell; absent where nothing is labelled. */
  vote?: LabelVote;
  /** At most three, likeliest first; absent for an unknown token. */
  followedBy?: readonly Follower[];
  /** Said on screen, for example why an unknown token has no vector. */
  note?: string;
  model: { id: string; flows: number; vocabulary: number; trainedAt: string };
}

export interface CompleteParams extends CaptureRef {
  /** The beginning of a token, or a part of one. */
  typed: string;
  top: number;
}
