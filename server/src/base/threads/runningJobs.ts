/** Long jobs that can be cancelled by what they work on. */
export class RunningJobs {
  private readonly going = new Map<AbortController, { name: string; done: Promise<unknown> }>();

  /** Runs a job under a name that `cancel` knows it by; the same name may run more than once. */
  run<T>(name: string, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const result = job(stop.signal).finally(() => this.going.delete(stop));
    // Whoever asked for the job hears how it ended; here only that it did is of interest.
    this.going.set(stop, { name, done: result.catch(() => undefined) });
    return result;
  }

  /** Asks the jobs of that name to stop; all, without one. True when there were any. */
  cancel(name?: string): boolean {
    const mine = [...this.going].filter(([, job]) => name === undefined || job.name === name);
    mine.forEach(([stop]) => stop.abort());
    return mine.length > 0;
  }

  /** Settles when every job that was running has ended. */
  async ended(): Promise<void> {
    await Promise.all([...this.going.values()].map(job => job.done));
  }
}
