import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { NoFormat, recognise } from './formats/formats';
import type { Layout, Loaded } from './formats/format';
import { loadLines } from './loadLines';
import type { AskedFormat } from './reading';
import { CaptureSource } from './source';

/** What is known of a capture file once it is loaded; kept beside its flows in the store. */
export interface FileFacts extends Loaded {
  path: string;
  digest: string;
  /** Of the file as it is on disk. */
  bytes: number;
  /** Name of its format. */
  format: string;
  layout: Layout;
}

export interface LoadedFile {
  facts: FileFacts;
  /** Name of its table of records. */
  table: string;
  /** Whether the table is already on disk. */
  stored: boolean;
}

export interface LoadOptions {
  /** Number of the file among those of the capture. */
  index: number;
  /** For copies. */
  folder: string;
  /** Where the file's bytes are, if not in the file. */
  content?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Loads one file into table `file_I_records` of the database in use, in the quickest way that its format knows. */
export async function loadFile(
  connection: DuckDBConnection,
  { path, digest, bytes, reading }: { path: string; digest: string; bytes: number; reading: AskedFormat },
  { index, folder, content, signal }: LoadOptions,
): Promise<LoadedFile> {
  const source = await CaptureSource.open(path, folder, content);
  if (source.head.lines.length === 0)
    throw new Error(l10n.t('{0}: holds nothing but blank lines. A capture has at least one flow.', path));
  const found = recognise(source.head, reading);
  if ('error' in found) throw new NoFormat(path, source.head, found.error);
  const { format, layout } = found;
  const table = `file_${index}_records`;
  const loading = { connection, source, layout, table, signal };
  const loaded = (await format.load?.(loading)) ?? (await loadLines(format, loading));
  return {
    facts: { ...loaded, path, digest, bytes, format: format.name, layout },
    table,
    stored: false,
  };
}
