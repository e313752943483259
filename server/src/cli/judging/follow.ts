import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../base/errors';
import { stampOf } from '../../base/files/stamp';
import { Cancelled } from '../../base/threads/cancelled';
import { isSameIncident, unheardOf, type Heard } from '../../../../shared/judging/unheard';
import type { Incident } from '../../engine/judging/answers';

/** Milliseconds between two looks at the files: file systems do not all tell of changes. */
const lookMs = 500;

/**
 * Asks again each time that one of the files has changed, until Ctrl+C, and gives `tell` the answer with those of its
 * incidents that were not told before, or that grew twofold. A file that cannot be read, as while logs are rotated, is
 * said to be so and asked for again when it changes. Rejects as `Cancelled` in the end.
 */
export async function following<Report extends { incidents: readonly Incident[] }>(
  files: readonly string[],
  ask: () => Promise<Report>,
  tell: (report: Report, unheard: readonly Incident[]) => void,
  complain: (message: string) => void,
): Promise<never> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop);
  let told: Heard[] = [];
  try {
    for (;;) {
      // Before it is read: what comes meanwhile is a change.
      const before = await stampsOf(files);
      try {
        const report = await ask();
        const unheard = unheardOf(report.incidents, told);
        told = [
          ...told.filter(each => !unheard.some(incident => isSameIncident(incident, each))),
          ...unheard,
        ];
        tell(report, unheard);
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        complain(messageOf(error));
      }
      while ((await stampsOf(files)) === before) {
        await wait(lookMs, undefined, { signal: stopped.signal }).catch((cause: unknown) => {
          throw new Cancelled('stopped', { cause });
        });
      }
    }
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

const stampsOf = async (files: readonly string[]) => (await Promise.all(files.map(stampOf))).join('\n');
