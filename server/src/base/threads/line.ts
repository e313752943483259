import * as l10n from '@vscode/l10n';
import { Cancelled } from './cancelled';

/** Jobs that each take all cores, one after the other. */
export class Line {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs a job when those before it have ended; one that is cancelled while it waits leaves the line at once. */
  inTurn<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    let began = false;
    const mine = this.last.then(() => {
      began = true;
      signal.throwIfAborted();
      return job();
    });
    this.last = mine.catch(() => undefined); // The one who asked hears of it; the next in line does not mind.
    const left = new Promise<never>((_, reject) => {
      const leave = () =>
        began || reject(new Cancelled(l10n.t('The job was cancelled before its turn came.')));
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
    return Promise.race([mine, left]);
  }
}
