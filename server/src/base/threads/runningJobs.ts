import * as l10n from '@vscode/l10n';
import { Cancelled } from './cancelled';

/** Who asks for a job: it lets go when its signal aborts, and hears how far the job is. */
export interface Asker<Progress = never> {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

interface Going {
  name: string;
  stop: AbortController;
  /** Settles when the job has ended, however it did. */
  done: Promise<unknown>;
}

interface Shared {
  stop: AbortController;
  result: Promise<unknown>;
  listeners: Set<(progress: never) => void>;
  askers: number;
}

/** Long jobs: cancelled by what they work on, or when nobody wants them any more. Stopped ones reject with `Cancelled`. */
export class RunningJobs {
  private readonly going = new Set<Going>();
  private readonly shared = new Map<string, Shared>();

  /** Runs a job for one asker, under a name that `cancel` knows it by; the same name may run more than once. */
  run<T>(
    name: string,
    { signal }: Pick<Asker, 'signal'>,
    job: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { stop, result } = this.begin(name, job);
    if (signal?.aborted) stop.abort();
    const letGo = () => stop.abort();
    signal?.addEventListener('abort', letGo, { once: true });
    return result.finally(() => signal?.removeEventListener('abort', letGo));
  }

  /** Joins the job of that key, or begins it. An asker that lets go is answered at once; the last one ends the job. */
  join<T, Progress>(
    key: string,
    name: string,
    { signal, onProgress }: Asker<Progress>,
    job: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
  ): Promise<T> {
    const shared = this.shared.get(key) ?? this.share(key, name, job);
    shared.askers++;
    if (onProgress) shared.listeners.add(onProgress);
    return new Promise<T>((resolve, reject) => {
      const letGo = () => {
        if (onProgress) shared.listeners.delete(onProgress);
        if (--shared.askers === 0) shared.stop.abort();
        reject(new Cancelled(l10n.t('The job was cancelled.')));
      };
      if (signal?.aborted) letGo();
      else signal?.addEventListener('abort', letGo, { once: true });
      (shared.result as Promise<T>)
        .finally(() => signal?.removeEventListener('abort', letGo))
        .then(resolve, reject);
    });
  }

  isGoing(key: string): boolean {
    return this.shared.has(key);
  }

  /** Stops the jobs of that name, whoever asked for them; all, without one. True when there were any. */
  cancel(name?: string): boolean {
    const mine = [...this.going].filter(job => name === undefined || job.name === name);
    mine.forEach(({ stop }) => stop.abort());
    return mine.length > 0;
  }

  /** Settles when every job that was running has ended. */
  async ended(): Promise<void> {
    await Promise.all([...this.going].map(job => job.done));
  }

  private share<T, Progress>(
    key: string,
    name: string,
    job: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
  ): Shared {
    const listeners = new Set<(progress: never) => void>();
    const report = (progress: Progress) => listeners.forEach(listen => listen(progress as never));
    const { stop, result } = this.begin(name, signal => job(signal, report));
    const shared: Shared = { stop, listeners, askers: 0, result };
    this.shared.set(key, shared);
    const forget = () => {
      if (this.shared.get(key) === shared) this.shared.delete(key);
    };
    // Nobody joins a job that is about to end with nothing.
    stop.signal.addEventListener('abort', forget, { once: true });
    shared.result = result.finally(forget);
    return shared;
  }

  private begin<T>(
    name: string,
    job: (signal: AbortSignal) => Promise<T>,
  ): { stop: AbortController; result: Promise<T> } {
    const stop = new AbortController();
    const result = job(stop.signal).catch((error: unknown) => {
      // Whatever step was interrupted, the reason is the same.
      if (!stop.signal.aborted || error instanceof Cancelled) throw error;
      throw new Cancelled(l10n.t('The job was cancelled.'), { cause: error });
    });
    // Whoever asked for the job hears how it ended; here only that it did is of interest.
    const going = { name, stop, done: result.catch(() => undefined) };
    this.going.add(going);
    return { stop, result: result.finally(() => this.going.delete(going)) };
  }
}

/** The name of the jobs on some files. */
export const nameOfFiles = (files: readonly string[]) => files.join('\n');
