import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { end, run, start } from '../setup/processes.mjs';
import type { EditorHost } from './install';
import { writeSettings } from './profile';

export interface ServerOptions {
  /** Holds settings, logs, state and installed extensions of this run. */
  profile: string;
  settings?: Record<string, unknown>;
  /** Models and captures are kept in the profile, so that a run neither finds nor leaves any elsewhere. */
  ownCache?: boolean;
  /** Windows open in Restricted Mode until the user trusts the folder. */
  restricted?: boolean;
  /** Taken where it is free. */
  port?: number;
}

export interface EditorServer {
  origin: string;
  pid: number;
  log: string;
  profile: string;
  settings: Record<string, unknown>;
  /** Settles when the process is gone, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts VS Code's own server on loopback and waits until it serves pages. */
export async function startServer(host: EditorHost, options: ServerOptions): Promise<EditorServer> {
  const { profile } = options;
  writeSettings(join(profile, 'data/User'), options.settings ?? {});
  // Settings of the machine's scope are read on the side of the server only.
  const cache = options.ownCache ? { 'flow2vec.cache.directory': join(profile, 'cache') } : {};
  writeSettings(join(profile, 'data/Machine'), { ...options.settings, ...cache });
  const port = await freePort(options.port);
  const log = join(profile, 'server.log');
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    ...common(profile),
  ];
  if (!options.restricted) args.push('--disable-workspace-trust');
  const child = start(host.node, [join(host.vscode, 'out/server-main.js'), ...args], {
    cwd: host.vscode,
    env: environment(),
  });
  const lines = createWriteStream(log);
  child.stdout?.pipe(lines);
  child.stderr?.pipe(lines);
  const origin = `http://127.0.0.1:${port}`;
  await untilServing(origin, child, log);
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  return {
    origin,
    pid: child.pid as number,
    log,
    profile,
    settings: options.settings ?? {},
    ended,
    stop: () => end(child),
  };
}

/** Installs a packaged extension into the profile, as a user would from a file. */
export function installExtension(host: EditorHost, profile: string, vsix: string): Promise<string> {
  const args = [join(host.vscode, 'out/server-main.js'), '--install-extension', vsix, ...common(profile)];
  return run(host.node, args, { cwd: host.vscode, env: environment() });
}

/** Windows follow when they are reloaded: nothing watches files where native modules are not built. */
export function setTheme(server: EditorServer, theme: string): void {
  writeSettings(join(server.profile, 'data/User'), { ...server.settings, 'workbench.colorTheme': theme });
}

function common(profile: string): string[] {
  const extensions = join(profile, 'extensions');
  mkdirSync(extensions, { recursive: true });
  return [
    ...['--server-data-dir', profile, '--extensions-dir', extensions],
    ...['--accept-server-license-terms', '--disable-telemetry'],
  ];
}

/**
 * A terminal inside VS Code leaves variables that would make the server think it is that window's child. The last one says
 * that a shell started it, so that it does not start one to learn what that would set.
 */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS)/.test(name),
  );
  return { ...Object.fromEntries(kept), VSCODE_CLI: '1' };
}

function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', error => (wanted === 0 ? reject(error) : resolve(freePort())));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function untilServing(origin: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`The VS Code server ended with code ${child.exitCode}; see ${log}`);
    if (await answers(origin)) return;
    if (Date.now() > deadline) throw new Error(`The VS Code server did not answer within 60 s; see ${log}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/version`)).ok;
  } catch (error) {
    // Nothing listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
