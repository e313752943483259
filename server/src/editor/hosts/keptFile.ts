import { messageOf } from '../../base/errors';
import { stampOf } from '../../base/files/stamp';

/** What a file says that a setting names: read again when it changed; that it cannot be read is said once. */
export class KeptFile<T> {
  private kept: { path: string; stamp: string; said: T } | undefined;
  private failed = '';

  /** `remedy` puts what is to be done behind what went wrong. */
  constructor(
    private readonly read: (path: string) => Promise<T>,
    private readonly remedy: (failure: string) => string,
    private readonly warn: (message: string) => void,
  ) {}

  /** Undefined when no file is named, or it cannot be read. */
  async get(path: string): Promise<T | undefined> {
    if (path === '') return undefined;
    try {
      const stamp = await stampOf(path);
      if (this.kept?.path !== path || this.kept.stamp !== stamp)
        this.kept = { path, stamp, said: await this.read(path) };
      return this.kept.said;
    } catch (error) {
      const message = this.remedy(messageOf(error));
      if (this.failed !== message) this.warn(message);
      this.failed = message;
      return undefined;
    }
  }
}
