import type { Connection } from 'vscode-languageserver/node';
import type { CaptureModels } from './captureModels';
import type { Engine } from '../engine/engine';
import type { EngineSlot } from './engineSlot';
import type { LabelVotes } from './similar/labelVotes';
import type { IndexOptions } from './captures/captureIndex';
import type { OpenCapture } from './captures/openCapture';
import type { Settings } from '../../../shared/protocol/settings';
import type { RouteDocuments } from './routes/routeDocuments';
import type { RouteEngine } from '../engine/routes/routeEngine';

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
