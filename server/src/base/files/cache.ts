import * as l10n from '@vscode/l10n';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, messageOf } from '../errors';
import { sweep, sweepScratch } from './temporary';

export interface CachedFile {
  path: string;
  bytes: number;
  /** Milliseconds since 1970 of the last use; the cache touches a file it reads. */
  used: number;
}

export interface CacheOptions {
  /** For the files of all kinds together. */
  maxBytes?: number;
  log?: (message: string) => void;
  /** Told what the user should know: that a file was damaged, or that nothing can be kept. */
  warn?: (message: string) => void;
}

const damaged = '.damaged';

/** The folders of a cache: what they may hold together, and what is said of it. Others may use them at the same time. */
export class Cache {
  readonly log: (message: string) => void;
  private readonly warn: (message: string) => void;
  private readonly maxBytes: number;
  private readonly kinds: { folder: string; ending: string }[] = [];
  private readonly others: string[] = [];
  private toldUnkept = false;

  constructor({ maxBytes = Infinity, log = () => undefined, warn = log }: CacheOptions = {}) {
    this.maxBytes = maxBytes;
    this.log = log;
    this.warn = warn;
  }

  /** Takes up a kind of files: those in a folder that end in `ending`. */
  add(folder: string, ending: string): void {
    this.kinds.push({ folder, ending });
  }

  /** Takes up a folder that is for what processes write for a while alone. */
  addTemporary(folder: string): void {
    this.others.push(folder);
  }

  /** Deletes what processes that are no more left behind. */
  async sweep(): Promise<void> {
    const folders = new Set([...this.kinds.map(({ folder }) => folder), ...this.others]);
    for (const path of [
      ...(await Promise.all([...folders].map(f => sweep(f)))).flat(),
      ...(await sweepScratch()),
    ])
      this.log(l10n.t('{0}: deleted, for the process that wrote it is no more.', path));
  }

  /** Deletes the least recently used files, of any kind, until the rest is within the limit; `keep` stays in any case. */
  async makeRoom(keep: string): Promise<void> {
    if (this.maxBytes === Infinity) return;
    const found = await Promise.all(
      this.kinds.flatMap(({ folder, ending }) => [filesOf(folder, ending), filesOf(folder, damaged)]),
    );
    const files = found.flat().sort((a, b) => a.used - b.used);
    let total = files.reduce((sum, f) => sum + f.bytes, 0);
    for (const file of files) {
      if (total <= this.maxBytes) return;
      if (file.path === keep) continue;
      if (!(await deleted(file.path))) continue; // Somebody else's.
      this.log(
        l10n.t(
          '{0}: deleted as least recently used; the cache holds at most {1} bytes.',
          file.path,
          this.maxBytes,
        ),
      );
      total -= file.bytes;
    }
  }

  /** Sets a file aside that cannot be used, and says so; `remedy` is what happens next. */
  async setAside(path: string, why: string, remedy: string): Promise<void> {
    const aside = `${path}${damaged}`;
    const moved = await rename(path, aside).then(
      () => l10n.t('is set aside as {0}', basename(aside)),
      (error: unknown) =>
        codeOf(error) === 'ENOENT'
          ? l10n.t('is gone')
          : l10n.t('stays, for it cannot be renamed ({0})', messageOf(error)),
    );
    this.warn(l10n.t('{0}: is damaged ({1}) and {2}; {3}.', path, why, moved, remedy));
  }

  /** Says that a file cannot be kept, in a warning the first time. */
  unkept(path: string, error: unknown): void {
    const [why = ''] = messageOf(error).split('\n');
    (this.toldUnkept ? this.log : this.warn)(
      l10n.t(
        '{0}: cannot be written ({1}). What was computed is answered, but not kept for the next time.',
        path,
        why,
      ),
    );
    this.toldUnkept = true;
  }
}

/** The files of a folder that end in `ending`; none when there is no folder yet. */
export async function filesOf(folder: string, ending: string): Promise<CachedFile[]> {
  const names = (await readdir(folder).catch(() => [] as string[])).filter(name => name.endsWith(ending));
  const found = await Promise.all(
    names.map(async name => {
      const path = join(folder, name);
      const info = await stat(path).catch(() => undefined); // Deleted meanwhile, by another window.
      return info && { path, bytes: info.size, used: info.mtimeMs };
    }),
  );
  return found.filter(file => file !== undefined);
}

/** Deletes the files of a kind, and the damaged ones; how many of those that can be deleted, and their bytes. */
export async function clearFiles(folder: string, ending: string): Promise<{ files: number; bytes: number }> {
  const cleared = { files: 0, bytes: 0 };
  for (const { path, bytes } of [
    ...(await filesOf(folder, ending)),
    ...(await filesOf(folder, ending + damaged)),
  ]) {
    if (!(await deleted(path))) continue;
    if (path.endsWith(ending)) cleared.files++;
    cleared.bytes += bytes;
  }
  return cleared;
}

async function deleted(path: string): Promise<boolean> {
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  );
}
