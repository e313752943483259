import type {
  Answer,
  Case,
  CaseCellBlock,
  CaseSource,
  KeptFlows,
  PinnedFlows,
} from '../../../../shared/investigation/case';
import type { EmbeddingConfig } from '../training/embedding/config';

/** Where and how a case is asked. */
export interface Asking {
  /** Of the capture, absolute. */
  files: readonly string[];
  config: EmbeddingConfig;
  /** That other captures which a question names are beside: the case's own. */
  folder: string;
  /** Of flow2vec, which answers name. */
  version: string;
  now: () => Date;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { cell: number; of: number; fraction?: number }) => void) | undefined;
}

/** What is asked of investigations, by command line and notebooks alike. */
export interface InvestigationAnswers {
  /** Names and digests of files, as a case tells them. */
  sourcesOf(files: readonly string[]): Promise<CaseSource[]>;
  /**
   * Answers one cell. What is wrong with the cell, or with the capture for it, is the answer's error; rejects only when it
   * is stopped.
   */
  askCell(cell: Pick<CaseCellBlock, 'kind' | 'text'>, asking: Asking): Promise<Answer | undefined>;
  /** Answers all cells, and gathers the flows of pins that have none yet. Rejects only when it is stopped. */
  runCase(asked: Case, asking: Asking): Promise<Case>;
  /** All flows of a pin in order of time, of which at most `keptFlows` are told. Rejects where its filter is wrong. */
  gather(files: readonly string[], about: PinnedFlows, signal?: AbortSignal): Promise<Gathered>;
}

export interface Gathered {
  flows: KeptFlows;
  /** One-based lines of all flows of the first file, `5,7-9`. */
  lines: string;
}

/** Flows of one pin that a case keeps; it says how many there are. */
export const keptFlows = 50_000;
/** Rows of one table of SQL that a case keeps. */
export const keptRows = 1000;
/** Time after which SQL in a case is ended. */
export const querySeconds = 60;
