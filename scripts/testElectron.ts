// npm run test:electron: test/editor inside a desktop VS Code, where there is a display.
import { readFileSync } from 'node:fs';
import { runTests } from '@vscode/test-electron';
import { build } from './build.mjs';
import { inRoot } from './build/paths.mjs';
import { countsFile, readCounts, show } from './test/counts';
import { prepareEditorTests } from './test/editorLayer';

await build();
const counts = countsFile('electron');
const { runner, folder, report } = await prepareEditorTests(counts);
const installed = process.env.VSCODE_PATH;
const code = await runTests({
  extensionDevelopmentPath: inRoot(),
  extensionTestsPath: runner,
  launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  // Without a path, the newest VS Code is downloaded.
  ...(installed ? { vscodeExecutablePath: installed } : {}),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
console.log(readFileSync(report, 'utf8'));
const result = readCounts(counts, code);
console.log(show(result));
process.exitCode = result.failed > 0 ? 1 : 0;
