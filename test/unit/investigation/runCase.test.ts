import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../../shared/investigation/case';
import { readCase } from '../../../shared/investigation/readCase';
import { caseText } from '../../../shared/investigation/writeCase';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { caseConfig } from '../../../server/src/engine/investigation/caseConfig';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { say } from '../../support/callCli';
import { makeCapture } from '../../support/makeCapture';
import { makeCase } from '../../support/makeCase';
import { temporaryFolder } from '../../support/temporaryFolder';

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('an investigation that is run', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let path: string;
  let digest: string;
  let answered: Case;
  const config = caseConfig(makeCase().embedding, defaultConfig);
  const asking = (...files: string[]) => ({
    files,
    config,
    folder: folder.path,
    version: '1.2.3',
    now: () => new Date('2026-02-03T00:00:00Z'),
  });

  before(async () => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    path = folder.file('flows.binetflow', makeCapture({ flows: 1500, seed: 4 }));
    digest = digestOf(path);
    answered = await engine.runCase(makeCase(), asking(path));
  });
  after(() => engine.dispose());

  it('answers every question, of the bytes that it names, and changes none of them', () => {
    const asked = answered.cells.filter(({ kind }) => kind !== 'markdown');
    assert.deepEqual(
      asked.map(({ answer }) => answer?.error),
      asked.map(() => undefined),
    );
    for (const { answer } of asked) {
      assert.deepEqual(answer?.captures, [{ name: 'flows.binetflow', digest }]);
      assert.ok((answer?.says.length ?? 0) > 0);
      assert.ok((answer?.tables.flatMap(({ rows }) => rows).length ?? 0) > 0, answer?.says[0]);
    }
    assert.equal(digestOf(path), digest);
  });

  it('gathers all flows of a filter and of a token, with their lines and all columns', () => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const wanted = (test: (cells: string[]) => boolean) =>
      lines.flatMap((line, i) => (i > 0 && test(line.split(',')) ? [i + 1] : []));
    const found = answered.evidence.map(({ flows }) => {
      const at = flows?.columns.indexOf('Line') ?? -1;
      return flows?.rows.map(row => row[at]);
    });
    assert.deepEqual(
      found[0],
      wanted(cells => cells[3] === '147.32.84.165' && cells[7] === '25'),
    );
    assert.deepEqual(
      found[1],
      wanted(cells => cells[3] === '147.32.85.1' && cells[6] === '195.113.144.201' && cells[7] === '123'),
    );
    const [first] = answered.evidence;
    assert.equal(first?.flows?.count, first?.flows?.rows.length);
    for (const column of ['StartTime', 'Dur', 'SrcAddr', 'Sport', 'State', 'TotBytes', 'Label'])
      assert.ok(first?.flows?.columns.includes(column), column);
    assert.deepEqual(first?.captures, [{ name: 'flows.binetflow', digest }]);
  });

  it('is a file that reads back with its answers', () => {
    assert.deepEqual(readCase(caseText(answered)), answered);
  });

  it('asks the same of another capture, and leaves evidence what it was', async () => {
    const other = folder.file('other.binetflow', makeCapture({ flows: 900, seed: 8, withoutBot: true }));
    const again = await engine.runCase(answered, asking(other));
    assert.equal(again.cells[1]?.answer?.captures[0]?.digest, digestOf(other));
    assert.notDeepEqual(again.cells[1]?.answer?.tables, answered.cells[1]?.answer?.tables);
    assert.deepEqual(again.evidence, answered.evidence);
  });

  it('says in its place what cannot be answered, and answers the rest', async () => {
    const asked: Case = {
      ...makeCase(),
      evidence: [],
      cells: [
        { kind: 'sql', text: "SELECT * FROM read_text('/etc/passwd')" },
        { kind: 'question', text: 'similar --line 999999' },
        { kind: 'question', text: 'who did it' },
        { kind: 'sql', text: 'SELECT count(*) AS n FROM flows' },
      ],
    };
    const { cells } = await engine.runCase(asked, asking(path));
    assert.deepEqual(
      cells.map(({ answer }) => answer?.error !== undefined),
      [true, true, true, false],
    );
    assert.deepEqual(cells[3]?.answer?.tables[0]?.rows, [[1500]]);
  });

  it('judges by another capture, and names its bytes too', async () => {
    const other = folder.file('before.binetflow', makeCapture({ flows: 1200, seed: 9 }));
    for (const name of ['evaluate', 'score']) {
      const cell = { kind: 'question' as const, text: `${name} --trained-on before.binetflow` };
      const answer = await engine.askCell(cell, asking(path));
      assert.equal(answer?.error, undefined);
      assert.deepEqual(answer?.captures, [
        { name: 'flows.binetflow', digest },
        { name: 'before.binetflow', digest: digestOf(other) },
      ]);
      assert.ok(answer?.says.some(each => each.includes('before.binetflow')));
    }
  });

  it('says how many rows there are of which it keeps some', async () => {
    const answer = await engine.askCell({ kind: 'sql', text: 'SELECT Line FROM flows' }, asking(path));
    assert.match(answer?.says[0] ?? '', /more than 1,000 rows/);
    assert.equal(answer?.tables[0]?.rows.length, 1000);
  });

  it('is stopped when whoever asked lets go', async () => {
    await assert.rejects(engine.runCase(makeCase(), { ...asking(path), signal: AbortSignal.abort() }));
  });

  it('is refused from the command line with the file and the place that is wrong', async () => {
    const wrong = folder.file('wrong.flowcase', '{"flowcase": 1, "embedding": {"size": -1}}');
    const out = join(folder.path, 'never.html');
    const said = await say('investigate', 'run', wrong, path, '--out', out);
    assert.equal(said.code, 1);
    assert.match(said.error, /wrong\.flowcase: embedding: "size" takes/);
    assert.equal((await say('investigate', 'run', wrong, path, '--out', 'report.pdf')).code, 2);
    assert.equal((await say('investigate', 'run', wrong, '--out', out)).code, 2);
  });
});
