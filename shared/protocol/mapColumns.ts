/*
 * The columns of a map, as the file holds them and as the page draws them: one place a point in every array.
 * Nothing here needs Node, so that page, extension and server can share it. All texts come from captures: whoever
 * is being watched may have written them, so they are shown as text and never as markup.
 */

/** How the layout was made; what the method does not use is there and means nothing. */
export interface LayoutSettings {
  method: 'tsne' | 'umap' | 'pca';
  dimensions: 2 | 3;
  points: number;
  perplexity: number;
  earlyExaggeration: number;
  learningRate: number;
  iterations: number;
  neighbours: number;
  minDist: number;
  epochs: number;
  seed: number;
}

/** Said beside the columns, as JSON at the file's head. */
export interface MapHeader {
  /** Digest of capture and configuration of the model whose tokens these are. */
  model: string;
  /** ISO 8601; '' of a deterministic training. A model that is trained anew has other vectors. */
  trainedAt: string;
  settings: LayoutSettings;
  points: number;
  /** Tokens of the model. */
  of: number;
  /** Of the layout, its neighbours and its measure; not of the training. */
  seconds: number;
  /** Both of ten neighbours, 0 to 1, measured at `qualityPoints` of the points against all of them. */
  trustworthiness: number;
  preservation: number;
  qualityPoints: number;
  /** Share of the variance along each axis, of a principal component map only. */
  explained?: readonly number[];
  notes: readonly string[];
  /** Classes that `label` counts: 0 stands for the first of them. Empty when the capture has no labels. */
  labels: readonly string[];
  /** Names of the capture's files, without folders, that `file` counts. */
  files: readonly string[];
  /** One for each column of the tokens, in their order: array `column0` has indices into the first's `values`. */
  columns: readonly { name: string; values: readonly string[] }[];
  /** Means over a token's flows: array `number0` has the first's values. */
  numbers: readonly { name: 'duration' | 'bytes' | 'packets'; unit: 's' | 'B' | '' }[];
  /** The clustering that `cluster` counts, and the clusters' names by number; null when there was none. */
  clusters: { clustering: string; names: readonly string[] } | null;
}

/** Arrays by name; each has `points` entries unless said otherwise. Points stand commonest token first. */
export interface MapArrays {
  x: Float32Array;
  y: Float32Array;
  /** Of a map in three dimensions only. */
  z?: Float32Array;
  /** Row of the token in the model, rising. */
  row: Uint32Array;
  /** Flows with the token. */
  count: Uint32Array;
  /** One-based line of the token's first flow, and its zero-based file. */
  line: Uint32Array;
  file: Uint16Array;
  /** The class that most of the token's flows have, an index into `labels`; `none8` for a token without. */
  label: Uint8Array;
  /** Number of the cluster; `none32` for none. */
  cluster: Uint32Array;
  /** The tokens as UTF-8, one after the other; token i is the bytes textStart[i] to textStart[i + 1]. */
  text: Uint8Array;
  /** points + 1 entries. */
  textStart: Uint32Array;
  /** Indices into the values of the header's columns; a token that lacks the column has `none32`. */
  [column: `column${number}`]: Uint32Array;
  /** Not a number where no flow of the token tells. */
  [number: `number${number}`]: Float32Array;
}

export const none8 = 0xff;
export const none32 = 0xffffffff;
