import type {
  ClassificationReport,
  DestinationBaseline,
  ClassifiedRoute,
  NetworkKind,
  NetworkReport,
  RouteSettings,
} from './routeReport';
import type { JobParams } from './jobs';

export type * from './routeReport';

/** `uri` is the file of routes. */
export interface RouteTrainParams extends JobParams {
  /** What is left out is as usual. */
  settings: Partial<RouteSettings>;
  /** A `file:` URI of a CSV of destinations and labels. */
  labels?: string;
  /** Train even when the cache holds the network. */
  fresh?: boolean;
}

export interface RouteReport extends NetworkReport {
  uri: string;
  /** File of the network in the cache. */
  path: string;
  cached: boolean;
}

/** `uri` is the file to be classified by the network of another. */
export interface RouteClassifyParams extends JobParams {
  /** A `file:` URI. */
  trainedOn: string;
  labels?: string;
  settings: Partial<RouteSettings>;
}

export interface RouteClassifyReport {
  uri: string;
  model: string;
  network: NetworkKind;
  backend: string;
  /** Paths of the files; `file` of a route counts them. */
  files: readonly string[];
  routes: readonly ClassifiedRoute[];
  /** Of the routes that have labels; absent without. */
  report?: ClassificationReport;
  rocAuc?: number | null;
  /** Of the same routes, by counting those that were trained on. */
  baseline?: DestinationBaseline;
  notes: readonly string[];
}
