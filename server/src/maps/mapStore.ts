import { createHash } from 'node:crypto';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { evict, filesOf } from '../jobs/cacheFolder';
import type { LayoutSettings } from './mapColumns';
import { mapVersion, readMap, writeMap, type MapFile } from './mapFile';

const ending = '.map';
const shape = /^[0-9a-f]{40}-[0-9a-f]{16}$/;

/** What each method uses of the settings; what it does not use makes no other map. */
const used: Record<LayoutSettings['method'], readonly (keyof LayoutSettings)[]> = {
  pca: [],
  umap: ['neighbours', 'minDist', 'epochs'],
  tsne: ['perplexity', 'earlyExaggeration', 'learningRate', 'iterations'],
};

/**
 * Name of a map: that of its model, then a digest of when the model was trained (one that is trained anew has other
 * vectors) and of the settings that count.
 */
export function mapKey(model: string, trainedAt: string, settings: LayoutSettings): string {
  const names = ['method', 'dimensions', 'points', 'seed', ...used[settings.method]] as const;
  const values = names.map(name => settings[name]);
  const canonical = JSON.stringify([mapVersion, trainedAt, ...values]);
  return `${model}-${createHash('sha256').update(canonical).digest('hex').slice(0, 16)}`;
}

/** The model of a map's name. Throws for a text that is no such name; paths are made of it. */
export function modelOfMap(key: string): string {
  if (!shape.test(key)) throw new Error('This is no name of a map: draw the map anew.');
  return key.slice(0, 40);
}

/** Maps on disk, least recently used deleted first when they pass the size limit. */
export class MapStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
    private readonly log: (message: string) => void,
  ) {}

  path(key: string): string {
    modelOfMap(key);
    return join(this.folder, `${key}${ending}`);
  }

  /** The map, or undefined when there is none or its file cannot be used; a bad file is deleted. */
  async load(key: string): Promise<MapFile | undefined> {
    const path = this.path(key);
    if (!(await stat(path).catch(() => undefined))) return undefined;
    try {
      const map = await readMap(path);
      const now = new Date();
      await utimes(path, now, now);
      return map;
    } catch (error) {
      this.log(`${path}: cannot be used (${(error as Error).message}) and is deleted; it can be made again.`);
      await rm(path, { force: true });
      return undefined;
    }
  }

  async save(key: string, map: MapFile): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const path = this.path(key);
    await writeMap(path, map);
    await evict(this.folder, ending, { maxBytes: this.maxBytes, keep: path, log: this.log });
    return path;
  }

  /** Deletes every map; how many, and their bytes. */
  async clear(): Promise<{ maps: number; bytes: number }> {
    const files = await filesOf(this.folder, ending);
    for (const file of files) await rm(file.path, { force: true });
    return { maps: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }
}
