// npm test [-- LAYER…]: sets up, then runs the layers in turn; the last line is the sum.
import { installDependencies } from './setup/dependencies.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  await installDependencies(console.log);
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('./test/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  await endAll();
}
