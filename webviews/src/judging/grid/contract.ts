import type { GridReport } from '../../../../shared/protocol/judging';
import type { JobCalls, JobShown } from '../../base/jobContract';

/** Extension → page. */
export type GridShown = JobShown<GridReport>;

/** Page → extension. */
export interface GridCalls extends JobCalls {
  /** Writes the parameters to the workspace's settings; answers with the settings that changed. */
  useSettings(what: { params: Readonly<Record<string, number | string>> }): string[];
}
