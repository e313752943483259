import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { changedAt, filesBelow, inRoot } from './paths.mjs';

/** What the bundles are made of, and the file that says when they were last made. */
const sources = ['client/src', 'server/src', 'server/kernels', 'shared', 'webviews/src', 'scripts/build'];
const stamp = inRoot('server/dist/built');

/** Whether any of the given source folders changed after the last build; the lock file counts as a source. */
export function isStale(folders = sources) {
  const built = changedAt(stamp);
  return (
    built === 0 ||
    [inRoot('package-lock.json'), ...folders.flatMap(filesBelow)].some(path => changedAt(path) > built)
  );
}

/** `startedAt`, so that a file saved while the build ran counts as changed. */
export function markBuilt(startedAt) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt / 1000, startedAt / 1000);
}
