import type { ColumnMapping, MappedColumns } from '../../../../shared/protocol/reading';
import type { JobCalls } from '../../base/jobContract';

/** What the panel is asked. */
export interface MappingQuestion {
  /** A `file:` URI. */
  uri: string;
}

/** Page → extension. */
export interface MappingCalls extends JobCalls {
  /** What the first rows become by a mapping, which need not be whole. */
  preview(what: { mapping: ColumnMapping }): MappedColumns;
  /** From now on the file is read by it, as it says itself where there is none; answers with the words of the format. */
  use(what: { mapping: ColumnMapping | null }): string;
}
