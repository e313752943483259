import type { DuckDBConnection } from '@duckdb/node-api';
import { stat } from 'node:fs/promises';
import { openDatabase, type Database } from '../../base/database';
import type { DatabaseLimits } from '../../base/databaseLimits';
import { workFolder } from '../../base/files/temporary';
import { stampOf } from '../../base/files/stamp';
import type { Digests } from './digests';
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
 * compressed or written. It is read while its digest is made, and left when that says that it is `stored`. Undefined then,
 * or where the file's format or one of its rows does not allow that, or the file changed meanwhile; it is loaded then.
 */
export async function glanceAt<T>(
  path: string,
  { digests, stored }: { digests: Digests; stored: (digest: string) => Promise<boolean> },
  { folder, limits, columns, atLeastBytes }: GlanceOptions,
  question: (glance: Glance) => Promise<T>,
): Promise<T | undefined> {
  if (Object.values(digests.readings.of(path)).some(said => said !== undefined)) return undefined;
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile() || info.size < atLeastBytes) return undefined;
  // What an earlier process read and stored is not read again to know it.
  const before = await digests.recalled(path);
  if (before && (await stored(before.digest))) return undefined;
  const stop = new AbortController();
  const digesting = digests.each([path]).then(async ([content]) => {
    if (content && (await stored(content.digest))) stop.abort();
    return content;
  });
  const reading = readColumns(path, { folder, limits, columns }, stop.signal).catch((error: unknown) => ({
    error,
  }));
  const content = await digesting.catch(async (error: unknown) => {
    stop.abort();
    const read = await reading;
    if (read && 'database' in read) read.database.close();
    throw error;
  });
  const read = await reading;
  if (!read) return undefined;
  if ('error' in read) {
    if (stop.signal.aborted) return undefined;
    throw read.error;
  }
  try {
    if (!content || stop.signal.aborted) return undefined;
    const { database, facts, stamp } = read;
    const files = [{ ...facts, digest: content.digest, bytes: content.bytes }];
    const answer = await question({ connection: database.connection, files });
    return stamp === content.stamp && (await stampOf(path)) === stamp ? answer : undefined;
  } finally {
    read.database.close();
  }
}

/** Reads some columns into table `flows` of a database, which whoever asked closes. */
async function readColumns(
  path: string,
  { folder, limits, columns }: Pick<GlanceOptions, 'folder' | 'limits' | 'columns'>,
  signal: AbortSignal,
): Promise<{ database: Database; facts: Omit<FileFacts, 'digest' | 'bytes'>; stamp: string } | undefined> {
  const stamp = await stampOf(path);
  const work = await workFolder(folder);
  const source = await CaptureSource.open(path, work);
  const found = recognise(source.head, {});
  if ('error' in found || !found.format.glance) return undefined;
  const { format, layout } = found;
  const database = await openDatabase(work, [path], [folder], limits);
  try {
    const { connection } = database;
    const loaded = await format.glance?.({ connection, source, layout, table: 'flows', columns, signal });
    if (loaded) return { database, facts: { ...loaded, path, format: format.name, layout }, stamp };
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}
