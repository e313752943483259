import type { JobCalls } from '../base/jobContract';
import type { SimilarReport } from '../../../shared/protocol/similar';
import type { TrainingProgress } from '../../../shared/protocol/training';

/** What the panel is asked: a row of a capture (with its text as it was when asked) or a typed token. */
export interface Question {
  /** A `file:` URI. */
  uri: string;
  /** Zero-based. */
  line?: number;
  text?: string;
  token?: string;
  /** Typed tokens that are added up, less those of `negative`; they win over the others. */
  positive?: readonly string[];
  negative?: readonly string[];
}

/** What the panel shows at one time. */
export type View =
  | { kind: 'loading' }
  /** `newFlows`: there was one, and so many flows were added since. */
  | { kind: 'noModel'; newFlows?: number }
  | { kind: 'training'; progress?: TrainingProgress }
  | { kind: 'stopped'; restarting: boolean }
  | { kind: 'error'; message: string }
  | { kind: 'report'; report: SimilarReport };

/** Extension → page. The whole state, so that a page that was hidden or reloaded needs no history. */
export interface Shown {
  question: Question;
  /** File name of the capture. */
  capture: string;
  view: View;
  /** Whether an earlier question can be returned to. */
  canGoBack: boolean;
  /** Translations of the page's texts, by their English wording. */
  texts: Readonly<Record<string, string>>;
}

/** Page → extension, beside what panels of long jobs ask. */
export interface PageCalls extends Omit<JobCalls, 'cancel' | 'savePicture'> {
  /** Asks for the neighbours of a neighbour. */
  pivot(next: { token: string }): void;
  back(nothing: null): void;
  train(nothing: null): void;
  cancelTraining(nothing: null): void;
  /** Shows a flow in the editor. `line` is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Marks a token on the map of the capture. */
  showOnMap(what: { token: string }): void;
}
