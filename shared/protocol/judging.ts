import type { JobParams } from './jobs';

export interface EvaluateParams extends JobParams {
  /** Nearest tokens that vote. */
  neighbours: number;
  /** A `file:` URI of another capture, whose tokens are asked about; those of this one vote. */
  test?: string;
}

/** Scores of one class, as scikit-learn's classification report defines them. */
export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** Tokens whose true class this is. */
  support: number;
}

export interface ClassReport {
  perClass: Readonly<Record<string, ClassScores>>;
  /** Unweighted mean of the classes' F1. */
  macroF1: number;
  /** Mean of the classes' F1 weighted by support. */
  weightedF1: number;
  accuracy: number;
}

/** How well labels of nearest neighbours agree with a token's own. */
export interface EvaluationReport extends ClassReport {
  uri: string;
  neighbours: number;
  /** For each class, the mean share of the ten nearest tokens that have it too. */
  precisionAt10: Readonly<Record<string, number>>;
  /** Tokens asked about. */
  tokens: number;
  /** Background tokens left out to keep the job short. */
  sampledOut: number;
  /** Tokens left out because the model has no vector for them: only of a capture it was not trained on. */
  withoutVector: number;
  /** Votes of which no class has the share that hovers, panels and SQL ask for: there they are called unknown. */
  unsure: number;
  /** In words, how much of the score the source address alone gives. */
  addressAlone: string;
  /** In words, what the vectors add to the best of the baselines. */
  besideCounting: string;
  /** The same tokens predicted without any learning; null when the capture lacks what it looks at. */
  baselines: {
    portShare: ClassReport | null;
    sourceMajority: ClassReport | null;
    protoState: ClassReport | null;
    protoDport: ClassReport | null;
    counts: ClassReport | null;
  };
}

export interface CarryParams extends JobParams {
  /** A `file:` URI of a capture of another network, whose flows are asked about; labels of this one are carried to it. */
  test: string;
}

/** Flows that do the same, in whatever network, and what was said of them. */
export interface CarriedVerdict {
  proto: string;
  dport: string;
  /** How they went, in words. */
  outcome: string;
  /** Packets that each has at least. */
  packets: number;
  flows: number;
  /** Hosts that began them. */
  hosts: number;
  /** One-based line of the first of them. */
  line: number;
  /** `malicious`, `normal` or `cannot tell`. */
  verdict: string;
  /** Chance of "malicious", 0 to 1; 0.5 where nothing is known. */
  malicious: number;
  /** What each kind of evidence says by itself, and what it counts for: shares that add up to 1. */
  votes: readonly { kind: string; malicious: number; weight: number }[];
  /** Of these flows, those that are labelled so. */
  labelled: Readonly<Record<'malicious' | 'normal', number>>;
}

/** How right carried labels are; accuracy is the mean of both classes' recalls, null where no flow has a label. */
export interface CarriedScores {
  balancedAccuracy: number | null;
  macroF1: number;
}

/** Labels carried to another network by what flows do. All counts are flows. */
export interface CarriedLabels extends CarriedScores {
  uri: string;
  test: string;
  flows: number;
  cannotTell: number;
  predicted: Readonly<Record<string, number>>;
  baselines: Readonly<Record<'protoState' | 'protoDport' | 'source' | 'counts', CarriedScores>>;
  /** The surest to be malicious first. */
  verdicts: readonly CarriedVerdict[];
  /** Verdicts there are, those that are not listed too. */
  verdictsInAll: number;
  /** In words, what verdicts lean on and whether the vectors add anything. */
  summary: string;
}

export interface GridParams extends JobParams {
  /** Values to try, by field of the embedding configuration. */
  axes: Readonly<Record<string, readonly (number | string)[]>>;
  neighbours: number;
}

export interface GridRun {
  params: Readonly<Record<string, number | string>>;
  macroF1: number;
  weightedF1: number;
  seconds: number;
  /** Read from an earlier run. */
  resumed: boolean;
}

export interface GridReport {
  uri: string;
  runs: readonly GridRun[];
  best?: GridRun;
  /** Combinations that could not be trained, and why. */
  failures: readonly { params: Readonly<Record<string, number | string>>; message: string }[];
  /** In words, whether trainings ran side by side or one after the other, and why. */
  order?: string;
}

/** What judges a capture where no other does. */
export type Itself = 'past' | 'hosts';

export interface ScoreParams extends JobParams {
  /** A `file:` URI of the capture to be judged by this one; without it, this one is judged by itself. */
  unseen?: string;
  /** How a capture is judged by itself: its later half by its earlier, or its hosts by each other. */
  by: Itself;
  /** Flows, hosts and incidents to list at most. */
  top: number;
}

export interface Anomaly {
  /** One-based. */
  line: number;
  token: string;
  /** 0 to 1; 1 is the least expected. */
  score: number;
  /** In words, the weightiest first. */
  reasons: readonly string[];
  label: string;
  /** The incident that it belongs to; null for none. */
  incident: number | null;
}

/** A behaviour of a host, as it can be called expected. */
export interface ExpectedBehaviour {
  address: string;
  /** Protocol and destination port, a space between. */
  service: string;
  outcome: string;
  /** Kinds of evidence that told it. */
  kinds: readonly string[];
}

/** What a host did that was not expected of it. Times are ISO 8601, UTC. */
interface Unexpected {
  address: string;
  score: number;
  from: string;
  to: string;
  flows: number;
  reasons: readonly string[];
}

export interface SuspectHost extends Unexpected {
  incidents: readonly number[];
  /** Hosts that are like it and did nothing of the kind. */
  unchanged: readonly string[];
}

export interface Incident extends Unexpected {
  id: number;
  /** The lines of its first flows, one-based. */
  lines: readonly number[];
  behaviours: readonly ExpectedBehaviour[];
}

/** How unexpected flows were over time, in stretches of the same length. */
export interface ScoreTimeline {
  /** Seconds since 1970. */
  from: number;
  /** Of each stretch. */
  seconds: number;
  /** The least expected flow of each stretch: 3 where one in a thousand is as unexpected. */
  rarity: readonly number[];
  flows: readonly number[];
}

export interface ScoreReport {
  uri: string;
  /** The capture that was judged: `uri` where it was judged by itself. */
  unseen: string;
  flows: number;
  /** Flows whose token the model does not know. */
  unknown: number;
  /** Least expected first. */
  anomalies: readonly Anomaly[];
  hosts: readonly SuspectHost[];
  incidents: readonly Incident[];
  /** Incidents there are, those that are not listed too. */
  incidentsInAll: number;
  /** What they were judged by, and its flows; times are empty where there are none. */
  judgedBy: { by: 'capture' | Itself; flows: number; from: string; to: string };
  timeline: ScoreTimeline;
  /** What was called expected, and is left out. */
  expected: readonly ExpectedBehaviour[];
}

export interface ExpectParams {
  /** A `file:` URI of the capture that was judged. */
  uri: string;
  behaviours: readonly ExpectedBehaviour[];
  how: 'add' | 'remove';
}
