import type { CacheCleared } from '../../../shared/protocol/training';
import type { CaptureAnswers } from './captures/answers';
import type { ClusterAnswers } from './clusters/answers';
import type { HostAnswers } from './hosts/answers';
import type { InvestigationAnswers } from './investigation/answers';
import type { JudgingAnswers } from './judging/answers';
import type { MapAnswers } from './map/answers';
import type { OverviewAnswers } from './overview/answers';
import type { QueryAnswers } from './queries/answers';
import type { RouteEngine } from './routes/routeEngine';
import type { SimilarAnswers } from './similar/answers';
import type { TrainingAnswers } from './training/answers';

/**
 * What language server and command line share: captures, jobs and models, without an editor.
 * `files` are absolute paths of one capture, in order. Failures reject with an `Error` whose message names
 * the file, the line where there is one, and the remedy; what was stopped rejects with `Cancelled`.
 */
export interface Engine
  extends
    CaptureAnswers,
    TrainingAnswers,
    SimilarAnswers,
    ClusterAnswers,
    MapAnswers,
    JudgingAnswers,
    QueryAnswers,
    OverviewAnswers,
    HostAnswers,
    InvestigationAnswers {
  /** What learns from routes, with the same cache and the same waiting line; it starts nothing until it is asked. */
  readonly routes: RouteEngine;
  /** Stops the jobs on these files, whoever asked for them; true when there were any. They end within 200 ms. */
  cancel(files: readonly string[]): boolean;
  clearCache(): Promise<CacheCleared>;
  dispose(): Promise<void>;
}
