import type { Connection } from 'vscode-languageserver/node';
import type { CaptureModels } from './captureModels';
import type { Engine } from './engine';
import type { EngineSlot } from './engineSlot';
import type { LabelVotes } from './labelVotes';
import type { IndexOptions } from './language/captureIndex';
import type { OpenCapture } from './language/openCapture';
import type { Settings } from './protocol/types';
import type { RouteDocuments } from './routeDocuments';
import type { RouteEngine } from './routeEngine';

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

/** What the handlers of requests share. */
export interface Session {
  connection: Connection;
  captures: ReadonlyMap<string, OpenCapture>;
  routes: RouteDocuments;
  models: CaptureModels;
  votes: LabelVotes;
  engine: EngineSlot;
  settings(uri: string): Promise<Settings>;
  indexOptions(settings: Settings): IndexOptions;
  /** Has the editor ask for lenses anew. */
  refreshLenses(): void;
}
