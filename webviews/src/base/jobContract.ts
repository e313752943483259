import type { JobProgress } from '../../../shared/protocol/jobProgress';

/** What a panel of a long job shows at one time. */
export type JobView<Result> =
  | { kind: 'running'; progress?: JobProgress }
  | { kind: 'cancelled' }
  | { kind: 'stopped'; restarting: boolean }
  | { kind: 'error'; message: string }
  | { kind: 'result'; result: Result };

/** Extension → page. The whole state, so that a page that was hidden or reloaded needs no history. */
export interface JobShown<Result> {
  /** What the page remembers, so that a window that is reloaded can ask again. */
  question: unknown;
  /** File name of the capture whose model is asked. */
  capture: string;
  view: JobView<Result>;
  /** Translations of the page's texts, by their English wording. */
  texts: Readonly<Record<string, string>>;
  /** Whether what was asked can be a cell of an investigation. */
  askable: boolean;
}

/** Flows that a page hands to an investigation: all of a filter, or all of some tokens. */
export interface Pinned {
  about: { where: string } | { tokens: readonly string[] };
  /** What they are called in the evidence. */
  title: string;
}

/** What a page can write as a file of text. */
export type TextFormat = 'csv' | 'markdown' | 'json' | 'svg';

/** Page → extension, of every panel of a long job. Each call is answered, with a value or with the reason it failed. */
export interface JobCalls {
  /** The page listens; answered by posting what is to be shown. */
  ready(nothing: null): void;
  cancel(nothing: null): void;
  /** Runs the job again. */
  retry(nothing: null): void;
  restartServer(nothing: null): void;
  showLog(nothing: null): void;
  copy(what: { text: string }): void;
  /** Adds flows to an investigation, after asking for the verdict. */
  pin(what: Pinned): void;
  /** Adds what the panel was asked to an investigation, as a cell with its answer. */
  pinQuestion(nothing: null): void;
  /** Answers with the file written, or null when the user chose none. */
  save(what: { text: string; as: TextFormat }): string | null;
  /** Writes a picture, base64 of a PNG's bytes; answers as `save` does. */
  savePicture(what: { base64: string }): string | null;
}
