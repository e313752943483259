import { inRoot, changedAt } from '../build/paths.mjs';
import { run } from './processes.mjs';

/** npm writes this file last, so an interrupted installation counts as none. */
const installed = inRoot('node_modules/.package-lock.json');

/** Installs what package-lock.json names, when it is not there or the lock changed since. */
export async function installDependencies(say) {
  if (!dependenciesAreStale()) return;
  say('Installing dependencies …');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: inRoot() });
}

export function dependenciesAreStale() {
  const at = changedAt(installed);
  return at === 0 || changedAt(inRoot('package-lock.json')) > at;
}
