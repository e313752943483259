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
  collapsed: boolean;
}
