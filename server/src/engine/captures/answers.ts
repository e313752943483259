import type { CaptureSummary } from '../../../../shared/protocol/captures';
import type { FlowTable } from './rows/flowTable';

/** A row that was not read, and why. `file` counts from zero among the capture's files. */
export interface LineProblem {
  file: number;
  line: number;
  message: string;
}

/** What is asked of captures. */
export interface CaptureAnswers {
  /** Counts of the capture; loads it into the store when it is not there yet. */
  summary(
    files: readonly string[],
  ): Promise<Omit<CaptureSummary, 'uri' | 'problems'> & { problems: LineProblem[]; seconds: number }>;
  /** A capture of any size as a table, its first rows at once; whoever opens it closes it. */
  openTable(path: string): Promise<FlowTable>;
}
