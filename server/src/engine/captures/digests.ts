import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fileBytes, refuseSpecial } from '../../base/files/compression';
import { unreadable } from '../../base/errors';
import { stampOf } from '../../base/files/stamp';
import type { DigestMemory } from './digestMemory';
import { Readings, seenAs, storedAs, type Reading } from './reading';

/** The content of a file as it was at some moment. */
export interface Digested {
  path: string;
  /** SHA-256 of its bytes as they are on disk: the identity of its content. */
  content: string;
  /** How many they are. */
  bytes: number;
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
  /** Digests of beginnings that were asked for, by path and bytes, and the stamp of the file that began so. */
  private readonly begun = new Map<string, Map<number, { stamp: string; content: string }>>();

  constructor(private readonly memory?: DigestMemory) {}

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
    const digested = this.digest(path, stamp);
    this.known.set(path, { stamp, digested });
    digested.catch(() => this.known.delete(path));
    return digested;
  }

  /** What is remembered of a file from an earlier process; undefined where it has to be read to be known. */
  async recalled(path: string): Promise<ReadContent | undefined> {
    const digested = await this.recall(path, await stampOf(path));
    return digested && readAs(digested, this.readings.of(path));
  }

  /** Identity of the flows that were seen of the file's first bytes; undefined where it has fewer. */
  async beginning(path: string, bytes: number): Promise<string | undefined> {
    const now = await this.one(path);
    if (bytes > now.bytes) return undefined;
    let content = bytes === now.bytes ? now.content : undefined;
    const known = this.begun.get(path)?.get(bytes);
    if (known?.stamp === now.stamp) content ??= known.content;
    if (content === undefined) {
      // From now on it is computed whenever the file is read.
      const begun = this.begun.get(path) ?? new Map<number, { stamp: string; content: string }>();
      content = (await digestOf(path, [], bytes)).content;
      this.begun.set(path, begun.set(bytes, { stamp: now.stamp, content }));
    }
    return readAs({ ...now, content, bytes }, this.readings.of(path)).seen;
  }

  private async recall(path: string, stamp: string): Promise<Digested | undefined> {
    const recalled = await this.memory?.recall(path);
    if (!recalled) return undefined;
    const digested = { path, stamp, ...recalled };
    this.known.set(path, { stamp, digested: Promise.resolve(digested) });
    return digested;
  }

  private async digest(path: string, stamp: string): Promise<Digested> {
    const recalled = await this.recall(path, stamp);
    if (recalled) return recalled;
    const remember = await this.memory?.watch(path);
    const begun = this.begun.get(path);
    const { beginnings, ...read } = await digestOf(path, [...(begun?.keys() ?? [])]);
    for (const [bytes, content] of beginnings) begun?.set(bytes, { stamp, content });
    await remember?.(read);
    return { path, stamp, ...read };
  }
}

export function readAs(digested: Digested, reading: Reading): ReadContent {
  const digest = storedAs(digested.content, reading);
  return { ...digested, reading, digest, seen: seenAs(digest, reading) };
}

/** SHA-256 of the file's bytes as they are on disk. Errors name the file. */
export async function contentDigest(path: string): Promise<string> {
  return (await digestOf(path, [])).content;
}

/** SHA-256 of a file's first `most` bytes, how many there are, and the digests of those beginnings that it has. */
async function digestOf(
  path: string,
  beginnings: readonly number[],
  most = Infinity,
): Promise<{ content: string; bytes: number; beginnings: [bytes: number, content: string][] }> {
  const info = await stat(path).catch(cause => {
    throw unreadable(path, cause);
  });
  if (info.isDirectory()) throw new Error(l10n.t('{0}: is a folder. Name the capture files in it.', path));
  await refuseSpecial(path);
  if (info.size === 0) throw new Error(l10n.t('{0}: is empty. A capture has at least one line.', path));
  const hash = createHash('sha256');
  const wanted = [...beginnings].sort((a, b) => a - b);
  const found: [number, string][] = [];
  let bytes = 0;
  for await (const part of fileBytes(path)) {
    let from = 0;
    while (wanted[0] !== undefined && wanted[0] <= bytes + part.length) {
      const end = (wanted.shift() as number) - bytes;
      hash.update(part.subarray(from, end));
      from = end;
      found.push([bytes + end, hash.copy().digest('hex')]);
    }
    hash.update(part.subarray(from, Math.min(part.length, most - bytes)));
    bytes = Math.min(most, bytes + part.length);
    if (bytes === most) break;
  }
  return { content: hash.digest('hex'), bytes, beginnings: found };
}

/** Digest of a capture of several files; of one, that file's. */
export function joinDigests(digests: readonly string[]): string {
  return digests.length === 1
    ? (digests[0] as string)
    : createHash('sha256').update(digests.join()).digest('hex');
}
