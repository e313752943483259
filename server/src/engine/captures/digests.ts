import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fileBytes, refuseSpecial } from '../../base/files/compression';
import { unreadable } from '../../base/errors';
import { stampOf } from '../../base/files/stamp';
import { Readings, seenAs, storedAs, type Reading } from './reading';

/** The content of a file as it was at some moment. */
export interface Digested {
  path: string;
  /** SHA-256 of its bytes as they are on disk: the identity of its content. */
  content: string;
  /** Changes when the file does. */
  stamp: string;
}

/** A content and how it is read. */
export interface ReadContent extends Digested {
  reading: Reading;
  /** Identity of what is stored of it. */
  digest: string;
  /** Identity of the flows that are seen. */
  seen: string;
}

/** Digests of files, computed again only when size or time of the file changed. */
export class Digests {
  readonly readings = new Readings();
  private readonly known = new Map<string, { stamp: string; digested: Promise<Digested> }>();

  async of(files: readonly string[]): Promise<string> {
    return joinDigests((await this.each(files)).map(file => file.seen));
  }

  each(files: readonly string[]): Promise<ReadContent[]> {
    return Promise.all(
      files.map(async file => {
        const reading = this.readings.of(file);
        return readAs(await this.one(file), reading);
      }),
    );
  }

  async one(path: string): Promise<Digested> {
    const stamp = await stampOf(path);
    const found = this.known.get(path);
    if (found && stamp !== '' && found.stamp === stamp) return found.digested;
    const digested = contentDigest(path).then(content => ({ path, content, stamp }));
    this.known.set(path, { stamp, digested });
    digested.catch(() => this.known.delete(path));
    return digested;
  }
}

export function readAs(digested: Digested, reading: Reading): ReadContent {
  const digest = storedAs(digested.content, reading);
  return { ...digested, reading, digest, seen: seenAs(digest, reading) };
}

/** SHA-256 of the file's bytes as they are on disk. Errors name the file. */
export async function contentDigest(path: string): Promise<string> {
  const info = await stat(path).catch(cause => {
    throw unreadable(path, cause);
  });
  if (info.isDirectory()) throw new Error(l10n.t('{0}: is a folder. Name the capture files in it.', path));
  await refuseSpecial(path);
  if (info.size === 0) throw new Error(l10n.t('{0}: is empty. A capture has at least one line.', path));
  const hash = createHash('sha256');
  for await (const part of fileBytes(path)) hash.update(part);
  return hash.digest('hex');
}

/** Digest of a capture of several files; of one, that file's. */
export function joinDigests(digests: readonly string[]): string {
  return digests.length === 1
    ? (digests[0] as string)
    : createHash('sha256').update(digests.join()).digest('hex');
}
