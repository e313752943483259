import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openDatabase, type Database } from '../../base/database';
import type { DatabaseLimits } from '../../base/databaseLimits';
import { Cache } from '../../base/files/cache';
import { fileBytes } from '../../base/files/compression';
import { workFolder } from '../../base/files/temporary';
import { spool, type Spooled } from '../../base/files/spool';
import { RunningJobs } from '../../base/threads/runningJobs';
import { CaptureFiles, flowsOf, type RecordRange } from './captureFiles';
import { plainFilterSql } from './filterSql';
import { stampOf } from '../../base/files/stamp';
import { DigestMemory } from './digestMemory';
import { LineMemory } from './rows/lineMemory';
import { Digests, joinDigests, readAs, type ReadContent } from './digests';
import { glanceAt, type Glance, type GlanceOptions } from './glance';
import { labelFiles, relabelled } from './labelling/labelFiles';
import type { LabelReport, MappedColumns } from '../../../../shared/protocol/reading';
import { mappedColumns } from './mappedColumns';
import type { Mapping } from './mapping';
import { seenAs } from './reading';
import { loadFile, type FileFacts, type LoadedFile } from './load';

/** A capture opened for queries: its view `flows` has `file` and `record`, a flow's identity, and the store's columns. */
export interface Capture {
  /** Of whoever opened it alone, with temporary tables of its own. */
  connection: DuckDBConnection;
  files: readonly FileFacts[];
  /** SHA-256 over the files' contents and how they are read, in order. */
  digest: string;
  /** What labels from elsewhere did, where there are some. */
  labelled: LabelReport | undefined;
  /** Whether only the flows of a condition are seen. */
  narrowed: boolean;
  /** Whether flows of several files go on at the same time: they are one stream in order of time. */
  interleaved: boolean;
  /** SQL for the flows with these records, of which the others are not read. */
  flowsWithin(range: RecordRange): string;
  /** Gives the connection back. Never rejects. */
  close(): Promise<void>;
}

/** A database that holds a capture, shared by all who have it open. */
interface Handle {
  database: Database;
  loaded: LoadedFile[];
  files: readonly FileFacts[];
  digest: string;
  labelled: LabelReport | undefined;
  narrowed: boolean;
  interleaved: boolean;
  flowsWithin(range?: RecordRange): string;
  /** Of the files on disk; the capture is another when they change. */
  stamps: string;
  users: number;
  closed: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** Captures kept ready though nobody has them open, and for how many milliseconds. */
const keptReady = { most: 2, forMs: 60_000 };

/** Captures that are open or stored: read once, hashed once, and kept ready for the next question. */
export class CaptureStore {
  readonly digests: Digests;
  /** Where the lines of large text files stand. */
  readonly lines: LineMemory;
  private readonly files: CaptureFiles;
  private readonly memory: DigestMemory;
  private readonly handles = new Map<string, Handle>();
  private readonly opening = new RunningJobs();

  constructor(
    private readonly folder: string,
    private readonly cache = new Cache(),
    private readonly limits?: DatabaseLimits,
  ) {
    this.files = new CaptureFiles(folder, cache);
    this.memory = new DigestMemory(folder, cache);
    this.digests = new Digests(this.memory);
    this.lines = new LineMemory(folder, cache);
  }

  /** Of what a query writes to a file. */
  get spillBytes(): number | undefined {
    return this.limits && this.limits.spillMiB * 2 ** 20;
  }

  /** Opens one file or several as one capture, loading what the store does not have yet. */
  async open(paths: readonly string[], signal?: AbortSignal): Promise<Capture> {
    const digested = await this.digests.each(paths);
    const key = digested.map(({ path, seen }) => `${path}\n${seen}`).join('\n');
    const ready = await this.ready(key);
    const handle =
      ready ??
      (await this.opening.join(key, key, { signal }, async stop => {
        const made = await this.make(digested, stop);
        this.handles.set(key, made);
        // Whoever asked may be gone by now.
        made.idle = setTimeout(() => this.release(key, made), keptReady.forMs).unref();
        return made;
      }));
    return this.use(key, handle);
  }

