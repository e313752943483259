import type { Heard } from '../../../../shared/judging/unheard';
import type { ExpectedBehaviour, ScoreReport } from '../../../../shared/protocol/judging';
import type { JobCalls, JobShown } from '../../base/jobContract';

/** What was scored, with the name of its file. */
export interface ScoreResult extends ScoreReport {
  unseenName: string;
  /** When it was answered, ISO 8601, UTC. */
  asOf: string;
  /** Incidents of the answer that following began with. */
  heard: readonly Heard[];
  /** Numbers of those that are new, or have twice the flows, since then. */
  unheard: readonly number[];
}

/** Extension → page. */
export type ScoreShown = JobShown<ScoreResult>;

/** Page → extension. */
export interface ScoreCalls extends JobCalls {
  /** Shows a flow of the scored capture in the editor. `line` is one-based. */
  reveal(place: { line: number }): void;
  /** Scores the capture again whenever it has grown, or no longer. */
  follow(whether: { on: boolean }): void;
  /** Calls behaviours expected, in a file beside the capture, and judges it again. */
  expect(what: { behaviours: readonly ExpectedBehaviour[] }): void;
  /** Takes that back, and judges again. */
  unexpect(what: { behaviours: readonly ExpectedBehaviour[] }): void;
}
