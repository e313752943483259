import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const grammarPath = 'syntaxes/traceroute.tmLanguage.json';

interface Manifest {
  contributes: {
    languages: { id: string; extensions: string[]; configuration: string }[];
    grammars: { language: string; path: string }[];
  };
}

describe('traceroute grammar', () => {
  it('gives the sample the scopes written under its lines', async () => {
    const tool = 'node_modules/vscode-tmgrammar-test/dist/unit.js';
    const args = [tool, '-g', grammarPath, 'syntaxes/samples/*.traceroute'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.match(stdout, /run successful?ly/);
  });

  it('claims no names that other languages have', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const language = contributes.languages.find(({ id }) => id === 'traceroute');
    assert.deepEqual(language?.extensions, ['.traceroute', '.tracert', '.mtr']);
    assert.ok(contributes.grammars.some(g => g.language === 'traceroute' && g.path === `./${grammarPath}`));
    JSON.parse(readFileSync(language.configuration, 'utf8'));
  });
});
