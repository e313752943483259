import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { open, readlink, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { codeOf } from '../errors';
import { sweep, temporaryName } from './temporary';

/** Takes the next piece of a file; resolves when there is room for more. */
export type Put = (piece: string | Uint8Array) => Promise<void>;

const bufferedBytes = 1 << 20;

/**
 * Writes a file of our own piece by piece beside its place and renames it there, so that a reader sees the old one or the
 * new one, whole. Only the user can read it, unless `mode` says otherwise. Rejects as the system does when it cannot be
 * written; nothing is left behind then. `durable`: it is on the disk before it has its name, even if the power fails.
 */
export async function writeWhole(
  path: string,
  write: (put: Put) => Promise<void>,
  { mode = 0o600, durable = false }: { mode?: number; durable?: boolean } = {},
): Promise<void> {
  const draft = `${path}.${temporaryName('draft')}`;
  const file = await open(draft, 'wx', mode);
  try {
    await inPieces(write, bytes => file.writeFile(bytes));
    if (durable) await file.datasync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined); // Closed already when the rename failed.
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Writes to a place that the user named. A plain file is replaced whole, with the permissions that it had; a link is
 * followed; a device or a pipe is written to. Rejects, naming place and remedy, when it cannot be written.
 */
export async function writeOut(path: string, write: (put: Put) => Promise<void>): Promise<void> {
  try {
    const stream = standardStream(path);
    if (stream) return await inPieces(write, bytes => written(stream, bytes));
    const info = await stat(path).catch((error: unknown) => {
      if (['ENOENT', 'ELOOP'].includes(codeOf(error) ?? '')) return undefined;
      throw error;
    });
    if (info?.isDirectory()) throw Object.assign(new Error(l10n.t('it is a folder')), { code: 'EISDIR' });
    if (info && !info.isFile()) return await writeInPlace(path, write, constants.O_WRONLY);
    // What a shell has opened for this process is written to, not replaced behind its back.
    if (info && ownStream.test(resolve(path)))
      return await writeInPlace(path, write, constants.O_WRONLY | constants.O_TRUNC);
    const target = await followed(path);
    await sweep(dirname(target), `${basename(target)}.`);
    // As any program's, where there is none yet: the user's mask takes away what it shall not have.
    await writeWhole(target, write, { mode: info ? info.mode & 0o777 : 0o666 }).catch((error: unknown) => {
      // A file that may be written in a folder that may not.
      if (info && /^(?:EACCES|EPERM|EROFS)$/.test(codeOf(error) ?? ''))
        return writeInPlace(target, write, constants.O_WRONLY | constants.O_TRUNC);
      throw error;
    });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Names of what this process has open. */
const ownStream = /^\/(?:dev|proc\/self)\/(?:stdout|stderr|fd\/(\d+))$/;

/** Standard output or error where a path names it; there is none on Windows. */
export function standardStream(path: string): Writable | undefined {
  const at = process.platform === 'win32' ? '' : resolve(path);
  const [found, number] = ownStream.exec(at) ?? [];
  if (found === undefined) return undefined;
  if (found.endsWith('stdout') || number === '1') return process.stdout;
  return found.endsWith('stderr') || number === '2' ? process.stderr : undefined;
}

function written(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(bytes, error => (error ? fail(error) : done()));
  });
}

/** Where links lead, also one whose target is not there yet. */
async function followed(path: string): Promise<string> {
  let at = resolve(path);
  for (let links = 0; links < 40; links++) {
    const found = await realpath(at).catch(() => undefined);
    if (found !== undefined) return found;
    const to = await readlink(at).catch(() => undefined);
    if (to === undefined) return join(await realpath(dirname(at)), basename(at));
    at = resolve(dirname(at), to);
  }
  throw Object.assign(new Error(l10n.t('links in a circle')), { code: 'ELOOP' });
}

async function writeInPlace(path: string, write: (put: Put) => Promise<void>, flags: number): Promise<void> {
  const file: FileHandle = await open(path, flags);
  try {
    await inPieces(write, bytes => file.writeFile(bytes));
  } finally {
    await file.close();
  }
}

/** Collects small pieces into large ones. */
async function inPieces(
  write: (put: Put) => Promise<void>,
  take: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  const flush = async () => {
    const pieces = held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held);
    held = [];
    bytes = 0;
    if (pieces.length > 0) await take(pieces);
  };
  await write(async piece => {
    const part = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    held.push(part);
    bytes += part.length;
    if (bytes >= bufferedBytes) await flush();
  });
  await flush();
}

const words = (): Readonly<Record<string, string>> => ({
  ENOENT: l10n.t('its folder does not exist'),
  EISDIR: l10n.t('it is a folder'),
  ENOSPC: l10n.t('the disk is full'),
  EDQUOT: l10n.t('the disk is full for this user'),
  EROFS: l10n.t('the disk is read-only'),
  EPIPE: l10n.t('its reader is gone'),
  ELOOP: l10n.t('its links lead in a circle'),
});

function unwritable(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return new Error(
    l10n.t('{0}: cannot be written ({1}). Choose another place with --out.', path, words()[code] ?? code),
    {
      cause: error,
    },
  );
}
