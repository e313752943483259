import { setImmediate } from 'node:timers/promises';

/** Steps between two pauses: some milliseconds of counting. */
const stepsInTurn = 16_384;

/** Lets a long count give way to what else the process has to answer, and end when it is cancelled. */
export class Turns {
  private steps = 0;

  constructor(private readonly signal?: AbortSignal) {}

  /** To be called after so many steps. Rejects when the signal is aborted. */
  async after(steps: number): Promise<void> {
    this.steps += steps;
    if (this.steps < stepsInTurn) return;
    this.steps = 0;
    await setImmediate();
    this.signal?.throwIfAborted();
  }
}
