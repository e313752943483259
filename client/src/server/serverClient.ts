import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type RequestType,
} from 'vscode-languageclient/node';
import { captureLanguages } from '../../../shared/protocol/captureLanguages';
import { jobProgress, serverStatus } from '../../../shared/protocol/messages';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import type { ServerStatus } from '../../../shared/protocol/status';
import { linkedCommands } from './linkedCommands';
import { RestartPolicy } from './restartPolicy';
import { ServerProcess } from './serverProcess';
import { withTimeLimit } from './timeLimit';

export type ServerState = 'starting' | 'running' | 'restarting' | 'stopped';

/** Whether the server runs, and what it last said of itself. */
export interface ServerCondition {
  readonly state: ServerState;
  readonly status: ServerStatus;
}

interface Launch {
  client: LanguageClient;
  process: ServerProcess;
}

/** Documents that the server is told of. */
const served: { language: string; scheme: string }[] = [
  ...captureLanguages.map(language => ({ language, scheme: 'file' })),
  { language: 'traceroute', scheme: 'file' },
  { language: 'traceroute', scheme: 'untitled' },
];

export function isServed(document: vscode.TextDocument): boolean {
  return vscode.languages.match(served, document) > 0;
}

const idle: ServerStatus = { health: 'ok', quiescent: true, ready: [], stale: [] };
const restartDelayMs = 250;
const shutdownGraceMs = 2000;

/**
 * Starts the server, asks it, and starts it again after a crash. Each start has a language client of its
 * own, because one whose start failed cannot be started a second time.
 */
