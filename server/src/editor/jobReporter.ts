import type { EngineProgress } from '../engine/training/answers';
import type { GridRun } from '../../../shared/protocol/judging';
import type { JobProgress } from '../../../shared/protocol/jobProgress';

const intervalMs = 250;

/** Turns the reports of an engine into progress of a job, at most four a second, the latest of them always. */
export class JobReporter {
  private sentAt = -Infinity;
  private waiting: JobProgress | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly job: string,
    private readonly send: (progress: JobProgress) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  readonly training = (training: EngineProgress): void => {
    this.report({ job: this.job, fraction: training.fraction, training });
  };

  readonly runs = (done: number, of: number, last?: GridRun): void => {
    const runs = { done, of, ...(last ? { last } : {}) };
    this.report({ job: this.job, fraction: of > 0 ? done / of : 0, runs });
  };

  readonly step = (progress: Omit<JobProgress, 'job'>): void => {
    this.report({ job: this.job, ...progress });
  };

  /** Nothing is sent from now on: the answer says all. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private report(progress: JobProgress): void {
    if (this.ended) return;
    this.waiting = progress;
    if (this.timer) return;
    const rest = this.sentAt + intervalMs - this.now();
    if (rest <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), rest);
  }

  private flush(): void {
    this.timer = undefined;
    const progress = this.waiting;
    this.waiting = undefined;
    if (!progress || this.ended) return;
    this.sentAt = this.now();
    this.send(progress);
  }
}
