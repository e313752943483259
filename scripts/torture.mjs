// npm run torture [-- --seed N] [-- --share 0.1] [-- --only SECTION,…]: spoils what can be spoiled; docs/torture.md.
import { installDependencies } from './setup/dependencies.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  await installDependencies(console.log);
  const { build } = await import('./build.mjs');
  await build();
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../test/torture/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}
