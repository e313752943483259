import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from '../build/paths.mjs';
import { installEditorHost } from '../host/install';
import { startServer } from '../host/server';
import { workbenchAddress } from '../host/address';
import { findChromium } from '../host/browser';
import { check } from './check';
import { findDesktop, openDesktop } from './desktop';
import { investigationOf } from './investigation';

const usage = `npm start [-- [--check] [--browser] [CAPTURE…]]

Opens VS Code with flow2vec on the captures; without one, on a generated sample.
  --browser   VS Code in the browser, even where there is a desktop
  --check     no person: drives VS Code, prints what it reads there, exits 0 or says what failed`;

/** How the sample and the captures are opened: training starts without a click. */
export const settings = {
  'flow2vec.training.onOpen': true,
  'workbench.colorTheme': 'Default Dark Modern',
  // In megabytes. VS Code in the browser asks before it opens more than 10, and captures are larger than that.
  'workbench.editorLargeFileConfirmation': 1024,
};

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean' },
      browser: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const investigation = investigationOf(positionals);
  const desktop = values.check || values.browser ? undefined : findDesktop();
  if (desktop) return openDesktop(desktop, investigation, settings);

  const host = await installEditorHost('pinned', line => console.log(`3/4 ${line}`));
  const profile = inRoot('.editor-host/profiles', values.check ? `check-${process.pid}` : 'start');
  if (values.check) {
    if (!findChromium()) throw new Error('--check needs Chromium: install it, or name one in CHROMIUM_PATH.');
    console.log('4/4 Starting VS Code …');
    const server = await startServer(host, { profile, settings, ownCache: true });
    try {
      const ok = await check(server, investigation);
      if (ok) rmSync(profile, { recursive: true, force: true });
      return ok ? 0 : 1;
    } finally {
      await server.stop();
    }
  }
  console.log('4/4 Starting VS Code …');
  const server = await startServer(host, { profile, settings });
  const address = workbenchAddress(server.origin, {
    folder: investigation.folder,
    file: investigation.captures[0],
    extension: inRoot(),
  });
  console.log(`\nOpen this address in a browser on this machine; Ctrl+C ends VS Code.\n\n  ${address}\n`);
  // The server's process keeps this one alive until a signal ends both.
  await server.ended;
  return 1;
}
