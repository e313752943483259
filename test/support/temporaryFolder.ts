import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  path: string;
  /** Writes a file into it and returns its path. */
  file(name: string, content: string | Uint8Array): string;
}

/** A folder for the tests of the suite it is called in: made before them, removed after them. */
export function temporaryFolder(): TemporaryFolder {
  const folder: TemporaryFolder = {
    path: '',
    file(name, content) {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return path;
    },
  };
  before(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'flow2vec-test-'));
  });
  after(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}
