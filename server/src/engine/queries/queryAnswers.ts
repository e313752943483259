import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StatementType, type DuckDBConnection } from '@duckdb/node-api';
import { answerParameters } from '../../../../shared/parameters/answers';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import type { QueriedModel } from '../../../../shared/protocol/queries';
import { quoted } from '../../base/database';
import { fileBytes } from '../../base/files/compression';
import { temporaryName, workFolder } from '../../base/files/temporary';
import { writeOut } from '../../base/files/writeDraft';
import { storeColumns } from '../captures/columns';
import { filterSql } from '../captures/filterSql';
import type { Capture, CaptureStore } from '../captures/store';
import { prepareParts, tokenPart } from '../training/corpus/tokenTable';
import { defaultConfig } from '../training/embedding/config';
import type { AskedModel, AskedQuery, QueryAnswers, TableFormat } from './answers';
import { withFunctions } from './functions';
import { ModelFunctions, type FunctionDeps } from './modelFunctions';
import {
  inTime,
  prepareReading,
  readOnlyQuery,
  tookLonger,
  tookMore,
  type QueryLimits,
} from './readOnlyQuery';

/** What the engine answers in SQL. `folder` is the cache's of captures, the only one that their databases write in. */
export function queryAnswers(captures: CaptureStore, folder: string, deps: FunctionDeps): QueryAnswers {
  return {
    query: (files, sql, options) =>
      unlessLeft(left =>
        captures.using(files, options.signal, async capture => {
          const { answer, ...told } = await answered(files, capture, sql, { ...options, left }, limits =>
            readOnlyQuery(capture, sql, { rows: options.rows, ...limits }),
          );
          return { ...answer, ...told };
        }),
      ),
    writeQuery: (files, sql, { path, format }, options) =>
      unlessLeft(left =>
        captures.using(files, options.signal, capture =>
          inCopy(folder, async copy => {
            const { answer, ...told } = await answered(files, capture, sql, { ...options, left }, limits =>
              inTime(capture.connection, limits, () =>
                copyTo(copy, capture.connection, { sql, format, mostBytes: captures.spillBytes }),
              ),
            );
            await deliver(copy, path);
            return { path, rows: answer, ...told };
          }),
        ),
      ),
    convert: (files, { path, format }, { where, signal } = {}) =>
      captures.using(files, signal, capture =>
        inCopy(folder, async copy => {
          const columns = storeColumns.map(({ name, sql }) => `${sql} AS "${name}"`);
          const condition = where ? filterSql(where) : undefined;
          const sql = `SELECT ${columns.join(', ')} FROM flows ${condition ? `WHERE ${condition.sql}` : ''} ORDER BY file, record`;
          const rows = await copyTo(copy, capture.connection, { sql, format }, condition?.values);
          await deliver(copy, path);
          return { path, rows };
        }),
      ),
  };

  /**
   * Asks with the functions at hand. Binding the statement tells which are called, and what these need is made first. Votes
   * are found out for those tokens that the query asks for; then it is asked once more.
   */
  async function answered<T>(
    files: readonly string[],
    capture: Capture,
    sql: string,
    { seconds, signal, left, model = usualModel() }: Omit<AskedQuery, 'rows'> & Pick<QueryLimits, 'left'>,
    ask: (limits: Omit<QueryLimits, 'rows'>) => Promise<T>,
  ): Promise<{ answer: T; notices: string[]; model?: QueriedModel }> {
    const functions = new ModelFunctions(deps, files, capture, model);
    return withFunctions(capture, functions, async () => {
      await nameColumns(capture, model.config.tokenColumns, sql);
      const { statementType } = await prepareReading(capture, sql);
      if (functions.used.size > 0 && statementType === StatementType.SELECT)
        await functions.makeReady(signal);
      const until = performance.now() + seconds * 1000;
      for (;;) {
        const rest = Math.max(0.001, (until - performance.now()) / 1000);
        const answer = await ask({ seconds: rest, allowed: seconds, signal, left });
        if (!functions.lacksVotes) {
          const { answeredBy } = functions;
          return { answer, notices: functions.notices(), ...(answeredBy ? { model: answeredBy } : {}) };
        }
        await functions.vote(() => {
          signal?.throwIfAborted();
          if (performance.now() > until) throw tookLonger(seconds);
        });
      }
    });
  }
}