  /**
   * Asks a question of one file before it is stored, and leaves it so. Undefined where it is stored already, or can only
   * be asked from there.
   */
  async glance<T>(
    paths: readonly string[],
    options: Omit<GlanceOptions, 'folder' | 'limits'>,
    question: (glance: Glance) => Promise<T>,
  ): Promise<T | undefined> {
    const [path, ...others] = paths;
    if (path === undefined || others.length > 0) return undefined;
    const known = { digests: this.digests, stored: (digest: string) => this.files.has(digest) };
    return glanceAt(path, known, { ...options, folder: this.folder, limits: this.limits }, question);
  }

  /** What the columns of a table are, and what its first rows become so. */
  mapColumns(path: string, mapping: Mapping | undefined): Promise<MappedColumns> {
    return mappedColumns(path, this.digests.readings.of(path), { folder: this.folder, mapping });
  }

  /** Deletes every stored capture; how many, and their bytes. */
  async clear(): Promise<{ captures: number; bytes: number }> {
    for (const [key, handle] of this.handles) if (handle.users === 0) this.release(key, handle);
    await this.memory.clear();
    await this.lines.clear();
    return this.files.clear();
  }

  /** Lets go of captures that are kept ready. */
  dispose(): void {
    for (const [key, handle] of this.handles) if (handle.users === 0) this.release(key, handle);
  }

  /**
   * Runs a query on a capture. Where what is stored turns out to be damaged, the capture is read again, and the query
   * run once more.
   */
  async using<T>(
    paths: readonly string[],
    signal: AbortSignal | undefined,
    query: (capture: Capture) => Promise<T>,
  ): Promise<T> {
    const { capture, answer } = await this.opened(paths, signal, query);
    await capture.close();
    return answer;
  }

  /** The same, and the capture stays open; it is closed where the query fails. */
  async opened<T>(
    paths: readonly string[],
    signal: AbortSignal | undefined,
    query: (capture: Capture) => Promise<T>,
  ): Promise<{ capture: Capture; answer: T }> {
    for (let attempt = 0; ; attempt++) {
      const capture = await this.open(paths, signal);
      const interrupt = () => capture.connection.interrupt();
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        signal?.throwIfAborted();
        return { capture, answer: await query(capture) };
      } catch (error) {
        if (attempt > 0 || signal?.aborted || !(await isDamaged(capture, error as Error))) {
          await capture.close();
          throw error;
        }
        await this.forget(capture, error as Error);
        await capture.close();
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    }
  }

  private async forget({ files }: Capture, error: Error): Promise<void> {
    for (const [key, handle] of this.handles) if (handle.files === files) this.handles.delete(key);
    for (const { digest } of files) await this.files.drop(digest, error);
  }

  /** The handle of the key, if its stored files are still as they were attached. */
  private async ready(key: string): Promise<Handle | undefined> {
    const handle = this.handles.get(key);
    if (!handle) return undefined;
    if ((await this.stampsOf(handle.loaded)) === handle.stamps) return handle;
    if (this.handles.get(key) === handle) this.handles.delete(key);
    if (handle.users === 0) this.release(key, handle);
    return undefined;
  }

