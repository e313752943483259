import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../base/errors';
import { stampOf } from '../../base/files/stamp';
import { Cancelled } from '../../base/threads/cancelled';
import type { Incident } from '../../engine/judging/answers';

/** Milliseconds between two looks at the files: file systems do not all tell of changes. */
const lookMs = 500;
/** An incident is told again when it has so many times the flows that were told of it. */
const growth = 2;

/** What of an incident was told before. */
type Told = Pick<Incident, 'address' | 'from' | 'to' | 'flows'>;

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
  let told: Told[] = [];
  try {
    for (;;) {
      // Before it is read: what comes meanwhile is a change.
      const before = await stampsOf(files);
      try {
        const report = await ask();
        const unheard = report.incidents.filter(incident => isUnheard(incident, told));
        told = [...told.filter(each => !unheard.some(incident => isSame(incident, each))), ...unheard];
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

/** Of the same host, at times that meet. */
const isSame = (a: Told, b: Told) => a.address === b.address && a.from <= b.to && b.from <= a.to;

function isUnheard(incident: Incident, told: readonly Told[]): boolean {
  const before = told.filter(each => isSame(incident, each));
  return before.every(({ flows }) => incident.flows >= growth * flows);
}

const stampsOf = async (files: readonly string[]) => (await Promise.all(files.map(stampOf))).join('\n');
