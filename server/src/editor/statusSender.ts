import type { ServerStatus } from '../../../shared/protocol/status';

const leastMs = 250;

/** Sends the status when it differs from the one sent last, at most four times a second. */
export class StatusSender {
  private sent = '';
  private sentAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(
    private readonly status: () => ServerStatus,
    private readonly send: (status: ServerStatus) => void,
  ) {}

  changed(): void {
    if (this.timer || this.disposed) return;
    const wait = this.sentAt + leastMs - performance.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.disposed = true;
  }

  private flush(): void {
    this.timer = undefined;
    const status = this.status();
    const text = JSON.stringify(status);
    if (text === this.sent) return;
    this.sent = text;
    this.sentAt = performance.now();
    this.send(status);
  }
}
