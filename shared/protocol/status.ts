import type { TrainingProgress } from './training';

export interface ServerStatus {
  health: 'ok' | 'warning' | 'error';
  /** False while a job runs. */
  quiescent: boolean;
  message?: string;
  training?: TrainingProgress;
  /** URIs of open captures that have a model ready for the present settings. */
  ready: readonly string[];
  /** Open captures that grew since their model was trained, and by how many flows. */
  stale: readonly StaleModel[];
}

export interface StaleModel {
  uri: string;
  newFlows: number;
}
