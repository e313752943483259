import type { Engine } from '../engine/engine';
import { cacheDirectory } from '../base/files/cacheDirectory';
import type { Settings } from '../../../shared/protocol/settings';
import { createRouteEngine, type RouteEngine } from '../engine/routes/routeEngine';

export interface ServerDeps {
  createEngine(options: {
    cacheDirectory: string;
    maxCacheBytes: number;
    log: (message: string) => void;
  }): Engine;
  createRouteEngine?(options: {
    cacheDirectory: string;
    maxCacheBytes: number;
    log: (message: string) => void;
  }): RouteEngine;
  /** Milliseconds without a change before a document is read anew. */
  settleMs?: number;
}

/** The engine of the present cache settings; another folder or size limit means another engine. */
export class EngineSlot {
  private current: { key: string; engine: Engine; routes: RouteEngine } | undefined;
  /** Folder the editor proposes when neither environment nor settings name one. */
  fallbackDirectory: string | undefined;

  constructor(
    private readonly create: ServerDeps['createEngine'],
    private readonly log: (message: string) => void,
    private readonly createRoutes: NonNullable<ServerDeps['createRouteEngine']> = createRouteEngine,
  ) {}

  for(settings: Settings): Engine {
    return this.both(settings).engine;
  }

  /** What learns from routes, with the same cache; it starts nothing until it is asked. */
  routes(settings: Settings): RouteEngine {
    return this.both(settings).routes;
  }

  private both({ cache }: Settings): { engine: Engine; routes: RouteEngine } {
    const directory = cacheDirectory(cache.directory || this.fallbackDirectory || '');
    const key = JSON.stringify([directory, cache.maxSizeMiB]);
    if (this.current?.key === key) return this.current;
    const old = this.current;
    const maxCacheBytes = cache.maxSizeMiB * 1024 * 1024;
    const options = { cacheDirectory: directory, maxCacheBytes, log: this.log };
    this.current = { key, engine: this.create(options), routes: this.createRoutes(options) };
    for (const each of old ? [old.engine, old.routes] : [])
      each.dispose().catch(error => this.log(`The former cache was not closed: ${String(error)}`));
    return this.current;
  }

  async dispose(): Promise<void> {
    const old = this.current;
    this.current = undefined;
    await Promise.all([old?.engine.dispose(), old?.routes.dispose()]);
  }
}
