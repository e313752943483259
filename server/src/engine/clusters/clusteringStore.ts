import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Cache } from '../../base/files/cache';
import { CachedFiles } from '../../base/files/cachedFiles';
import type { Clustering, ClusteringSettings } from './clustering';
import {
  clusteringVersion,
  contentOf,
  readClustering,
  writeClustering,
  type ClusteringContent,
} from './clusteringFile';

const ending = '.clusters';
const shape = /^[0-9a-f]{40}-[0-9a-f]{16}$/;

/**
 * Name of a clustering: that of its model, then a digest of when the model was trained and of the whole settings as
 * they were asked for, `k` 0 where no number was. Those of one model are found by its name.
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
  if (!shape.test(key)) throw new Error(l10n.t('This is no name of a clustering: cluster the flows anew.'));
  return key.slice(0, 40);
}

/** Clusterings on disk. */
export class ClusteringStore {
  private readonly files: CachedFiles<ClusteringContent>;

  constructor(folder: string, cache: Cache) {
    const remedy = l10n.t('the flows are clustered again');
    this.files = new CachedFiles({ folder, ending, cache, remedy });
  }

  /** What the file says, or undefined when there is none or it cannot be used; a damaged one is set aside. */
  async load(key: string): Promise<ClusteringContent | undefined> {
    modelOfKey(key);
    return this.files.read(key, readClustering);
  }

  /** Sets a file aside that cannot be used, saying why. */
  async drop(key: string, why: string): Promise<void> {
    modelOfKey(key);
    await this.files.drop(key, why);
  }

  /** The names of a model's clusterings, last used first. */
  async ofModel(model: string): Promise<string[]> {
    const keys = (await this.files.all()).map(({ path }) => basename(path, ending));
    return keys.filter(key => key.startsWith(`${model}-`) && shape.test(key));
  }

  async save(key: string, clustering: Clustering): Promise<void> {
    modelOfKey(key);
    await this.files.write(key, contentOf(clustering), writeClustering);
  }

  /** Deletes every clustering; how many, and their bytes. */
  async clear(): Promise<{ clusterings: number; bytes: number }> {
    const { files, bytes } = await this.files.clear();
    return { clusterings: files, bytes };
  }
}
