import type { DuckDBConnection } from '@duckdb/node-api';
import { stat } from 'node:fs/promises';
import { openDatabase, type DatabaseLimits } from '../../base/database';
import { workFolder } from '../../base/files/temporary';
import { stampOf } from '../../base/files/stamp';
import type { ReadContent } from './digests';
import { recognise } from './formats/formats';
import type { FileFacts } from './load';
import { CaptureSource } from './source';

/** What a question is asked of before the file is in the store: table `flows` with the columns that were wanted. */
export interface Glance {
  connection: DuckDBConnection;
  files: readonly FileFacts[];
}

export interface GlanceOptions {
  /** Of the store; for what does not fit in memory. */
  folder: string;
  limits?: DatabaseLimits | undefined;
  /** Canonical names of the columns that the question needs. */
  columns: readonly string[];
  /** Smaller files are loaded at once: that takes no longer than anybody notices. */
  atLeastBytes: number;
}

/**
 * Asks a question of a file that is not in the store, without putting it there: some columns are read once, and nothing is
 * compressed or written. Undefined where the file's format or one of its rows does not allow that, or the file changed
 * meanwhile; it is loaded then.
 */
export async function glanceAt<T>(
  { path, digest, stamp, reading }: ReadContent,
  { folder, limits, columns, atLeastBytes }: GlanceOptions,
  question: (glance: Glance) => Promise<T>,
): Promise<T | undefined> {
  if (Object.values(reading).some(said => said !== undefined)) return undefined;
  const info = await stat(path).catch(() => undefined);
  if (!info || info.size < atLeastBytes) return undefined;
  const work = await workFolder(folder);
  const source = await CaptureSource.open(path, work);
  const found = recognise(source.head, {});
  if ('error' in found || !found.format.glance) return undefined;
  const { format, layout } = found;
  const database = await openDatabase(work, [path], [folder], limits);
  try {
    const { connection } = database;
    const loaded = await format.glance?.({ connection, source, layout, table: 'flows', columns });
    if (!loaded) return undefined;
    const facts: FileFacts = { ...loaded, path, digest, format: format.name, layout };
    const answer = await question({ connection, files: [facts] });
    return (await stampOf(path)) === stamp ? answer : undefined;
  } finally {
    database.close();
  }
}
