import type { CancellationToken, Connection, RequestType } from 'vscode-languageserver/node';
import type { CaptureModels } from './captureModels';
import type { EngineSlot } from './engineSlot';
import type { KnownHosts } from './hosts/knownHosts';
import type { ShownAddresses } from './hosts/shownAddresses';
import type { FlowScores } from './judging/flowScores';
import type { LabelVotes } from './similar/labelVotes';
import type { CaptureDocuments } from './captures/captureDocuments';
import type { FlowTables } from './captures/flowTables';
import type { Settings } from '../../../shared/protocol/settings';
import type { RouteDocuments } from './routes/routeDocuments';

/** Registers what answers a request; what it throws reaches the client in its own words. */
export type On = <P, R>(
  type: RequestType<P, R, void>,
  answer: (params: P, token: CancellationToken) => Promise<R>,
) => void;

/** What the handlers of requests share. */
export interface Session {
  connection: Connection;
  /** Writes to the log, without addresses where they are not shown. */
  log(message: string): void;
  captures: CaptureDocuments;
  tables: FlowTables;
  routes: RouteDocuments;
  models: CaptureModels;
  votes: LabelVotes;
  scores: FlowScores;
  known: KnownHosts;
  shown: ShownAddresses;
  engine: EngineSlot;
  settings(uri: string): Promise<Settings>;
  /** Has the editor ask for lenses anew. */
  refreshLenses(): void;
}
