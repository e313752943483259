import { mkdir, rm, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { evict, filesOf } from '../jobs/cacheFolder';
import type { Clustering, ClusteringSettings } from './clustering';
import { clusteringVersion, readClustering, writeClustering, type ClusteringContent } from './clusteringFile';

const ending = '.clusters';
const shape = /^[0-9a-f]{40}-[0-9a-f]{16}$/;

/**
 * Name of a clustering: that of its model, then a digest of when the model was trained and of the whole settings, `k`
 * counted out. Those of one model are found by its name.
 */
export function clusteringKey(
  model: string,
  { trainedAt, settings }: { trainedAt: string; settings: ClusteringSettings },
): string {
  const canonical = JSON.stringify([clusteringVersion, trainedAt, ...Object.entries(settings).sort()]);
  return `${model}-${createHash('sha256').update(canonical).digest('hex').slice(0, 16)}`;
}

/** The model of a clustering's name. Throws for a text that is no such name; paths are made of it. */
export function modelOfKey(key: string): string {
  if (!shape.test(key)) throw new Error('This is no name of a clustering: cluster the flows anew.');
  return key.slice(0, 40);
}

/** Clusterings on disk, least recently used deleted first when they pass the size limit. */
export class ClusteringStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
    private readonly log: (message: string) => void,
  ) {}

  /** What the file says, or undefined when there is none or it cannot be used; a bad file is deleted. */
  async load(key: string): Promise<ClusteringContent | undefined> {
    const path = this.path(key);
    try {
      const content = await readClustering(path);
      const now = new Date();
      await utimes(path, now, now);
      return content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') await this.drop(key, (error as Error).message);
      return undefined;
    }
  }

  /** Deletes a file that cannot be used, saying why. */
  async drop(key: string, why: string): Promise<void> {
    this.log(`${this.path(key)}: cannot be used (${why}) and is deleted; the flows can be clustered again.`);
    await rm(this.path(key), { force: true });
  }

  /** The names of a model's clusterings, last used first. */
  async ofModel(model: string): Promise<string[]> {
    const files = await filesOf(this.folder, ending);
    return files
      .map(({ path, used }) => ({ key: basename(path, ending), used }))
      .filter(({ key }) => key.startsWith(`${model}-`) && shape.test(key))
      .sort((a, b) => b.used - a.used)
      .map(({ key }) => key);
  }

  async save(key: string, clustering: Clustering): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const path = this.path(key);
    await writeClustering(path, clustering);
    await evict(this.folder, ending, { maxBytes: this.maxBytes, keep: path, log: this.log });
  }

  /** Deletes every clustering; how many, and their bytes. */
  async clear(): Promise<{ clusterings: number; bytes: number }> {
    const files = await filesOf(this.folder, ending);
    for (const file of files) await rm(file.path, { force: true });
    return { clusterings: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }

  private path(key: string): string {
    modelOfKey(key);
    return join(this.folder, `${key}${ending}`);
  }
}
