import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { usualLimits, type DatabaseLimits } from './databaseLimits';
import { temporaryName } from './files/temporary';

export interface Database {
  connection: DuckDBConnection;
  /** Another connection, with temporary tables of its own. */
  connect(): Promise<DuckDBConnection>;
  /** Ends all connections. */
  close(): void;
}

/**
 * A DuckDB database in memory. It reads and writes in `folder`, where it also puts what does not fit in memory, and
 * touches `files` and `others`, folders, beside that, nothing else; it installs and loads no extension; and nothing that
 * is run in it can change these settings.
 */
export async function openDatabase(
  folder: string,
  files: readonly string[] = [],
  others: readonly string[] = [],
  { memoryMiB, spillMiB }: DatabaseLimits = usualLimits(),
): Promise<Database> {
  // Of this database alone: two that share one take each other's files. DuckDB makes it when it needs it.
  const spills = spillFolder(folder);
  mkdirSync(spills, { recursive: true, mode: 0o700 });
  const spill = join(spills, temporaryName('spill'));
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: spill,
    memory_limit: `${memoryMiB}MiB`,
    max_temp_directory_size: `${spillMiB}MiB`,
  });
  const connection = await instance.connect();
  const database: Database = {
    connection,
    connect: () => instance.connect(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(spill, { recursive: true, force: true });
    },
  };
  try {
    const allowed = files.flatMap(file => [quoted(file), quotedFile(file)]);
    await connection.run(`SET allowed_directories = [${[folder, ...others].map(quoted).join()}]`);
    await connection.run(`SET allowed_paths = [${allowed.join()}]`);
    for (const setting of [
      'autoinstall_known_extensions = false',
      'autoload_known_extensions = false',
      'allow_community_extensions = false',
      'enable_external_access = false',
      'lock_configuration = true',
    ])
      await connection.run(`SET ${setting}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Where databases of a folder put what does not fit in memory. */
export const spillFolder = (folder: string) => join(folder, 'spill');

/** A text as SQL. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A path for DuckDB's readers, which take `*`, `?` and `[` in a name for a pattern: in brackets each stands for itself. */
export const quotedFile = (path: string) => quoted(path.replace(/[*?[]/g, '[$&]'));

/** Whether DuckDB can be given this path: beside a pattern's signs it takes a backslash for a folder's end. */
export const isReadablePath = (path: string) =>
  process.platform === 'win32' || !path.includes('\\') || !/[*?[]/.test(path);
