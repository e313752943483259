import type {
  Calibration,
  ClassificationReport,
  Curve,
  EpochNumbers,
  LayerSummary,
  MisclassifiedRoute,
  NetworkKind,
  ProbabilityHistogram,
  Reconstructions,
  TellingSubnet,
} from '../traceroutes/reportTypes';
import type { JobParams } from './types';

export type * from '../traceroutes/reportTypes';

/** How a network learns from routes. 0 takes the notebook's value for the network where it says so. */
export interface RouteSettings {
  network: NetworkKind;
  /** 0: 25 (dense), 5 (LSTM), 20 (hybrid), 1 (autoencoder). */
  epochs: number;
  /** 0: 64 (dense, hybrid), 256 (LSTM), 4,096 (autoencoder). */
  batchSize: number;
  /** Of Adam; 0: 0.001, of the LSTM 0.0001. */
  learningRate: number;
  /** `halve`: halved whenever the validation loss did not fall; `cosine`: falls to zero over the epochs. */
  schedule: 'constant' | 'halve' | 'cosine';
  /** Epochs without a lower validation loss after which training ends, with the best weights; 0: all are trained. */
  earlyStop: number;
  /** `temporal`: the last of each class in time are tested; `random`: any. */
  split: 'temporal' | 'random';
  /** Share of the routes that is tested, 0 to 1. */
  testShare: number;
  /** `undersample`: as many of the commoner class as of the rarer; `weights`: all, the rarer weighing more. */
  balance: 'undersample' | 'weights' | 'none';
  /** Groups of subnets (Ward); 0: raw subnets, but 50 for the hybrid, as in the notebook; -1: raw for the hybrid too. */
  agglomerate: number;
  /** Bits of a subnet's prefix, of IPv4 and of IPv6. */
  prefix4: number;
  prefix6: number;
  seed: number;
  /** `native`: TensorFlow's library through tfjs-node; `wasm`; `auto`: native where it loads. */
  backend: 'auto' | 'native' | 'wasm';
}

/** `uri` is the file of routes. */
export interface RouteTrainParams extends JobParams {
  settings: RouteSettings;
  /** A `file:` URI of a CSV of destinations and labels. */
  labels?: string;
  /** Train even when the cache holds the network. */
  fresh?: boolean;
}

export interface RouteCounts {
  /** Distinct routes of more than two hops. */
  routes: number;
  /** Of each class, and without a label, which are not used. */
  benign: number;
  malicious: number;
  unlabelled: number;
  /** Routes that were trained on, held back for validation (0: the tested ones validate), and tested. */
  trained: number;
  validated: number;
  tested: number;
}

export interface RouteReport {
  uri: string;
  /** Names the network in the cache: digest of the files' content and all settings. */
  model: string;
  path: string;
  cached: boolean;
  /** ISO 8601. */
  trainedAt: string;
  network: NetworkKind;
  settings: RouteSettings;
  /** Trainable numbers, and where they are. */
  parameters: number;
  layers: readonly LayerSummary[];
  /** For example `tfjs-node 4.22.0 (TensorFlow 2.9.1)` or `wasm (SIMD), because …`. */
  backend: string;
  /** Over all, and its parts. */
  seconds: number;
  stages: { read: number; agglomerate: number; train: number; evaluate: number };
  counts: RouteCounts;
  /** Distinct subnets, and features the network gets of them. */
  subnets: number;
  features: number;
  epochs: readonly EpochNumbers[];
  stoppedEarly: boolean;
  /** Of the tested routes. Absent for the autoencoder, which knows no classes. */
  report?: ClassificationReport;
  /** Rows are the true class, columns the predicted one, in the order of `classes`. */
  confusion?: readonly (readonly number[])[];
  classes: readonly string[];
  rocAuc?: number | null;
  roc?: Curve;
  precisionRecall?: Curve;
  calibration?: Calibration;
  histogram?: ProbabilityHistogram;
  /** Most telling first, of either direction. `tellingRoutes` says of how many tested routes. */
  telling: readonly TellingSubnet[];
  tellingRoutes: number;
  /** Surest of their error first, at most 500; `misclassifiedTotal` counts all. */
  misclassified: readonly MisclassifiedRoute[];
  misclassifiedTotal: number;
  reconstructions?: Reconstructions;
  /** In words: whether the order of hops helps, when dense net and LSTM are both cached for these routes. */
  comparison?: string;
  /** Said on screen: what was left out, sampled, scaled. */
  notes: readonly string[];
}

/** `uri` is the file to be classified by the network of another. */
export interface RouteClassifyParams extends JobParams {
  /** A `file:` URI. */
  trainedOn: string;
  labels?: string;
  settings: RouteSettings;
}

export interface ClassifiedRoute {
  /** One-based line, and zero-based file. */
  line: number;
  file: number;
  destination: string;
  /** Of being malicious. */
  probability: number;
  /** The class it tells. */
  label: string;
  /** The file's own label, where it has one. */
  truth?: string;
  /** Subnets whose absence would change the probability most, at most three, with that change. */
  reasons: readonly { subnet: string; effect: number }[];
}

export interface RouteClassifyReport {
  uri: string;
  model: string;
  network: NetworkKind;
  backend: string;
  routes: readonly ClassifiedRoute[];
  /** Of the routes that have labels; absent without. */
  report?: ClassificationReport;
  rocAuc?: number | null;
  notes: readonly string[];
}

/** Progress of one training of a network. */
export interface RouteProgress {
  stage: 'read' | 'agglomerate' | 'train' | 'evaluate';
  epoch: number;
  epochs: number;
  batch: number;
  batches: number;
  loss?: number;
  secondsLeft?: number;
}
