import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { evict, filesOf } from '../../base/files/cacheFolder';
import { openDatabase, quoted } from '../../base/database';
import { contentDigest } from './source';
import { loadFile, type FileFacts, type LoadedFile } from './load';
import { storeColumns } from './columns';

/** Raised when the store's tables change; older files are then loaded again. */
const storeVersion = 3;

/** A capture opened for queries: its view `flows` has `file` and `record`, a flow's identity, and the store's columns. */
export interface Capture {
  connection: DuckDBConnection;
  files: readonly FileFacts[];
  /** SHA-256 over the files' contents, in order. */
  digest: string;
  /** Writes what was freshly loaded to disk, then closes. */
  close(): Promise<void>;
}

/** DuckDB database files, one for each capture file, named by the digest of its content; never changed. */
export class CaptureStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes = Infinity,
    private readonly log: (message: string) => void = () => undefined,
  ) {}

  /** Opens one file or several as one capture, loading what the store does not have yet. */
  async open(paths: readonly string[], signal?: AbortSignal): Promise<Capture> {
    await mkdir(this.folder, { recursive: true });
    const digests: string[] = [];
    for (const path of paths) digests.push(await contentDigest(path));
    const { connection, close } = await openDatabase(this.folder, paths);
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    const loaded: LoadedFile[] = [];
    try {
      for (const [i, path] of paths.entries()) {
        const digest = digests[i] as string;
        signal?.throwIfAborted();
        loaded.push(
          (await this.attach(connection, path, digest, i)) ??
            (await loadFile(connection, path, digest, i, this.folder, signal)),
        );
      }
      const views = [];
      for (const [i, file] of loaded.entries()) views.push(await flowsOf(connection, file, i));
      await connection.run(`CREATE VIEW flows AS ${views.join(' UNION ALL ')}`);
    } catch (error) {
      close();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
    return {
      connection,
      files: loaded.map(file => file.facts),
      digest: joinDigests(digests),
      close: async () => {
        // Not before: writing would slow the queries that somebody waits for.
        await this.persist(connection, loaded).finally(close);
      },
    };
  }

  /** Deletes every stored capture; how many, and their bytes. */
  async clear(): Promise<{ captures: number; bytes: number }> {
    const files = await filesOf(this.folder, '.duckdb');
    for (const file of files) await rm(file.path, { force: true });
    return { captures: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }

  private path(digest: string): string {
    return join(this.folder, `${digest}-v${storeVersion}.duckdb`);
  }

  private async attach(
    connection: DuckDBConnection,
    path: string,
    digest: string,
    i: number,
  ): Promise<LoadedFile | undefined> {
    const file = this.path(digest);
    const info = await stat(file).catch(() => undefined);
    if (!info) return undefined;
    try {
      await connection.run(`ATTACH ${quoted(file)} AS file_${i} (READ_ONLY)`);
      const facts = await connection.runAndReadAll(`SELECT facts FROM file_${i}.facts`);
      const [size] = (await connection.runAndReadAll(sizeOf(`file_${i}`))).getRows();
      if (info.size < Number(size?.[0])) throw new Error('truncated');
      const now = new Date();
      await utimes(file, now, now);
      return {
        table: `file_${i}.records`,
        stored: true,
        facts: { ...(JSON.parse(String(facts.getRows()[0]?.[0])) as FileFacts), path },
      };
    } catch (error) {
      if (/^INTERRUPT/i.test((error as Error).message)) throw error; // Cancelled: the file may be good.
      // Truncated or not ours: a miss. Loading writes it anew.
      await connection.run(`DETACH DATABASE IF EXISTS file_${i}`);
      await rm(file, { force: true });
      return undefined;
    }
  }

  private async persist(connection: DuckDBConnection, loaded: readonly LoadedFile[]): Promise<void> {
    for (const [i, file] of loaded.entries()) {
      if (file.stored) continue;
      const target = this.path(file.facts.digest);
      const draft = `${target}.${randomUUID()}.draft`;
      try {
        await connection.run(`ATTACH ${quoted(draft)} AS draft_${i} (STORAGE_VERSION 'latest')`);
        await connection.run(`CREATE TABLE draft_${i}.records AS FROM ${file.table}`);
        await connection.run(
          `CREATE TABLE draft_${i}.facts AS SELECT ${quoted(JSON.stringify(file.facts))} AS facts`,
        );
        await connection.run(`DETACH draft_${i}`);
        await rename(draft, target);
        await evict(this.folder, '.duckdb', { maxBytes: this.maxBytes, keep: target, log: this.log });
      } finally {
        await rm(draft, { force: true });
      }
    }
  }
}

/** Bytes of a database file, as its header says: DuckDB itself notices a cut only when it reads beyond it. */
const sizeOf = (name: string) =>
  `SELECT (12288 + block_size * total_blocks)::DOUBLE FROM pragma_database_size() WHERE database_name = '${name}'`;

/** The flows of a file with every column of the store: what its table lacks is NULL, or an empty text. */
async function flowsOf(connection: DuckDBConnection, file: LoadedFile, i: number): Promise<string> {
  const found = await connection.runAndReadAll(`SELECT * FROM ${file.table} LIMIT 0`);
  const has = new Set(found.columnNames());
  const columns = storeColumns.map(({ sql, type }) => {
    if (type === 'VARCHAR') return has.has(sql) ? `coalesce(${sql}, '') AS ${sql}` : `'' AS ${sql}`;
    return has.has(sql) ? sql : `NULL::${type} AS ${sql}`;
  });
  const record = has.has('record') ? 'record' : `(rowid + ${file.facts.firstRecord})::UINTEGER AS record`;
  return `SELECT ${i}::USMALLINT AS file, ${record}, ${columns.join(', ')}
    FROM ${file.table} ${has.has('is_flow') ? 'WHERE is_flow' : ''}`;
}

/** Digest of a capture of several files; of one, that file's. */
export function joinDigests(digests: readonly string[]): string {
  return digests.length === 1
    ? (digests[0] as string)
    : createHash('sha256').update(digests.join()).digest('hex');
}