const usualModel = (): AskedModel => ({
  config: defaultConfig,
  clusters: defaultsOf(clusterParameters),
  confidence: answerParameters.confidence.default,
});

/**
 * Lets SQL call the columns by their canonical names, and by the store's where it does: "SELECT *" has each once. `token` is
 * the flow's as the model has it.
 */
async function nameColumns(
  { connection }: Capture,
  tokenColumns: readonly string[],
  sql: string,
): Promise<void> {
  const columns = storeColumns.flatMap(({ name, sql: stored }) => [
    `${stored} AS "${name}"`,
    ...(name.toLowerCase() !== stored && new RegExp(`\\b${stored}\\b`, 'i').test(sql) ? [stored] : []),
  ]);
  const shown = `file, record, record AS "Line", ${columns.join(', ')}`;
  // Parts such as subnets are looked up in tables, whose making would cost other queries seconds.
  const token = /\btoken\b/i.test(sql) ? await tokenSql(connection, tokenColumns) : undefined;
  await connection.run(
    token
      ? `CREATE OR REPLACE TEMP VIEW flows AS SELECT ${shown}, ${token.text} AS token
         FROM (SELECT flows.*, ${token.select} FROM ${token.from})`
      : `CREATE OR REPLACE TEMP VIEW flows AS SELECT ${shown} FROM memory.main.flows`,
  );
}

async function tokenSql(
  connection: DuckDBConnection,
  columns: readonly string[],
): Promise<{ text: string; select: string; from: string }> {
  const { select, from } = await prepareParts(connection, columns);
  const text = `concat_ws(' ', ${columns.map((_, i) => tokenPart(`p${i}`)).join(', ')})`;
  return { text, select, from: from.replace(/^flows\b/, 'memory.main.flows AS flows') };
}

/** Answers as soon as nobody waits for the work any more, which then ends by itself. */
const unlessLeft = <T>(work: (left: (reason: Error) => void) => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    work(reject).then(resolve, reject);
  });

/** How often the size of a file that is written is looked at. */
const watchMs = 250;

/** A file of the cache that is gone when `work` is done. */
async function inCopy<T>(folder: string, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = join(await workFolder(folder), temporaryName('copy'));
  try {
    return await work(copy);
  } finally {
    await rm(copy, { force: true });
  }
}

/** DuckDB writes where it may; how many rows. */
async function copyTo(
  copy: string,
  connection: DuckDBConnection,
  { sql, format, mostBytes }: { sql: string; format: TableFormat; mostBytes?: number | undefined },
  values: (string | number)[] = [],
): Promise<number> {
  const form = format === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER';
  // On a line of its own, the end of the query ends a comment in it too.
  const writing = connection.runAndReadAll(
    `COPY (${sql}\n) TO ${quoted(copy)} (${form}, USE_TMP_FILE false)`,
    values,
  );
  let tooLarge = false;
  const watch = setInterval(() => {
    void stat(copy).then(
      ({ size }) => {
        tooLarge = mostBytes !== undefined && size > mostBytes;
        if (tooLarge) connection.interrupt();
      },
      () => undefined, // It does not stand there yet.
    );
  }, watchMs);
  try {
    return Number((await writing).getRows()[0]?.[0]);
  } catch (error) {
    throw tooLarge ? tookMore(error) : error;
  } finally {
    clearInterval(watch);
  }
}

/** From there the bytes go where the user wants them. */
async function deliver(copy: string, path: string): Promise<void> {
  await writeOut(path, async put => {
    for await (const part of fileBytes(copy)) await put(Uint8Array.from(part));
  });
}
