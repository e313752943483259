import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { run } from '../setup/processes.mjs';

/** Real VS Code as a web page: the VS Code server that the package code-server carries. */
export interface EditorHost {
  version: string;
  /** The Node that this version wants. */
  node: string;
  /** The folder of VS Code's own server. */
  vscode: string;
}

export type EditorHostName = keyof typeof releases;

/**
 * `pinned` runs the extension under development, which newer releases do not take from the page's address;
 * `newest` runs the packaged extension only.
 */
const releases = {
  pinned: { version: '4.100.3', node: 20 },
  newest: { version: '4.139.1', node: 24 },
} as const;

/** Native modules that nothing compiles, and what does their part. */
const shims = {
  '@vscode/spdlog': 'spdlog.cjs',
  'native-watchdog': 'watchdog.cjs',
  '@vscode/native-watchdog': 'watchdog.cjs',
};

/** Installs the host below the git-ignored folder .editor-host, once; the second call takes no time. */
export async function installEditorHost(
  name: EditorHostName,
  say: (line: string) => void,
): Promise<EditorHost> {
  const { version, node: major } = releases[name];
  const folder = inRoot('.editor-host', version);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const ownNode = Number(process.versions.node.split('.')[0]) === major;
  const node = ownNode ? process.execPath : join(folder, 'node_modules', nodePackage(), nodeBinary());
  const done = join(folder, 'installed');
  if (existsSync(done) && existsSync(node)) return { version, node, vscode };

  say(`Installing VS Code for the browser (code-server ${version}) …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const packages = [`code-server@${version}`, ...(ownNode ? [] : [`${nodePackage()}@${major}`])];
  await install(folder, packages);
  await install(vscode, ['--omit=dev']);
  // The server looks its modules up where the desktop's archive would be.
  const archive = join(vscode, 'node_modules.asar');
  if (!existsSync(archive)) symlinkSync(join(vscode, 'node_modules'), archive, 'junction');
  for (const [module, shim] of Object.entries(shims)) {
    const target = join(vscode, 'node_modules', module, 'index.js');
    if (existsSync(target)) copyFileSync(inRoot('scripts/host/modules', shim), target);
  }
  writeFileSync(done, `${packages.join('\n')}\n`);
  return { version, node, vscode };
}

/** No scripts: native modules stay unbuilt, so there is no terminal and no file search, and no compiler is needed. */
function install(folder: string, args: string[]): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  return run('npm', ['install', ...args, '--ignore-scripts', '--force', ...quiet], { cwd: folder });
}

function nodePackage(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}`;
}

function nodeBinary(): string {
  return process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
}
