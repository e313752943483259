import { readFileSync } from 'node:fs';
import { inRoot } from '../build/paths.mjs';
import { run } from './processes.mjs';

/** Installs what package-lock.json names, when it is not there or the lock changed since. */
export async function installDependencies(say) {
  if (!dependenciesAreStale()) return;
  say('Installing dependencies …');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: inRoot() });
}

/**
 * Compares versions, not times: a fresh checkout touches the lock without changing it. npm writes the list of
 * what is installed last, so an interrupted installation counts as none.
 */
export function dependenciesAreStale() {
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!installed) return true;
  return Object.entries(packagesIn('package-lock.json') ?? {}).some(
    ([path, { version, optional, peer, link }]) =>
      path !== '' && !optional && !peer && !link && installed[path]?.version !== version,
  );
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(inRoot(lockFile), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
