import { stat } from 'node:fs/promises';
import { contentDigest } from './source';
import { joinDigests } from './store';

/** Digests of files, computed again only when size or time of the file changed. */
export class Digests {
  private readonly known = new Map<string, { stamp: string; digest: Promise<string> }>();

  async of(files: readonly string[]): Promise<string> {
    return joinDigests(await Promise.all(files.map(file => this.one(file))));
  }

  private async one(file: string): Promise<string> {
    const info = await stat(file, { bigint: true }).catch(() => undefined);
    const stamp = info ? `${info.size}/${info.mtimeNs}/${info.ino}` : '';
    const found = this.known.get(file);
    if (found && stamp !== '' && found.stamp === stamp) return found.digest;
    const digest = contentDigest(file);
    this.known.set(file, { stamp, digest });
    digest.catch(() => this.known.delete(file));
    return digest;
  }
}
