import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow, inRoot } from '../build/paths.mjs';
import { runInExtensionHost } from '../host/extensionTests';
import { installEditorHost } from '../host/install';
import { startServer } from '../host/server';
import { makeCapture } from '../../test/support/makeCapture';
import { countsFile, readCounts } from './counts';
import type { Counts } from './counts';

const bundle = inRoot('out/editor');

/** Runs test/editor inside the extension host of the browser's VS Code. */
export async function runEditorLayer(): Promise<Counts> {
  const counts = countsFile('editor');
  const { runner, folder, report } = await prepareEditorTests(counts);
  const host = await installEditorHost('pinned', console.log);
  const server = await startServer(host, {
    profile: inRoot('.editor-host/profiles', `editor-${process.pid}`),
    ownCache: true,
  });
  try {
    const options = { extension: inRoot(), tests: runner, folder, timeoutMilliseconds: 300_000 };
    const printed: string[] = [];
    const code = await runInExtensionHost(server, { ...options, print: line => printed.push(line) });
    writeFileSync(inRoot('out/test/editor-console.log'), printed.join('\n'));
    console.log(readReport(report) || printed.slice(-40).join('\n'));
    const result = readCounts(counts, code);
    if (result.failed === 0) rmSync(server.profile, { recursive: true, force: true });
    else console.log(`The window's log: out/test/editor-console.log; its profile: ${server.profile}`);
    return result;
  } finally {
    await server.stop();
  }
}

export interface EditorTests {
  runner: string;
  /** The workspace the tests find open. */
  folder: string;
  /** What the tests print. The extension host's console carries much that is not theirs. */
  report: string;
}

/** Bundles the tests to CommonJS, which an extension host loads, and writes the workspace they expect. */
export async function prepareEditorTests(counts: string): Promise<EditorTests> {
  rmSync(bundle, { recursive: true, force: true });
  const { build } = await import('esbuild');
  await build({
    entryPoints: filesBelow('test/editor').filter(path => /(\.test|runner)\.ts$/.test(path)),
    bundle: true,
    outdir: bundle,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const folder = join(bundle, 'workspace');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'campus.binetflow'), makeCapture({ flows: 3000, seed: 7 }));
  const report = join(bundle, 'report.txt');
  writeFileSync(
    join(bundle, 'run.json'),
    JSON.stringify({ counts, report, reporter: inRoot('scripts/test/countingReporter.cjs') }),
  );
  return { runner: join(bundle, 'runner.cjs'), folder, report };
}

function readReport(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    console.error(
      `The tests printed nothing: ${basename(path)}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return '';
  }
}
