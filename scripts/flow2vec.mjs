#!/usr/bin/env node
// npm run --silent flow2vec -- COMMAND …: the command line, set up on first use.
import { existsSync } from 'node:fs';
import { inRoot } from './build/paths.mjs';
import { isStale } from './build/stale.mjs';

const cli = inRoot('server/dist/cli.mjs');

try {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) {
    const { installDependencies } = await import('./setup/dependencies.mjs');
    await installDependencies(line => process.stderr.write(`${line}\n`));
  }
  // The command line needs the server only: a change in a webview does not delay it.
  if (!existsSync(cli) || isStale(['server/src', 'server/kernels', 'shared', 'scripts/build'])) {
    const { build } = await import('./build.mjs');
    await build();
  }
} catch (error) {
  if (!error.errors) console.error(error.message);
  process.exit(1);
}
await import(cli);