  private async make(digested: readonly ReadContent[], signal: AbortSignal): Promise<Handle> {
    const work = await workFolder(this.folder);
    const database = await openDatabase(
      work,
      digested.map(file => file.path),
      [this.folder],
      this.limits,
    );
    const { connection } = database;
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      const loaded: LoadedFile[] = [];
      for (const [i, file] of digested.entries()) {
        signal.throwIfAborted();
        loaded.push(
          (await this.files.attach(connection, file, i)) ??
            (await this.load(connection, file, { index: i, folder: work, signal })),
        );
      }
      const labelled = await labelFiles(connection, loaded, digested);
      const views: ((range?: RecordRange) => string)[] = [];
      for (const [i, file] of loaded.entries()) {
        const { where, labels } = (digested[i] as ReadContent).reading;
        const own = await flowsOf(connection, file, i);
        const flows = (range?: RecordRange) => (labels ? relabelled(own(range)) : own(range));
        views.push(where ? range => `SELECT * FROM (${flows(range)}) WHERE ${plainFilterSql(where)}` : flows);
      }
      const flowsWithin = (range?: RecordRange) => views.map(view => view(range)).join(' UNION ALL ');
      await connection.run(`CREATE VIEW flows AS ${flowsWithin()}`);
      return {
        database,
        loaded,
        files: loaded.map(file => file.facts),
        // A file that changed meanwhile has another digest than was asked for.
        digest: joinDigests(
          loaded.map(({ facts }, i) => seenAs(facts.digest, (digested[i] as ReadContent).reading)),
        ),
        labelled,
        narrowed: digested.some(({ reading }) => reading.where !== undefined),
        interleaved: loaded.length > 1 && (await areInterleaved(connection)),
        flowsWithin,
        stamps: await this.stampsOf(loaded),
        users: 0,
        closed: false,
        idle: undefined,
      };
    } catch (error) {
      database.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  /** Loads a file; one that changed meanwhile is copied, so that what is read is what was digested. */
  private async load(
    connection: DuckDBConnection,
    file: ReadContent,
    options: { index: number; folder: string; signal: AbortSignal },
  ): Promise<LoadedFile> {
    const { index, folder, signal } = options;
    let failure: unknown;
    const loaded = await this.files
      .fill(connection, file, options, async () => {
        const made = await loadFile(connection, file, options);
        if ((await stampOf(file.path)) !== file.stamp) throw new Changed();
        return made;
      })
      .catch((error: unknown) => {
        failure = error;
        return undefined;
      });
    if (loaded) return loaded;
    if (!(failure instanceof Changed) && (await stampOf(file.path)) === file.stamp) throw failure;
    signal.throwIfAborted();
    this.cache.log(l10n.t('{0}: changed while it was read; what it holds now is copied first.', file.path));
    let copy: Spooled | undefined;
    try {
      const spooled = await spool(fileBytes(file.path), folder, basename(file.path));
      copy = spooled;
      const { bytes, digest } = spooled;
      const content = readAs({ ...file, content: digest, bytes }, file.reading);
      return (
        (await this.files.attach(connection, content, index)) ??
        (await this.files.fill(connection, content, options, () =>
          loadFile(connection, content, { ...options, content: spooled.path }),
        ))
      );
    } finally {
      await copy?.dispose();
    }
  }

  private async use(key: string, handle: Handle): Promise<Capture> {
    handle.users++;
    clearTimeout(handle.idle);
    const connection = await handle.database.connect();
    let open = true;
    return {
      connection,
      files: handle.files,
      digest: handle.digest,
      labelled: handle.labelled,
      narrowed: handle.narrowed,
      interleaved: handle.interleaved,
      flowsWithin: range => handle.flowsWithin(range),
      close: async () => {
        if (!open) return;
        open = false;
        connection.closeSync();
        if (--handle.users === 0) this.rest(key, handle);
      },
    };
  }

  /** What is in memory goes; what is on disk is kept ready for a while. */
  private rest(key: string, handle: Handle): void {
    const current = this.handles.get(key) === handle;
    if (!current || handle.loaded.some(file => !file.stored)) return this.release(key, handle);
    this.handles.delete(key);
    this.handles.set(key, handle);
    handle.idle = setTimeout(() => this.release(key, handle), keptReady.forMs).unref();
    const resting = [...this.handles].filter(([, { users }]) => users === 0);
    for (const [old, other] of resting.slice(0, -keptReady.most)) this.release(old, other);
  }

  private release(key: string, handle: Handle): void {
    if (handle.closed || handle.users > 0) return;
    handle.closed = true;
    clearTimeout(handle.idle);
    if (this.handles.get(key) === handle) this.handles.delete(key);
    handle.database.close();
  }

  private async stampsOf(loaded: readonly LoadedFile[]): Promise<string> {
    const stamps = loaded.map(({ stored, facts }) => (stored ? stampOf(this.files.path(facts.digest)) : ''));
    return (await Promise.all(stamps)).join('\n');
  }
}

/** Whether a file's flows begin before those of another end. */
async function areInterleaved(connection: DuckDBConnection): Promise<boolean> {
  const found = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM (SELECT first < max(last) OVER
       (ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_beside FROM
       (SELECT min(start_time) AS first, max(start_time) AS last FROM flows GROUP BY file)) WHERE is_beside`,
  );
  return Number(found.getRows()[0]?.[0]) > 0;
}

/** The file changed while it was loaded. */
class Changed extends Error {}

/**
 * Whether a query failed for what is stored, which can be made again. Words alone do not say so, for a query can have them in
 * its error (a column that nobody knows is called by its name): all flows are read then.
 */
async function isDamaged({ connection }: Capture, { message }: Error): Promise<boolean> {
  if (!/checksum|corrupt|serializ|could not read enough/i.test(message)) return false;
  return connection.run('SELECT bit_xor(hash(flow)) FROM memory.main.flows AS flow').then(
    () => false,
    () => true,
  );
}
