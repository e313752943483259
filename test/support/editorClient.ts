import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type Hover,
  type MarkupContent,
  type ProtocolConnection,
  type RequestType,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/editor/lspServer';
import { serverStatus } from '../../shared/protocol/messages';
import type { ServerStatus } from '../../shared/protocol/status';
import type { ServerDeps } from '../../server/src/editor/engineSlot';

/** Settings as an editor holds them: areas of the `flow2vec` section. */
export type RawSettings = Record<string, Record<string, unknown>>;

interface Heard {
  method: string;
  params: unknown;
}

/** An editor without a window: the other end of two streams to a whole server in this process. */
export class EditorClient {
  readonly log: string[] = [];
  private readonly heard: Heard[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly connection: ProtocolConnection,
    public settings: RawSettings,
  ) {}

  static async start(deps: ServerDeps, settings: RawSettings = {}): Promise<EditorClient> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    startServer(server, { settleMs: 0, ...deps });
    const connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    const client = new EditorClient(connection, settings);
    client.listen();
    const workspace = { configuration: true, codeLens: { refreshSupport: true } };
    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { workspace },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Ends the session; the streams are dropped with it. */
  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  open(uri: string, text: string, languageId = 'binetflow'): Promise<void> {
    const textDocument = { uri, languageId, version: 1, text };
    return this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  edit(uri: string, version: number, line: number, text: string): Promise<void> {
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    const contentChanges = [{ range, text: `${text}\n` }];
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async configure(settings: RawSettings): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  ask<P, R>(type: RequestType<P, R, void>, params: P): Promise<R> {
    return this.connection.sendRequest<R>(type.method, params);
  }

  about<R>(method: string, uri: string, line = 0, character = 0): Promise<R> {
    const params = {
      textDocument: { uri },
      position: { line, character },
      context: { includeDeclaration: true },
    };
    return this.connection.sendRequest<R>(`textDocument/${method}`, params);
  }

  /** Markdown of the hover at a place; fails where there is none. */
  async hover(uri: string, line: number, character = 0): Promise<string> {
    const hover = await this.about<Hover | null>('hover', uri, line, character);
    assert.ok(hover, `no hover on line ${line}`);
    return (hover.contents as MarkupContent).value;
  }

  /** The first status, sent already or to come, that satisfies `wanted`; it and those before it are then forgotten. */
  status(wanted: (status: ServerStatus) => boolean): Promise<ServerStatus> {
    return this.hear(serverStatus.method, params => wanted(params as ServerStatus)) as Promise<ServerStatus>;
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const isOurs = (params: unknown): boolean => (params as { uri: string }).uri === uri;
    const heard = await this.hear('textDocument/publishDiagnostics', isOurs);
    return (heard as { diagnostics: Diagnostic[] }).diagnostics;
  }

  /** The first line of the log, written already or to come, that says so. */
  async logged(wanted: RegExp): Promise<string> {
    for (;;) {
      const found = this.log.find(line => wanted.test(line));
      if (found !== undefined) return found;
      await new Promise<void>(resolve => this.waiting.add(resolve));
    }
  }

  lensRefresh(): Promise<unknown> {
    return this.hear('workspace/codeLens/refresh', () => true);
  }

  private async hear(method: string, wanted: (params: unknown) => boolean): Promise<unknown> {
    for (;;) {
      const at = this.heard.findIndex(h => h.method === method && wanted(h.params));
      if (at >= 0) return this.heard.splice(0, at + 1).at(-1)?.params;
      await new Promise<void>(resolve => this.waiting.add(resolve));
    }
  }

  private listen(): void {
    const wake = (): void => {
      for (const each of this.waiting) each();
      this.waiting.clear();
    };
    const remember = (method: string, params: unknown): void => {
      this.heard.push({ method, params });
      wake();
    };
    for (const method of [serverStatus.method, 'textDocument/publishDiagnostics'])
      this.connection.onNotification(method, params => remember(method, params));
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
      wake();
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest('workspace/codeLens/refresh', () => {
      remember('workspace/codeLens/refresh', undefined);
      return null;
    });
    this.connection.listen();
  }
}
