import { installDependencies } from './dependencies.mjs';
import { endAll, endAllOnSignals } from './processes.mjs';

/**
 * Sets up what is missing, runs the `main` of a module in TypeScript with the words of the call, and ends all that was
 * started. The exit code is what `main` gives, or 1 when something throws; `failed` says so beside the error.
 */
export async function runMain(load, { builds = false, failed = () => undefined } = {}) {
  endAllOnSignals();
  try {
    await installDependencies(console.log);
    if (builds) await (await import('../build.mjs')).build();
    const { register } = await import('tsx/esm/api');
    register();
    const { main } = await load();
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error);
    failed();
    process.exitCode = 1;
  } finally {
    await endAll();
  }
}
