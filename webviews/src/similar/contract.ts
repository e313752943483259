import type { Pinned, TextFormat } from '../base/jobContract';
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

/** Page → extension. Each call is answered, with a value or with the reason it failed. */
export interface PageCalls {
  /** The page listens; answered by posting what is to be shown. */
  ready(nothing: null): void;
  /** Asks for the neighbours of a neighbour. */
  pivot(next: { token: string }): void;
  back(nothing: null): void;
  /** Asks the present question again. */
  retry(nothing: null): void;
  train(nothing: null): void;
  cancelTraining(nothing: null): void;
  restartServer(nothing: null): void;
  showLog(nothing: null): void;
  /** Shows a flow in the editor. `line` is one-based. */
  reveal(place: { line: number; file: number }): void;
  /** Marks a token on the map of the capture. */
  showOnMap(what: { token: string }): void;
  copy(what: { text: string }): void;
  /** Adds flows to an investigation, after asking for the verdict. */
  pin(what: Pinned): void;
  /** Adds the question to an investigation, as a cell with its answer. */
  pinQuestion(nothing: null): void;
  /** Answers with the file written, or null when the user chose none. */
  save(what: { text: string; as: TextFormat }): string | null;
}
