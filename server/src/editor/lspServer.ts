import {
  CodeActionKind,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { CaptureModels } from './captureModels';
import { EngineSlot, type ServerDeps } from './engineSlot';
import { FlowScores } from './judging/flowScores';
import { KnownHosts } from './hosts/knownHosts';
import { ShownAddresses } from './hosts/shownAddresses';
import { ShownLog } from './hosts/shownLog';
import { LabelVotes } from './similar/labelVotes';
import { CaptureDocuments } from './captures/captureDocuments';
import { FlowTables } from './captures/flowTables';
import { Documents } from './documents';
import { registerRequests } from './requests';
import { RouteDocuments } from './routes/routeDocuments';
import type { Session } from './session';
import { serverStatus } from '../../../shared/protocol/messages';
import type { Settings } from '../../../shared/protocol/settings';
import type { ServerStatus } from '../../../shared/protocol/status';
import { readSettings } from './settings';
import { StatusSender } from './statusSender';

/** Serves one editor over the connection until it says `shutdown`. */
export function startServer(connection: Connection, deps: ServerDeps): void {
  const pulled = new Map<string, Promise<Settings>>();
  let client: InitializeParams['capabilities'] = {};
  const pseudonymous: ShownAddresses = new ShownAddresses(
    () => settings(''),
    () => engine.fallbackDirectory,
  );
  const { warn: log, failed, show } = new ShownLog(connection, pseudonymous);
  const engine: EngineSlot = new EngineSlot(deps.createEngine, log, show);

  // One promise for each capture, so that settings are asked for once and jobs share a frozen snapshot.
  const settings = (uri: string): Promise<Settings> => {
    const kept = pulled.get(uri);
    if (kept) return kept;
    const asked = client.workspace?.configuration
      ? connection.workspace.getConfiguration({ ...(uri ? { scopeUri: uri } : {}), section: 'flow2vec' })
      : Promise.resolve(undefined);
    const read = asked.then(raw => readSettings(raw, log));
    pulled.set(uri, read);
    read.catch(() => pulled.delete(uri));
    return read;
  };

  const models = new CaptureModels({ engine: s => engine.for(s), settings, log, changed: () => changed() });
  const votes = new LabelVotes({ engine: s => engine.for(s), settings, log, arrived: refreshHints });
  const status = new StatusSender(
    (): ServerStatus => ({
      health: models.failure === undefined ? 'ok' : 'warning',
      quiescent: !models.training,
      ...(models.failure === undefined ? {} : { message: models.failure }),
      ...(models.progress ? { training: models.progress } : {}),
      ready: shown().filter(uri => models.state(uri).kind === 'ready'),
      stale: shown().flatMap(uri => {
        const state = models.state(uri);
        return state.kind === 'stale' ? [{ uri, newFlows: state.newFlows }] : [];
      }),
    }),
    now =>
      reportFailure(pseudonymous.hide(now).then(told => connection.sendNotification(serverStatus, told))),
  );
  const settleMs = deps.settleMs ?? 250;
  const scores = new FlowScores();
  const known = new KnownHosts(log);
  const captures = new CaptureDocuments({
    ...{ connection, log, engine, models, votes, scores, known, settings, settleMs },
    shown: pseudonymous,
  });
  const tables = new FlowTables({ engine, models, settings });
  const shown = () => [...new Set([...captures.uris(), ...tables.uris()])];
  const routes = new RouteDocuments({ connection, log, settings, settleMs, shown: pseudonymous });
  // The first kind is what a document of another language is taken for.
  const documents = new Documents(
    connection,
    [captures, routes],
    uri => pulled.delete(uri),
    failed,
    pseudonymous,
  );
  const session: Session = {
    connection,
    log,
    captures,
    tables,
    routes,
    models,
    votes,
    scores,
    known,
    shown: pseudonymous,
    engine,
    settings,
    refreshLenses,
  };

  let lensStates = '';
  function changed(): void {
    status.changed();
    const states = shown()
      .map(uri => models.state(uri))
      .map(state => (state.kind === 'stale' ? `stale ${state.newFlows}` : state.kind))
      .join();
    if (states === lensStates) return;
    lensStates = states;
    votes.clear();
    refreshLenses();
    refreshHints();
  }

  function refreshLenses(): void {
    if (client.workspace?.codeLens?.refreshSupport)
      reportFailure(connection.sendRequest('workspace/codeLens/refresh'));
  }

  function refreshHints(): void {
    if (client.workspace?.inlayHint?.refreshSupport)
      reportFailure(connection.sendRequest('workspace/inlayHint/refresh'));
  }

  function reportFailure(work: Promise<unknown>): void {
    work.catch(failed);
  }

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    engine.fallbackDirectory = cacheOption(params.initializationOptions);
    return {
      serverInfo: { name: 'flow2vec' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        documentSymbolProvider: { label: 'Flow2Vec' },
        referencesProvider: true,
        documentHighlightProvider: true,
        foldingRangeProvider: true,
        completionProvider: { triggerCharacters: ['#', ' ', ':'] },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] },
        codeLensProvider: { resolveProvider: false },
        inlayHintProvider: { resolveProvider: false },
      },
    };
  });

  connection.onDidChangeConfiguration(() => {
    pulled.clear();
    reportFailure(documents.settingsChanged());
    reportFailure(tables.settingsChanged());
    refreshLenses();
    refreshHints();
  });

  registerRequests(session);
  connection.onShutdown(async () => {
    status.dispose();
    documents.dispose();
    tables.dispose();
    await engine.dispose();
  });
  documents.listen();
  connection.listen();
}

function cacheOption(options: unknown): string | undefined {
  const directory = (options as { cacheDirectory?: unknown } | undefined)?.cacheDirectory;
  return typeof directory === 'string' && directory !== '' ? directory : undefined;
}
