import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { IPCMessageReader, IPCMessageWriter, type MessageTransports } from 'vscode-languageclient/node';
import type * as vscode from 'vscode';
import { textsVariable } from '../../../shared/text/language';
import { describeEnd } from './restartPolicy';

const keptLines = 20;

/**
 * One run of the server. The language client would fork it as well, but keeps to itself how the process
 * ended and what it wrote last, which is what the log must say after a crash.
 */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #lastErrors: string[] = [];
  #end: string | undefined;

  constructor(modulePath: string, texts: string | undefined, log: vscode.LogOutputChannel) {
    this.#child = fork(modulePath, ['--node-ipc', `--clientProcessId=${process.pid}`], {
      silent: true,
      // Not the extension host's own arguments: a second inspector on its port would keep the server from starting.
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1', [textsVariable]: texts },
    });
    this.#child.once('exit', (code, signal) => (this.#end = describeEnd(code, signal)));
    this.#child.once('error', error => (this.#end ??= error.message));
    readLines(this.#child.stdout, line => log.info(line));
    readLines(this.#child.stderr, line => {
      log.error(line);
      this.#lastErrors.push(line);
      if (this.#lastErrors.length > keptLines) this.#lastErrors.shift();
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How it ended; undefined while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /** The last lines of its standard error. */
  get lastErrors(): readonly string[] {
    return this.#lastErrors;
  }

  transports(): MessageTransports {
    return { reader: new IPCMessageReader(this.#child), writer: new IPCMessageWriter(this.#child) };
  }

  /** Resolves once the process is gone; kills it when it is not after `graceMs`. */
  async ended(graceMs: number): Promise<void> {
    if (this.#end !== undefined) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#child.once('exit', done);
      this.#child.once('error', done);
    });
  }
}

function readLines(stream: Readable | null, take: (line: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', take);
}
