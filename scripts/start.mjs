// npm start [-- CAPTURE…] [--check]: sets up, then opens VS Code with the extension on the captures.
// Only Node's own modules until the dependencies are there.
import { dependenciesAreStale, installDependencies } from './setup/dependencies.mjs';
import { isStale } from './build/stale.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`flow2vec needs Node 20 or newer; this is ${process.version}.`);
  process.exit(1);
}

endAllOnSignals();
try {
  if (dependenciesAreStale()) {
    console.log('1/4 Installing dependencies …');
    await installDependencies(() => {});
  }
  if (isStale()) {
    console.log('2/4 Building …');
    const { build } = await import('./build.mjs');
    await build();
  }
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('./start/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await endAll();
}
