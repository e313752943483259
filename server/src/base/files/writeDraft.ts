import { open, rename, rm } from 'node:fs/promises';

/** Takes the next piece of a file; resolves when there is room for more. */
export type Put = (piece: string | Uint8Array) => Promise<void>;

const bufferedBytes = 1 << 20;

/**
 * Writes a file piece by piece beside its place and renames it there, so that a reader sees the old one or the
 * new one, whole. Rejects, naming the file, when it cannot be written; nothing is left behind then.
 */
export async function writeWhole(path: string, write: (put: Put) => Promise<void>): Promise<void> {
  const draft = `${path}.${process.pid}-${Date.now()}.draft`;
  const file = await open(draft, 'w').catch((error: unknown) => {
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
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined); // Closed already when the rename failed.
    await rm(draft, { force: true });
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const why = code === 'ENOENT' ? 'its folder does not exist' : code;
  return new Error(`${path}: cannot be written (${why}). Choose another place with --out.`, { cause: error });
}
