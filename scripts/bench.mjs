// npm run bench [-- --flows N | --capture FILE] [--only SECTION,…]: measures the engine beside gensim and pandas.
import { installDependencies } from './setup/dependencies.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  await installDependencies(console.log);
  const { build } = await import('./build.mjs');
  await build();
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../test/bench/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}
