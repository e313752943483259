import type { FolderContent } from './folder';
import type { Imported, ImportOptions } from './importing/imports';
import type {
  CaptureFormat,
  HandLabel,
  ImportPlan,
  LabelReport,
  MappedColumns,
} from '../../../../shared/protocol/reading';
import type { Mapping } from './mapping';
import type { FlowLabel } from './labelling/labelsOf';
import type { LabelSet } from './labelling/rule';
import type { AskedFormat, Reading } from './reading';
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
  /**
   * From now on these files are read so, whatever is asked of them; without a reading, as they say themselves. What it does
   * not name stays as it was, and undefined is what the file says. Models and what follows from them are of the flows that
   * are seen so.
   */
  readAs(files: readonly string[], reading?: Reading): void;
  /** How a file is read beside what it says itself. */
  readingOf(file: string): Reading;
  /** As what a file is read, and all that it could be. */
  formatOf(file: string): Promise<CaptureFormat>;
  /** What the columns of a table are by a mapping, else as it is read, and what its first rows become. Rejects where it is none. */
  mapColumns(file: string, mapping?: Mapping): Promise<MappedColumns>;
  /** Rules of files with labels, and behind them rows labelled by hand. Rejects, naming the file, for what is no such file. */
  readLabels(files: readonly string[], hand?: readonly HandLabel[]): Promise<LabelSet>;
  /** What labels from elsewhere do to a capture; loads it when it is not there yet. */
  labelReport(files: readonly string[]): Promise<LabelReport>;
  /** Labels of flows of a file by their records, those from elsewhere where they stand; loads it when it is not there yet. */
  labelsOf(file: string, records: readonly number[]): Promise<ReadonlyMap<number, FlowLabel>>;
  /** Which tools make flows of a binary capture, and by which command lines. Nothing is run. */
  importPlan(file: string): Promise<ImportPlan>;
  /** Runs one of them. Whoever asks has shown its command lines, to a user who trusts the file's folder. */
  importCapture(file: string, tool: string, options?: ImportOptions): Promise<Imported>;
  /** Captures in a folder and below, judged by their beginnings, and what else is there. */
  capturesIn(folder: string, asked?: AskedFormat): Promise<FolderContent>;
  /** The files by the times of their first flows, loaded where they are not yet; those without flows stand last. */
  inOrder(files: readonly string[]): Promise<string[]>;
  /**
   * Counts of the capture; loads it into the store when it is not there yet. One file of `unstoredFrom` bytes or more may
   * be answered sooner, and not be stored then.
   */
  summary(
    files: readonly string[],
    options?: { unstoredFrom?: number },
  ): Promise<
    Omit<CaptureSummary, 'uri' | 'problems'> & {
      problems: LineProblem[];
      seconds: number;
      isStored: boolean;
      labelled?: LabelReport;
    }
  >;
  /** A capture of any size as a table, its first rows at once; whoever opens it closes it. */
  openTable(path: string): Promise<FlowTable>;
}
