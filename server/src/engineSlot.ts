import type { Engine } from './engine';
import { cacheDirectory } from './models/cacheDirectory';
import type { Settings } from './protocol/types';
import type { ServerDeps } from './session';

/** The engine of the present cache settings; another folder or size limit means another engine. */
export class EngineSlot {
  private current: { key: string; engine: Engine } | undefined;
  /** Folder the editor proposes when neither environment nor settings name one. */
  fallbackDirectory: string | undefined;

  constructor(
    private readonly create: ServerDeps['createEngine'],
    private readonly log: (message: string) => void,
  ) {}

  for({ cache }: Settings): Engine {
    const directory = cacheDirectory(cache.directory || this.fallbackDirectory || '');
    const key = JSON.stringify([directory, cache.maxSizeMiB]);
    if (this.current?.key === key) return this.current.engine;
    const old = this.current?.engine;
    const maxCacheBytes = cache.maxSizeMiB * 1024 * 1024;
    const engine = this.create({ cacheDirectory: directory, maxCacheBytes, log: this.log });
    this.current = { key, engine };
    old?.dispose().catch(error => this.log(`The former cache was not closed: ${String(error)}`));
    return engine;
  }

  async dispose(): Promise<void> {
    const engine = this.current?.engine;
    this.current = undefined;
    await engine?.dispose();
  }
}
