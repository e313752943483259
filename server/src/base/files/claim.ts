import { rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { beingWritten, temporaryName, type OthersTemporary } from './temporary';

/** How long what another process writes may stay as it is before nobody waits for it any more. */
const silentMs = 20_000;
const againMs = 50;

export interface ClaimOptions {
  look?(path: string): Promise<readonly OthersTemporary[]>;
  /** Milliseconds since whenever. */
  now?(): number;
}

/**
 * Claims the writing of a file that several processes may want at the same time, and waits for those that are at it. Answers
 * how the claim is given up, which is for when the file has its name; undefined where it is there. Rejects when it is
 * cancelled.
 *
 * There is no lock that a killed process could leave behind. Each puts up a sign and looks for those of others only then,
 * so that of two at least one sees the other's. Who sees a draft, or a sign that comes before its own, takes its own away and waits.
 * Who sees but signs that come after its own waits until they are gone or have drafts: their owners may have looked before its
 * own was there.
 */
export async function claim(
  path: string,
  signal: AbortSignal | undefined,
  { look = beingWritten, now = () => performance.now() }: ClaimOptions = {},
): Promise<(() => Promise<void>) | undefined> {
  const isSilent = silence(now);
  let sign = '';
  const giveUp = async () => {
    if (sign !== '') await rm(sign, { force: true });
    sign = '';
  };
  try {
    for (;;) {
      const others = (await look(path)).filter(other => !isSilent(other));
      if (others.length === 0) {
        if (await stat(path).catch(() => undefined)) {
          await giveUp();
          return undefined;
        }
        if (sign !== '') return giveUp;
        const put = `${path}.${temporaryName('claim')}`;
        const isUp = await writeFile(put, '', { flag: 'wx', mode: 0o600 }).then(
          () => true,
          () => false,
        );
        // Then the file cannot be written either: whoever tries to hears why.
        if (!isUp) return giveUp;
        sign = put;
        continue;
      }
      if (others.some(({ name, isDraft }) => isDraft || turnOf(name) < turnOf(sign))) await giveUp();
      await setTimeout(againMs, undefined, signal ? { signal } : {});
    }
  } catch (error) {
    await giveUp();
    throw error;
  }
}

/** By what chance gave the name, so that nobody is always the first. */
const turnOf = (name: string) => name.slice(name.lastIndexOf('-'));

/** Tells what has stayed as it is for too long. */
function silence(now: () => number): (other: OthersTemporary) => boolean {
  const seen = new Map<string, { state: string; since: number }>();
  return ({ name, state }) => {
    const before = seen.get(name);
    if (before?.state === state) return now() - before.since > silentMs;
    seen.set(name, { state, since: now() });
    return false;
  };
}
