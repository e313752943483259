import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import type { Cache } from '../../base/files/cache';
import { CachedFiles } from '../../base/files/cachedFiles';
import type { LayoutSettings } from '../../../../shared/protocol/mapColumns';
import { mapVersion, readMap, writeMap, type MapFile } from './mapFile';

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
  if (!shape.test(key)) throw new Error(l10n.t('This is no name of a map: draw the map anew.'));
  return key.slice(0, 40);
}

/** Maps on disk. */
export class MapStore {
  private readonly files: CachedFiles<MapFile>;

  constructor(folder: string, cache: Cache) {
    this.files = new CachedFiles({ folder, ending: '.map', cache, remedy: l10n.t('it is drawn again') });
  }

  path(key: string): string {
    modelOfMap(key);
    return this.files.path(key);
  }

  /** The map, or undefined when there is none or its file cannot be used; a damaged one is set aside. */
  async load(key: string): Promise<MapFile | undefined> {
    modelOfMap(key);
    return this.files.read(key, readMap);
  }

  async save(key: string, map: MapFile): Promise<string> {
    modelOfMap(key);
    return this.files.write(key, map, writeMap);
  }

  /** Deletes every map; how many, and their bytes. */
  async clear(): Promise<{ maps: number; bytes: number }> {
    const { files, bytes } = await this.files.clear();
    return { maps: files, bytes };
  }
}
