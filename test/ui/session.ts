import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { installEditorHost } from '../../scripts/host/install';
import { startServer } from '../../scripts/host/server';
import type { EditorServer, ServerOptions } from '../../scripts/host/server';
import { Workbench } from '../../scripts/host/workbench';
import { makeCapture } from '../support/makeCapture';
import { sharedWindow } from './sharedWindow';

const open = new Set<Workbench>();

// A root hook: what a window showed when a test failed is worth more than the message.
afterEach(async function () {
  this.timeout(60_000);
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest.fullTitle().replace(/\W+/g, '-').slice(0, 80);
  for (const workbench of open) console.log(`      ${await workbench.screenshot(`failed-${name}`)}`);
});

/** One VS Code server with its profile and a folder of captures; windows open and close on it. */
export class Session {
  readonly folder: string;
  /** Captures as they were written, by their paths; no panel, hover or notebook may change a byte of them. */
  readonly #evidence = new Map<string, string>();

  private constructor(
    readonly server: EditorServer,
    name: string,
  ) {
    this.folder = inRoot('out/test', name);
  }

  static async start(name: string, options: Omit<ServerOptions, 'profile'> = {}): Promise<Session> {
    const host = await installEditorHost('pinned', console.log);
    const profile = inRoot('.editor-host/profiles', `${name}-${process.pid}`);
    const server = await startServer(host, { profile, ownCache: true, ...sharedWindow.atPort, ...options });
    await sharedWindow.forgetAll(server.origin);
    const session = new Session(server, name);
    mkdirSync(session.folder, { recursive: true });
    return session;
  }

  /** Opens a window on a capture with this text. */
  async open(file: string, text = makeCapture({ flows: 2000, seed: 11 })): Promise<Workbench> {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    this.#evidence.set(path, text);
    return this.window(path);
  }

  /** Opens a window that shows a file, or none yet; one that was open is gone. */
  async window(file?: string): Promise<Workbench> {
    const where = { folder: this.folder, extension: inRoot(), ...(file === undefined ? {} : { file }) };
    const { page } = sharedWindow;
    const workbench = await Workbench.openIn(page, this.server.origin, where, () => sharedWindow.leave());
    open.add(workbench);
    return workbench;
  }

  /** From here on a test edits a capture on purpose; what was done to it until now is looked at. */
  mayEdit(file: string): void {
    const path = join(this.folder, file);
    this.#look(path);
    this.#evidence.delete(path);
  }

  #look(path: string): void {
    const text = this.#evidence.get(path);
    if (text !== undefined && existsSync(path) && !readFileSync(path).equals(Buffer.from(text)))
      throw new Error(`${path}: the capture was changed.`);
  }

  async stop(): Promise<void> {
    for (const workbench of open) {
      await workbench.close();
      open.delete(workbench);
    }
    await this.server.stop();
    rmSync(this.server.profile, { recursive: true, force: true });
    try {
      for (const path of this.#evidence.keys()) this.#look(path);
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
