import type { EvaluationReport } from '../../../server/src/protocol/types';
import type { JobCalls, JobShown } from '../shared/jobContract';

/** Extension → page. */
export type ReportShown = JobShown<EvaluationReport>;

/** Page → extension. */
export type ReportCalls = JobCalls;
