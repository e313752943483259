import type { EvaluationReport } from '../../../../shared/protocol/judging';
import type { JobCalls, JobShown } from '../../base/jobContract';

/** An evaluation, with the name of the file that was asked about when it is another capture's. */
export type ReportResult = EvaluationReport & { testName?: string };

/** Extension → page. */
export type ReportShown = JobShown<ReportResult>;

/** Page → extension. */
export type ReportCalls = JobCalls;
