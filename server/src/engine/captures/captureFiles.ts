import * as l10n from '@vscode/l10n';
import { chmod, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { messageOf } from '../../base/errors';
import { clearFiles, type Cache } from '../../base/files/cache';
import { claim } from '../../base/files/claim';
import { isSealed, seal } from '../../base/files/seal';
import { temporaryName } from '../../base/files/temporary';
import { quoted, spillFolder } from '../../base/database';
import { storeColumns } from './columns';
import type { FileFacts, LoadedFile } from './load';

/** Raised when the store's tables change; older files are then loaded again. */
const storeVersion = 7;
const ending = '.duckdb';
/**
 * Bytes of a store that is compared with its checksum before it is used, a tenth of a second at most. Of a larger one,
 * DuckDB compares each block with the block's own when a query reads it.
 */
const mostChecked = 2 ** 29;

/** Of a capture file, what is stored under which digest. */
interface StoredContent {
  path: string;
  digest: string;
  bytes: number;
}

/** DuckDB database files, one for each capture file, named by the digest of its content; never changed. */
export class CaptureFiles {
  constructor(
    private readonly folder: string,
    private readonly cache: Cache,
  ) {
    cache.add(folder, ending);
    cache.addTemporary(spillFolder(folder));
  }

  path(digest: string): string {
    return join(this.folder, `${digest}-v${storeVersion}${ending}`);
  }

  /** Whether something is stored of a content. */
  async has(digest: string): Promise<boolean> {
    return (await stat(this.path(digest)).catch(() => undefined)) !== undefined;
  }

  /** Deletes every stored capture; how many, and their bytes. */
  async clear(): Promise<{ captures: number; bytes: number }> {
    const { files, bytes } = await clearFiles(this.folder, ending);
    return { captures: files, bytes };
  }

  /** Attaches what is stored of a content as `file_I`; undefined when there is nothing, or nothing that can be read. */
  async attach(
    connection: DuckDBConnection,
    { path, digest, bytes }: StoredContent,
    i: number,
  ): Promise<LoadedFile | undefined> {
    const file = this.path(digest);
    const info = await stat(file).catch(() => undefined);
    if (!info) return undefined;
    try {
      if (info.size <= mostChecked && !(await isSealed(file)))
        throw new Error(l10n.t('it has another checksum'));
      await connection.run(`ATTACH ${quoted(file)} AS file_${i} (READ_ONLY)`);
      const facts = await connection.runAndReadAll(`SELECT facts FROM file_${i}.facts`);
      const [size] = (await connection.runAndReadAll(sizeOf(`file_${i}`))).getRows();
      if (info.size < Number(size?.[0])) throw new Error(l10n.t('it is truncated'));
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined); // A cache that others own is used as it is.
      return {
        table: `file_${i}.records`,
        stored: true,
        facts: { ...(JSON.parse(String(facts.getRows()[0]?.[0])) as FileFacts), path, bytes },
      };
    } catch (error) {
      if (/^INTERRUPT/i.test((error as Error).message)) throw error; // Cancelled: the file may be good.
      await connection.run(`DETACH DATABASE IF EXISTS file_${i}`);
      await this.drop(digest, error as Error);
      return undefined;
    }
  }

  /** Sets aside what is stored of a content, since it is damaged, and says so. */
  async drop(digest: string, { message }: Error): Promise<void> {
    const [why = ''] = message.split('\n');
    await this.cache.setAside(this.path(digest), why, l10n.t('the capture is read again'));
  }

  /**
   * Has `load` fill a database file beside its place, which is then renamed and attached: loading and compressing at
   * once takes less than one after the other. Where another process is at it, what that one stored is attached. Where the
   * cache cannot be written, that is said, and `load` fills memory.
   */
  async fill(
    connection: DuckDBConnection,
    content: StoredContent,
    { index: i, signal }: { index: number; signal: AbortSignal },
    load: () => Promise<LoadedFile>,
  ): Promise<LoadedFile> {
    const target = this.path(content.digest);
    const giveUp = await claim(target, signal);
    const others = giveUp ? undefined : await this.attach(connection, content, i);
    if (others) return others;
    const draft = `${target}.${temporaryName('draft')}`;
    const name = `draft_${i}`;
    try {
      await connection.run(`ATTACH ${quoted(draft)} AS ${name} (STORAGE_VERSION 'latest')`);
      await chmod(draft, 0o600);
      await connection.run(`USE ${name}`);
      const { facts, table } = await load();
      for (const one of tablesOf(table, facts))
        await connection.run(`ALTER TABLE ${one} RENAME TO ${one.replace(table, 'records')}`);
      await connection.run(`CREATE TABLE facts AS SELECT ${quoted(JSON.stringify(facts))} AS facts`);
      await connection.run(`USE memory; DETACH ${name}`);
      await seal(draft);
      await rename(draft, target);
    } catch (error) {
      await connection.run(`USE memory; DETACH DATABASE IF EXISTS ${name}`);
      // Where it could not be written, there is none.
      for (const left of [draft, `${draft}.wal`]) await rm(left, { force: true }).catch(() => undefined);
      if (!isUnwritable(error, draft)) throw error;
      return this.keep(target, error as Error, load);
    } finally {
      await giveUp?.();
    }
    await this.cache.makeRoom(target);
    return (
      (await this.attach(connection, content, i)) ?? this.keep(target, new Error(l10n.t('it is gone')), load)
    );
  }

  private async keep(target: string, error: Error, load: () => Promise<LoadedFile>): Promise<LoadedFile> {
    this.cache.unkept(target, error);
    const { facts, table } = await load();
    return { facts, table: `memory.${table}`, stored: false };
  }
}

