import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { writeSettings } from '../host/profile';
import { start } from '../setup/processes.mjs';
import type { Investigation } from './investigation';

/** The desktop's VS Code: the one VSCODE_PATH names, else `code` on the path; only where there is a display. */
export function findDesktop(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const display = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!display) return undefined;
  if (env.VSCODE_PATH) return env.VSCODE_PATH;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(existsSync);
}

/** Opens a window with a profile of its own and resolves when it is closed. */
export async function openDesktop(
  code: string,
  { folder, captures }: Investigation,
  settings: Record<string, unknown>,
): Promise<number> {
  const profile = inRoot('.editor-host/profiles/desktop');
  mkdirSync(profile, { recursive: true });
  writeSettings(join(profile, 'User'), settings);
  const args = [
    ...['--new-window', '--wait', '--extensionDevelopmentPath', inRoot()],
    ...['--user-data-dir', profile, '--extensions-dir', join(profile, 'extensions')],
    ...['--disable-workspace-trust', '--skip-welcome', '--disable-telemetry'],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  console.log('4/4 Opening VS Code; Ctrl+C or closing the window ends it.');
  const child = start(code, [...args, folder, ...captures], { stdio: 'ignore' });
  // The command leaves its process group when it opens the window; the window's lock file names the process.
  process.once('exit', () => endWindow(join(profile, 'code.lock')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

function endWindow(lock: string): void {
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8'));
  try {
    if (pid > 1) process.kill(pid);
  } catch (error) {
    // The window was closed and left its lock behind.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
