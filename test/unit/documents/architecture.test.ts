import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { read } from '../../support/documents';

const roots = ['client/src', 'server/src', 'shared', 'webviews/src', 'server/kernels', 'scripts', 'test'];

describe('ARCHITECTURE.md', () => {
  const rows = read('ARCHITECTURE.md')
    .split('\n')
    .filter(line => line.startsWith('|') && line.includes('`'));
  const named = rows.flatMap(foldersIn).filter(path => roots.some(root => `${path}/`.startsWith(`${root}/`)));

  it('names every folder that holds code', () =>
    assert.deepEqual(
      foldersWithCode().filter(folder => !named.includes(folder)),
      [],
      'say in one line of ARCHITECTURE.md what these folders hold',
    ));

  it('names no folder that holds none, and none twice', () => {
    const present = foldersWithCode();
    const off = named.filter((folder, i) => !present.includes(folder) || named.indexOf(folder) !== i);
    assert.deepEqual(off, []);
  });
});

/** The folders of a row; `a/{b,c}` are two. */
function foldersIn(row: string): string[] {
  return [...row.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) => {
    const [, head, names, tail] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
    return names === undefined ? [path] : names.split(',').map(name => `${head}${name}${tail}`);
  });
}

function foldersWithCode(): string[] {
  const files = roots.flatMap(root =>
    readdirSync(root, { recursive: true }).map(path => `${root}/${String(path)}`),
  );
  const code = files.map(path => path.replaceAll('\\', '/')).filter(isCode);
  return [...new Set(code.map(dirname))].sort();
}

const isCode = (path: string) =>
  /\.(?:[cm]?[jt]s|py|css)$/.test(path) && !/\/(?:dist|node_modules)\//.test(path);
