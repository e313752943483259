import type { CaptureRef } from './captures';
import type { JobParams } from './jobs';

/** How token vectors are laid out. What a method does not use is ignored, and does not count for the cache. */
export interface MapSettings {
  method: 'tsne' | 'umap' | 'pca';
  dimensions: 2 | 3;
  /** Points at most, a sample stratified by label; 0: all. */
  points: number;
  /** Of t-SNE (van der Maaten and Hinton 2008). */
  perplexity: number;
  earlyExaggeration: number;
  /** 0: points / early exaggeration, at least 200 (Belkina et al. 2019). */
  learningRate: number;
  iterations: number;
  /** Of UMAP (McInnes et al. 2018). */
  neighbours: number;
  minDist: number;
  /** 0: 500 up to 100,000 points, else 300. */
  epochs: number;
  seed: number;
}

export interface MapParams extends JobParams {
  /** What is left out is as `flow2vec.map.*` and `flow2vec.embedding.seed` have it. */
  settings?: Partial<MapSettings>;
  /** Lay out anew even when the cache holds the map. */
  fresh?: boolean;
}

export interface MapReport {
  uri: string;
  /** Names the map. */
  map: string;
  /**
   * Of the file with the map's columns (server/src/engine/map/mapFile.ts), which the extension hands to the page as bytes.
   */
  path: string;
  cached: boolean;
  settings: MapSettings;
  method: string;
  dimensions: number;
  points: number;
  /** Tokens of the model. */
  of: number;
  seconds: number;
  /** Of ten neighbours, 0 to 1 (Venna and Kaski 2001), measured at `qualityPoints` of the points. */
  trustworthiness: number;
  /** Mean share of a point's ten nearest in the original space that are its ten nearest on the map. */
  preservation: number;
  qualityPoints: number;
  /** Said on screen: what was sampled and how. */
  notes: readonly string[];
}

/** In `JobProgress`: what the layout looks like now. */
export interface MapProgress {
  stage: 'neighbours' | 'layout' | 'quality';
  iteration: number;
  of: number;
  /**
   * Base64 of points × dimensions 16-bit unsigned numbers, little-endian, 0 to 65,535 over the layout's bounding
   * box, rows as in the finished map; at most two a second.
   */
  snapshot?: string;
}

/** Which point of a map a flow is; of its line, its text or its token, the last that is given wins. */
export interface MapMarkParams extends CaptureRef {
  /** As `MapReport.map`. */
  map: string;
  /** Zero-based, of an open capture. */
  line?: number;
  /** A row of the capture. */
  text?: string;
  token?: string;
}

export interface MapMark {
  /** Place in the map's columns; null when nothing on the map can stand for the flow. */
  point: number | null;
  token: string;
  /** False when the point is not this token but the nearest one that is on the map; `note` says so. */
  known: boolean;
  /** Said on screen. */
  note?: string;
}
