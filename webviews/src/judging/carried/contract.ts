import type { CarriedLabels } from '../../../../shared/protocol/judging';
import type { JobCalls } from '../../base/jobContract';

/** Labels carried to another capture, with the name of its file. */
export type CarriedResult = CarriedLabels & { testName: string };

/** Page → extension. */
export interface CarriedCalls extends JobCalls {
  /** Shows a flow of the capture that labels were carried to. `line` is one-based. */
  reveal(place: { line: number }): void;
}
