import type { GridRun } from './judging';
import type { MapProgress } from './map';
import type { RouteProgress } from './routeReport';
import type { TrainingProgress } from './training';

export interface JobProgress {
  job: string;
  /** 0 to 1 over the whole job. */
  fraction: number;
  /** The training that the job waits for or consists of. */
  training?: Omit<TrainingProgress, 'uri'>;
  /** Of a grid search: combinations done, of how many, and the last one. */
  runs?: { done: number; of: number; last?: GridRun };
  /**
   * Of a clustering: what it does now, and the iteration of how many at most. Where numbers of clusters are tried,
   * `k` is the one that is tried now, the how-manieth of how many.
   */
  clusters?: { stage: 'start' | 'iterate' | 'report'; iteration: number; of: number; k?: number };
  map?: MapProgress;
  /** Of a network of routes. */
  routes?: RouteProgress;
}
