/** The classes of a route, in the order of `RouteTable.labels`. */
export const routeClasses = ['benign', 'malicious'] as const;

export const networkKinds = ['dense', 'lstm', 'hybrid', 'autoencoder'] as const;
export type NetworkKind = (typeof networkKinds)[number];

/** A row of scikit-learn's classification report. */
export interface ReportRow {
  precision: number;
  recall: number;
  f1: number;
  /** Routes whose true class this is; of all classes in the rows of means. */
  support: number;
}

/** scikit-learn's `classification_report`, of a threshold on the probability of being malicious. */
export interface ClassificationReport {
  perClass: Readonly<Record<string, ReportRow>>;
  accuracy: number;
  /** Unweighted means of the classes. */
  macro: ReportRow;
  /** Means weighted by support. */
  weighted: ReportRow;
}

export interface Curve {
  /** Points in order of falling threshold; at most 512 of the curve's corners are told. */
  thresholds: readonly number[];
  /** False positive rate (ROC) or recall (precision-recall). */
  x: readonly number[];
  /** True positive rate (ROC) or precision. */
  y: readonly number[];
  /** Area below the whole curve: trapezoids (ROC), or average precision. Null when a class is missing. */
  area: number | null;
}

/** Routes of one tenth of the probabilities: a calibrated network is right as often as it says. */
export interface CalibrationBin {
  from: number;
  to: number;
  /** Mean probability told, and share that is malicious; null without routes. */
  predicted: number | null;
  observed: number | null;
  routes: number;
}

export interface Calibration {
  bins: readonly CalibrationBin[];
  /** Mean squared difference of probability and truth (Brier 1950). */
  brier: number;
  /** Mean of |predicted - observed| weighted by routes (expected calibration error). */
  error: number;
}

/** Tested routes by their probability, for a threshold that moves: bin b is [b / bins, (b + 1) / bins). */
export interface ProbabilityHistogram {
  bins: number;
  benign: readonly number[];
  malicious: readonly number[];
}

export interface TellingSubnet {
  subnet: string;
  /** By how much the probability of being malicious falls, in the mean, when the subnet is taken out of a route. */
  effect: number;
  /** Tested routes with the subnet that were asked, and how many of them are malicious. */
  routes: number;
  malicious: number;
}

export interface MisclassifiedRoute {
  /** One-based line of the route's header, and its zero-based file. */
  line: number;
  file: number;
  destination: string;
  probability: number;
  /** Its true class. */
  label: (typeof routeClasses)[number];
}

export interface EpochNumbers {
  loss: number;
  /** Of the autoencoder: the share of routes whose likeliest subnet is one of theirs. */
  accuracy: number;
  valLoss: number;
  valAccuracy: number;
  seconds: number;
  learningRate: number;
}

export interface LayerSummary {
  name: string;
  /** Shape of its output, without the batch. */
  output: string;
  parameters: number;
}

/** What an autoencoder makes of the tested routes. */
export interface Reconstructions {
  routes: number;
  /** Distinct sets of subnets among the routes. */
  distinctInputs: number;
  /**
   * Distinct reconstructions: sets of as many likeliest subnets as the median route has. The finding of the
   * notebook is that there are a handful, whatever the route.
   */
  distinct: number;
  /** Share of a route's subnets that are among its reconstruction's, in the mean. */
  recovered: number;
  /** The same of the commonest subnets, whatever the route: what a network recovers that has learned nothing of it. */
  commonest: number;
  /** Few distinct reconstructions, or none that recovers more than the commonest subnets. */
  collapsed: boolean;
}

/** How a network learns from routes. 0 takes the notebook's value for the network where it says so. */
export interface RouteSettings {
  network: NetworkKind;
  /** 0: 25 (dense), 5 (LSTM), 20 (hybrid), 1 (autoencoder). */
  epochs: number;
  /** 0: 64 (dense, hybrid), 256 (LSTM), 4,096 (autoencoder). */
  batchSize: number;
  /** Of Adam; 0: 0.001, of the LSTM 0.0001, with `destination` counts 0.0003. */
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
  /**
   * Where a route of fewer hops stands in the thirty steps of a sequence: at their `start`, as in the notebook, or at
   * their `end`, so that no empty steps follow its last hop.
   */
  align: 'start' | 'end';
  /**
   * What a network is told of the destination, beside the hops: `none`, as in the notebook, or `counts`, the share of
   * malicious routes to its subnet among those that are trained on.
   */
  destination: 'none' | 'counts';
  /** Bits of a subnet's prefix, of IPv4 and of IPv6. */
  prefix4: number;
  prefix6: number;
  seed: number;
  /** `native`: TensorFlow's library through tfjs-node; `wasm`; `auto`: native where it loads. */
  backend: 'auto' | 'native' | 'wasm';
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

/**
 * What counting alone says, without learning: the commoner label of the destination's subnet among the routes trained
 * on; where these are few, its wider subnet decides, then its network, then all routes.
 */
export interface DestinationBaseline {
  report: ClassificationReport;
  rocAuc: number | null;
  /** Judged routes to whose subnet a route was trained on. */
  known: number;
  /** From narrow to wide, for example `/24`, `/16`, `network`. */
  levels: readonly string[];
  /** In words: whether the network is ahead of it. */
  verdict: string;
}

/** What a network learned, as its file in the cache keeps it. */
export interface NetworkReport {
  /** Names the network in the cache: digest of the files' content and all settings. */
  model: string;
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
  /** Paths of the files; `file` of a route counts them. */
  files: readonly string[];
  /** Distinct subnets, and features the network gets of them. */
  subnets: number;
  features: number;
  epochs: readonly EpochNumbers[];
  stoppedEarly: boolean;
  /** Of the tested routes. Absent for the autoencoder, which knows no classes. */
  report?: ClassificationReport;
  /** Of the same routes, by counting. */
  baseline?: DestinationBaseline;
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
