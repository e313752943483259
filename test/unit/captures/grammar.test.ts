import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { captureLanguages } from '../../../shared/protocol/captureLanguages';
import { columnScopes } from '../../../client/src/captures/themeColours';
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

describe('grammars of captures', () => {
  const scopesOf = (language: string) =>
    columnScopes(JSON.parse(readFileSync(`syntaxes/${language}.tmLanguage.json`, 'utf8')));
  const withoutLanguage = (scope: string | undefined) => scope?.replace(/\.[\w-]+$/, '');

  for (const language of captureLanguages)
    it(`give a column of ${language} the scope that all give it`, () => {
      const argus = scopesOf('binetflow');
      const own = scopesOf(language);
      assert.ok(Object.keys(own).length >= 9);
      for (const [column, scope] of Object.entries(own))
        if (argus[column] !== undefined)
          assert.equal(withoutLanguage(scope), withoutLanguage(argus[column]), column);
    });

  it('are found by the first lines of their samples', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { languages: { id: string; firstLine?: string }[] };
    };
    const samples: Record<string, string> = {
      'zeek-conn': 'conn.zeek',
      'suricata-eve': 'eve.suricata',
      nfdump: 'layouts.nfdump',
      'silk-rwcut': 'default.rwcut',
      'aws-vpc-flow': 'version2.vpcflow',
    };
    for (const { id, firstLine } of contributes.languages) {
      if (firstLine === undefined) continue;
      const lines = readFileSync(`syntaxes/samples/${samples[id]}`, 'utf8').split('\n');
      assert.ok(
        lines.some(line => new RegExp(firstLine).test(line)),
        id,
      );
      const others = Object.entries(samples).filter(([other]) => other !== id);
      for (const [, file] of others)
        for (const line of readFileSync(`syntaxes/samples/${file}`, 'utf8').split('\n'))
          assert.doesNotMatch(line, new RegExp(firstLine));
    }
  });
});
