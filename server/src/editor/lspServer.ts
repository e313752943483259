import {
  CodeActionKind,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CaptureModels, messageOf } from './captureModels';
import { EngineSlot, type ServerDeps } from './engineSlot';
import { LabelVotes } from './similar/labelVotes';
import type { IndexOptions } from './captures/captureIndex';
import { diagnosticsOf } from './captures/diagnostics';
import { OpenCapture } from './captures/openCapture';
import { registerLanguageFeatures } from './captures/languageFeatures';
import { registerRequests } from './requests';
import { RouteDocuments, routesLanguage } from './routes/routeDocuments';
import type { Session } from './session';
import { serverStatus } from '../../../shared/protocol/messages';
import type { Settings } from '../../../shared/protocol/settings';
import type { ServerStatus } from '../../../shared/protocol/status';
import { embeddingConfig, readSettings } from './settings';
import { StatusSender } from './statusSender';

/** Serves one editor over the connection until it says `shutdown`. */
export function startServer(connection: Connection, deps: ServerDeps): void {
  const documents = new TextDocuments(TextDocument);
  const captures = new Map<string, OpenCapture>();
  const pulled = new Map<string, Promise<Settings>>();
  let client: InitializeParams['capabilities'] = {};
  const log = (message: string): void => connection.console.warn(message);
  const engine = new EngineSlot(deps.createEngine, log);

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
      ready: [...captures.keys()].filter(uri => models.state(uri).kind === 'ready'),
    }),
    now => reportFailure(connection.sendNotification(serverStatus, now)),
  );
  const settleMs = deps.settleMs ?? 250;
  const routes = new RouteDocuments({ connection, settings, settleMs });
  const session: Session = {
    connection,
    captures,
    routes,
    models,
    votes,
    engine,
    settings,
    indexOptions,
    refreshLenses,
  };

  let lensStates = '';
  function changed(): void {
    status.changed();
    const states = [...captures.keys()].map(uri => models.state(uri).kind).join();
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

  async function publish(uri: string): Promise<void> {
    const capture = captures.get(uri);
    if (!capture) return;
    const snapshot = await settings(uri);
    const index = await capture.index(indexOptions(snapshot));
    // While the text changes, the last change's call publishes.
    if (!index || captures.get(uri) !== capture) return;
    const found = diagnosticsOf(index, snapshot.diagnostics.limit);
    await connection.sendDiagnostics({ uri, version: capture.version, diagnostics: found });
  }

  async function opened(uri: string): Promise<void> {
    await models.check(uri);
    const { training } = await settings(uri);
    // "unknown" too: a change of settings may be asking again just now, and a model that is there is no work.
    if (!training.onOpen || ['ready', 'training'].includes(models.state(uri).kind)) return;
    // A failure is in log and status already; nobody asked for an answer.
    await models.train(uri, false).catch(() => undefined);
  }

  function reportFailure(work: Promise<unknown>): void {
    work.catch(error => connection.console.error(messageOf(error)));
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
    votes.clear();
    for (const uri of captures.keys()) {
      reportFailure(models.check(uri));
      reportFailure(publish(uri));
    }
    reportFailure(routes.publishAll());
    refreshLenses();
    refreshHints();
  });

  documents.onDidOpen(({ document }) => {
    if (document.languageId === routesLanguage) return reportFailure(routes.opened(document));
    captures.set(document.uri, new OpenCapture(document, settleMs));
    reportFailure(publish(document.uri));
    reportFailure(opened(document.uri));
  });
  documents.onDidChangeContent(({ document }) => {
    if (routes.has(document.uri)) return reportFailure(routes.changed(document.uri, document.version));
    const capture = captures.get(document.uri);
    // Opening counts as a first change, and has been answered already.
    if (!capture || document.version === capture.openedVersion) return;
    capture.changed();
    reportFailure(publish(document.uri));
  });
  documents.onDidSave(({ document }) => {
    if (!routes.has(document.uri)) reportFailure(models.check(document.uri));
  });
  documents.onDidClose(({ document: { uri } }) => {
    captures.get(uri)?.close();
    routes.close(uri);
    captures.delete(uri);
    pulled.delete(uri);
    models.forget(uri);
    reportFailure(connection.sendDiagnostics({ uri, diagnostics: [] }));
  });

  registerLanguageFeatures(session);
  registerRequests(session);
  connection.onShutdown(async () => {
    status.dispose();
    for (const capture of captures.values()) capture.close();
    routes.dispose();
    await engine.dispose();
  });
  documents.listen(connection);
  connection.listen();
}

function indexOptions(settings: Settings): IndexOptions {
  return { tokenColumns: embeddingConfig(settings).tokenColumns, problemLimit: settings.diagnostics.limit };
}

function cacheOption(options: unknown): string | undefined {
  const directory = (options as { cacheDirectory?: unknown } | undefined)?.cacheDirectory;
  return typeof directory === 'string' && directory !== '' ? directory : undefined;
}