export class ServerClient implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ServerCondition>();
  readonly #progress = new vscode.EventEmitter<JobProgress>();
  readonly #policy = new RestartPolicy(Date.now);
  readonly #modulePath: string;
  #condition: ServerCondition = { state: 'starting', status: idle };
  #launch: Launch | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** Fires when the server starts, stops, or reports a new status. */
  readonly onDidChange = this.#changed.event;
  /** Fires with what the server says of a job that was asked for with its name. */
  readonly onJobProgress = this.#progress.event;

  constructor(
    extensionUri: vscode.Uri,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#modulePath = vscode.Uri.joinPath(extensionUri, 'server', 'dist', 'main.mjs').fsPath;
  }

  get condition(): ServerCondition {
    return this.#condition;
  }

  /** Starts the server; a failure is dealt with like a crash, so this never rejects. */
  async start(): Promise<void> {
    if (this.#launch || this.#disposed) return;
    const process = new ServerProcess(this.#modulePath, vscode.l10n.uri?.fsPath, this.log);
    const client = new QuietClient('flow2vec', 'Flow2Vec', () => Promise.resolve(process.transports()), {
      documentSelector: served,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { configurationSection: 'flow2vec' },
      markdown: { isTrusted: { enabledCommands: linkedCommands } },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          this.#ended(launch, 'the connection closed');
          // Restarting is done here, not by this client.
          return {
            action: CloseAction.DoNotRestart,
            handled: true,
            message: vscode.l10n.t('Its connection is closed.'),
          };
        },
      },
    });
    const launch: Launch = { client, process };
    this.#launch = launch;
    client.onNotification(serverStatus, status => {
      if (this.#launch === launch) this.#set({ ...this.#condition, status });
    });
    client.onNotification(jobProgress, progress => this.#progress.fire(progress));
    try {
      await client.start();
      if (this.#launch !== launch) return;
      this.log.info(`The server runs as process ${process.pid}.`);
      this.#set({ ...this.#condition, state: 'running' });
    } catch (error) {
      this.#ended(launch, String(error));
    }
  }

  /**
   * Asks the server: starts it where nobody has yet, and waits for one that is starting. Rejects when it is stopped or
   * silent for too long, and when `token` is cancelled, which the server is told.
   */
  async request<P, R>(
    type: RequestType<P, R, void>,
    params: P,
    limitMs?: number,
    token?: vscode.CancellationToken,
  ): Promise<R> {
    const source = new vscode.CancellationTokenSource();
    const cancelling = token?.onCancellationRequested(() => source.cancel());
    if (token?.isCancellationRequested) source.cancel();
    const answer = this.#running(source.token).then(client => {
      return client.sendRequest<R>(type.method, params, source.token);
    });
    try {
      if (limitMs === undefined) return await answer;
      const late = vscode.l10n.t('The server did not answer within {0} seconds.', limitMs / 1000);
      return await withTimeLimit(answer, limitMs, late);
    } catch (error) {
      // After a time-out nobody waits for the answer; the server need not finish it.
      source.cancel();
      throw error;
    } finally {
      cancelling?.dispose();
      source.dispose();
    }
  }

  /** Stops the server and starts it anew, forgetting earlier crashes. */
  async restart(): Promise<void> {
    this.#policy.reset();
    this.log.info('Restarting the server as asked.');
    this.#set({ state: 'restarting', status: idle });
    await this.#stop();
    await this.start();
  }

  /** Stops the server for good and waits until its process is gone. */
  async stop(): Promise<void> {
    this.#disposed = true;
    await this.#stop();
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
    this.#progress.dispose();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    const launch = this.#launch;
    this.#launch = undefined;
    if (launch) await this.#retire(launch);
  }

  async #retire({ client, process }: Launch): Promise<void> {
    const grace = client.isRunning() ? shutdownGraceMs : 0;
    try {
      await client.dispose(shutdownGraceMs);
    } catch (error) {
      this.log.warn(`The server was not shut down in order: ${String(error)}`);
    }
    await process.ended(grace);
  }

  #ended(launch: Launch, reason: string): void {
    if (this.#launch !== launch || this.#disposed) return;
    this.#launch = undefined;
    const { end, lastErrors } = launch.process;
    this.log.error(`The server stopped: ${end ?? reason}.`);
    if (lastErrors.length > 0) this.log.error(`It wrote last:\n${lastErrors.join('\n')}`);
    const again = this.#policy.mayRestart();
    const { limit, spanMs } = this.#policy;
    this.log.info(
      again
        ? 'Starting it again.'
        : `It stays down: it was restarted ${limit} times in ${spanMs / 60_000} minutes. Use "Flow2Vec: Restart Server".`,
    );
    this.#set({ state: again ? 'restarting' : 'stopped', status: idle });
    // The language client must finish its own clean-up before it can be disposed of.
    this.#restartTimer = setTimeout(() => {
      void this.#retire(launch);
      if (again) void this.start();
    }, restartDelayMs);
    if (!again) void this.#tellStopped();
  }

  async #tellStopped(): Promise<void> {
    const log = vscode.l10n.t('Show Log');
    const restart = vscode.l10n.t('Restart Server');
    const text = vscode.l10n.t('The Flow2Vec server stopped several times and stays down; the log says why.');
    const choice = await vscode.window.showErrorMessage(text, log, restart);
    if (choice === log) this.log.show();
    if (choice === restart) await this.restart();
  }

  #running(token: vscode.CancellationToken): Promise<LanguageClient> {
    if (this.#condition.state === 'starting') void this.start();
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        if (this.#condition.state === 'running' && this.#launch) resolve(this.#launch.client);
        else if (this.#condition.state === 'stopped' || this.#disposed || token.isCancellationRequested)
          reject(new Error(vscode.l10n.t('The Flow2Vec server is stopped.')));
        else return false;
        return true;
      };
      if (look()) return;
      const waiting = vscode.Disposable.from(
        this.onDidChange(() => look() && waiting.dispose()),
        token.onCancellationRequested(() => look() && waiting.dispose()),
      );
    });
  }

  #set(condition: ServerCondition): void {
    this.#condition = condition;
    if (!this.#disposed) this.#changed.fire(condition);
  }
}

/** Writes its errors to the log only: the status item and one message after the last restart tell the user. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** The base class rejects when a start failed or is under way; there is nothing to shut down in order then. */
  override async stop(timeout?: number): Promise<void> {
    if (this.isRunning()) await super.stop(timeout);
  }
}
