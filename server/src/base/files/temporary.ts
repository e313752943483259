import { createHash, randomBytes } from 'node:crypto';
import { constants, mkdirSync, rmSync } from 'node:fs';
import { access, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What is written for a while: a file before it gets its name, the sign that it will be written, a copy, what does not fit in memory. */
export type Temporary = 'draft' | 'claim' | 'copy' | 'spool' | 'spill' | 'scratch';

const shape = /(?:^|\.)([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.(?:draft|claim|copy|spool|spill|scratch)(?:\.wal)?$/;
/** What earlier versions left, who did not say whose it is. */
const formerShape = /\.draft$|^duckdb_temp_/;
/** Process numbers of another machine that shares the folder, or none, say nothing here. */
const forgottenAfterMs = 7 * 24 * 3600_000;

const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name that no other process takes, and that tells whose it is: what a killed process leaves behind is found by it. */
export function temporaryName(what: Temporary): string {
  return `${machine}-${process.pid}-${randomBytes(6).toString('hex')}.${what}`;
}

/**
 * Deletes what processes that are no more left in a folder; where it is not known whether they are, what is older than a
 * week. Returns
 * the paths. What cannot be deleted, for it is somebody else's, stays.
 */
export async function sweep(folder: string, beginning = ''): Promise<string[]> {
  const swept: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const [found, where, pid] =
      (name.startsWith(beginning) && (shape.exec(name) ?? formerShape.exec(name))) || [];
    if (found === undefined) continue;
    const path = join(folder, name);
    const made = (await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (where === machine ? lives(Number(pid), made) : Date.now() - made < forgottenAfterMs) continue;
    const gone = await rm(path, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (gone) swept.push(path);
  }
  return swept;
}

/** What another process that lives writes beside a file that it wants to make. */
export interface OthersTemporary {
  name: string;
  isDraft: boolean;
  /** Changes as it is written. */
  state: string;
}

/** The drafts of a file, and the claims to it, of other processes of this machine that live. */
export async function beingWritten(path: string): Promise<OthersTemporary[]> {
  const beginning = `${basename(path)}.`;
  const found: OthersTemporary[] = [];
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const [, where, pid] = (name.startsWith(beginning) && shape.exec(name)) || [];
    if (where !== machine || Number(pid) === process.pid) continue;
    const info = await stat(join(dirname(path), name)).catch(() => undefined);
    if (!info || !lives(Number(pid), info.mtimeMs)) continue;
    found.push({ name, isDraft: !name.endsWith('.claim'), state: `${info.size} ${info.mtimeMs}` });
  }
  return found;
}

/** Whether the process lives that made a file then: this very one, if it was there already. */
function lives(pid: number, then: number): boolean {
  if (pid === process.pid) return then >= Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // It lives, and is somebody else's.
  }
}

let scratch: string | undefined;
const scratchBeginning = 'flow2vec.';

/** A folder of this process alone, below the system's, which goes with it. Throws where there is no room for one. */
export function scratchFolder(): string {
  if (scratch === undefined) {
    const made = join(tmpdir(), scratchBeginning + temporaryName('scratch'));
    mkdirSync(made, { mode: 0o700 });
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    scratch = made;
  }
  return scratch;
}

/** A folder of the cache, made if need be, or where nothing can be written there one of this process. */
export async function workFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    return folder;
  } catch {
    return scratchFolder();
  }
}

/** Deletes the scratch folders of processes that are no more. */
export const sweepScratch = () => sweep(tmpdir(), scratchBeginning);
