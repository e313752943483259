import { limitsOf } from '../base/databaseLimits';
import { cacheDirectory } from '../base/files/cacheDirectory';
import type { Engine } from '../engine/engine';
import type { EngineOptions } from '../engine/flowEngine';
import type { Settings } from '../../../shared/protocol/settings';

export interface ServerDeps {
  createEngine(options: EngineOptions): Engine;
  /** Milliseconds without a change before a document is read anew. */
  settleMs?: number;
}

/** The engine of the present cache settings; another folder or size limit means another engine. */
export class EngineSlot {
  private current: { key: string; engine: Engine } | undefined;
  /** Folder the editor proposes when neither environment nor settings name one. */
  fallbackDirectory: string | undefined;

  constructor(
    private readonly create: ServerDeps['createEngine'],
    private readonly log: (message: string) => void,
    private readonly warn = log,
  ) {}

  for({ cache, database }: Settings): Engine {
    const directory = cacheDirectory(cache.directory || this.fallbackDirectory || '');
    const key = JSON.stringify([directory, cache.maxSizeMiB, database]);
    if (this.current?.key === key) return this.current.engine;
    const old = this.current;
    const maxCacheBytes = cache.maxSizeMiB * 1024 * 1024;
    const limits = limitsOf(database);
    const { log, warn } = this;
    const engine = this.create({ cacheDirectory: directory, maxCacheBytes, limits, log, warn });
    this.current = { key, engine };
    old?.engine.dispose().catch(error => this.log(`The former cache was not closed: ${String(error)}`));
    return engine;
  }

  async dispose(): Promise<void> {
    const old = this.current;
    this.current = undefined;
    await old?.engine.dispose();
  }
}
