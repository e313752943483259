import { lstat, open, readdir, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Takes the next piece of a file; resolves when there is room for more. */
export type Put = (piece: string | Uint8Array) => Promise<void>;

const bufferedBytes = 1 << 20;
const ending = '.draft';
let drafts = 0;

/** A name beside a file for what is to take its place; it tells whose process made it. */
export const draftOf = (path: string) => `${path}.${process.pid}-${++drafts}${ending}`;

/**
 * Writes a file piece by piece beside its place and renames it there, so that a reader sees the old one or the
 * new one, whole. A link is followed, and a pipe or a device is written to: only plain files are replaced. Rejects,
 * naming the file, when it cannot be written; nothing is left behind then.
 */
export async function writeWhole(
  path: string,
  write: (put: Put) => Promise<void>,
  { mode }: { mode?: number } = {},
): Promise<void> {
  const target = await targetOf(path).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const draft = target.plain ? draftOf(target.path) : target.path;
  const file = await open(draft, 'w', mode ?? target.mode).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  let held: Uint8Array[] = [];
  let bytes = 0;
  const flush = async () => {
    const pieces = Buffer.concat(held);
    held = [];
    bytes = 0;
    await file.writeFile(pieces);
  };
  try {
    await write(async piece => {
      const part = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      held.push(part);
      bytes += part.length;
      if (bytes >= bufferedBytes) await flush();
    });
    await flush();
    await file.close();
    if (target.plain) await rename(draft, target.path);
  } catch (error) {
    await file.close().catch(() => undefined); // Closed already when the rename failed.
    if (target.plain) await rm(draft, { force: true });
    throw unwritable(path, error);
  }
}

/** Where a path leads, whether that is, or will be, a plain file, and the rights that it has. */
async function targetOf(path: string): Promise<{ path: string; plain: boolean; mode?: number }> {
  const info = await stat(path).catch(() => undefined);
  if (info) {
    if (info.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    return { path: await realpath(path), plain: info.isFile(), mode: info.mode & 0o777 };
  }
  // A link whose target is yet to be: what is written goes there.
  const link = await lstat(path).catch(() => undefined);
  if (link?.isSymbolicLink()) return { path: resolve(dirname(path), await readlink(path)), plain: true };
  return { path, plain: true };
}

function unwritable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const why = code === 'ENOENT' ? 'its folder does not exist' : code;
  return new Error(`${path}: cannot be written (${why}). Choose another place with --out.`, { cause: error });
}

/** Deletes what processes that were ended have left half written in a folder; how many files. */
export async function sweepDrafts(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  let swept = 0;
  for (const name of names) {
    const owner = /\.(\d+)-[\w-]+\.draft(?:\.wal)?$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(folder, name), { force: true, recursive: true }).catch(() => undefined); // Another process sweeps too.
    swept++;
  }
  return swept;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user: it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
