import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../server/src/cli/run';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('a summary that is told before the capture is stored', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const stored = (cache: string) =>
    readdirSync(join(folder.path, cache, 'captures')).filter(name => name.endsWith('.duckdb'));

  it('says what is said of the stored one, and leaves nothing behind', async () => {
    const path = folder.file('clean.binetflow', makeCapture({ flows: 3000, seed: 5 }));
    const engine = createEngine({ cacheDirectory: join(folder.path, 'a'), maxCacheBytes: Infinity });
    const first = await engine.summary([path], { unstoredFrom: 0 });
    assert.deepEqual(stored('a'), []);
    const second = await engine.summary([path]);
    assert.deepEqual([first.isStored, second.isStored, stored('a').length], [false, true, 1]);
    assert.deepEqual({ ...first, seconds: 0, isStored: true }, { ...second, seconds: 0 });
    const third = await engine.summary([path], { unstoredFrom: 0 });
    assert.ok(third.isStored, 'what is stored is asked');
    await engine.dispose();
  });

  it('is told of the stored one where a row is odd, a condition is given, or files are small or several', async () => {
    const text = makeCapture({ flows: 300, seed: 6 });
    const [clean, odd] = [folder.file('b', text), folder.file('odd', `${text}nothing\n`)];
    const engine = createEngine({ cacheDirectory: join(folder.path, 'b'), maxCacheBytes: Infinity });
    const summary = await engine.summary([odd], { unstoredFrom: 0 });
    assert.deepEqual([summary.isStored, summary.rejected], [true, 1]);
    assert.ok((await engine.summary([clean], { unstoredFrom: text.length + 1 })).isStored);
    assert.ok((await engine.summary([clean, odd], { unstoredFrom: 0 })).isStored);
    await engine.dispose();
  });

  it('has a large capture of the command line stored by another process', async () => {
    const text = makeCapture({ flows: 2000, seed: 7 });
    const path = folder.file('large.binetflow', text);
    const rows = text.slice(text.indexOf('\n') + 1);
    for (let bytes = text.length; bytes < 2 ** 26; bytes += rows.length) appendFileSync(path, rows);
    const before = process.env['FLOW2VEC_CACHE'];
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'c');
    const said: string[] = [];
    const later: (readonly string[])[] = [];
    const terminal = {
      out: (line: string) => void said.push(line),
      error: (line: string) => void said.push(line),
      isTerminal: false,
      storeLater: (files: readonly string[]) => void later.push(files),
    };
    try {
      assert.equal(await run(['summary', path], terminal), 0, said.join(''));
      assert.match(said.join(''), /large\.binetflow: [\d,]+ flows of .* 0 rows not read/);
      assert.deepEqual([later, stored('c')], [[[path]], []]);
      assert.equal(await run(['summary', path, '--json', '--where', 'Dport = 53'], terminal), 0);
      assert.equal(later.length, 1, 'a condition asks what is stored');
      assert.ok(!said.join('').includes('isStored'));
    } finally {
      if (before === undefined) delete process.env['FLOW2VEC_CACHE'];
      else process.env['FLOW2VEC_CACHE'] = before;
    }
  });
});
