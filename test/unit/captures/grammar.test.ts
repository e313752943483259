import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { flowColumns } from '../../../server/src/engine/captures/columns';

const grammarPath = 'syntaxes/binetflow.tmLanguage.json';

interface Grammar {
  repository: { headerCells: { patterns: { match: string; name: string }[] } };
}

describe('binetflow grammar', () => {
  it('gives the sample the scopes written under its lines', async () => {
    const tool = 'node_modules/vscode-tmgrammar-test/dist/unit.js';
    const args = [tool, '-g', grammarPath, 'syntaxes/samples/*.binetflow'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.match(stdout, /run successful?ly/);
  });

  it('gives every column a scope, and neighbours scopes that themes colour differently', () => {
    const grammar = JSON.parse(readFileSync(grammarPath, 'utf8')) as Grammar;
    const cells = grammar.repository.headerCells.patterns;
    const names = cells.map(c => c.match.replace('(?i)\\b', '').replace('\\b', ''));
    assert.deepEqual(names, [...flowColumns]);
    const coloured = cells.map(c => c.name.split('.').slice(0, 2).join('.'));
    coloured
      .slice(1)
      .forEach((scope, i) => assert.notEqual(scope, coloured[i], `${names[i]}, ${names[i + 1]}`));
  });
});