/** Whether a store could not be written: errors name the file then, or the disk, or say that the database is lost to that. */
const isUnwritable = (error: unknown, draft: string) =>
  messageOf(error).includes(draft) ||
  /no space left|quota|read-only|database has been invalidated/i.test(messageOf(error));

/** Bytes that a database file has at least, as its header says: DuckDB notices a cut only when it reads beyond it. */
const sizeOf = (name: string) =>
  `SELECT (12288 + block_size * (total_blocks - free_blocks))::DOUBLE FROM pragma_database_size() WHERE database_name = '${name}'`;

const tablesOf = (table: string, { also = [] }: FileFacts) => [table, ...also.map(end => `${table}${end}`)];

/** Records of a file, `beyond` exclusive. */
export interface RecordRange {
  from: number;
  beyond: number;
}

/**
 * SQL for the flows of a file with every column of the store: what its tables lack is NULL, or an empty text. Of a range of records
 * nothing else is read.
 */
export async function flowsOf(
  connection: DuckDBConnection,
  file: LoadedFile,
  i: number,
): Promise<(range?: RecordRange) => string> {
  const parts: ((range?: RecordRange) => string)[] = [];
  for (const table of tablesOf(file.table, file.facts)) {
    const found = await connection.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`);
    const has = new Set(found.columnNames());
    const columns = storeColumns.map(({ sql, type }) => {
      if (type === 'VARCHAR') return has.has(sql) ? `coalesce(${sql}, '') AS ${sql}` : `'' AS ${sql}`;
      return has.has(sql) ? sql : `NULL::${type} AS ${sql}`;
    });
    const { firstRecord } = file.facts;
    const record = has.has('record') ? 'record' : `(rowid + ${firstRecord})::UINTEGER AS record`;
    const [key, first] = has.has('record') ? ['record', 0] : ['rowid', firstRecord];
    const flows = has.has('is_flow') ? ['is_flow'] : [];
    parts.push(range => {
      const within = range ? [`${key} >= ${range.from - first}`, `${key} < ${range.beyond - first}`] : [];
      const where = [...within, ...flows].join(' AND ');
      return `SELECT ${i}::USMALLINT AS file, ${record}, ${columns.join(', ')}
        FROM ${table} ${where === '' ? '' : `WHERE ${where}`}`;
    });
  }
  return range => parts.map(part => part(range)).join(' UNION ALL ');
}
