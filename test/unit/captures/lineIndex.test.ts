import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { LineIndex } from '../../../server/src/engine/captures/rows/lineIndex';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('the index of a text file', () => {
  const folder = temporaryFolder();
  const line = (i: number) => `line ${i} ${'x'.repeat(i % 90)}`;
  const text = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => `${line(from + i)}\n`).join('');
  const count = 100_000;

  it('has the first lines when it has looked at the beginning alone, and all when it has read on', async () => {
    const whole = text(count);
    const index = await LineIndex.open(folder.file('large', whole));
    await index.extend(1);
    assert.ok(index.bytes < whole.length / 2, `${index.bytes} of ${whole.length}`);
    assert.ok(!index.complete);
    assert.deepEqual(await index.read(0, 3), [line(0), line(1), line(2)]);
    // Who asks for lines beyond waits until they are found.
    const late = index.read(count - 2, 10);
    await index.extend();
    assert.deepEqual(await late, [line(count - 2), line(count - 1)]);
    assert.deepEqual([index.complete, index.lines, index.bytes], [true, count, whole.length]);
    for (const at of [0, 999, 50_000, 99_990])
      assert.deepEqual(await index.read(at, 2), [line(at), line(at + 1)]);
    index.close();
  });

  it('reads on to the end while it is looking at the beginning, when that is asked for meanwhile', async () => {
    const index = await LineIndex.open(folder.file('both', text(count)));
    const first = index.extend(1);
    await Promise.all([first, index.extend()]);
    assert.deepEqual([index.complete, index.lines], [true, count]);
    index.close();
  });

  it('finds the lines that were added, one of them to a line without an ending', async () => {
    const path = folder.file('grows', `${text(2)}begun`);
    const index = await LineIndex.open(path);
    await index.extend();
    assert.deepEqual(await index.read(1, 5), [line(1), 'begun']);
    appendFileSync(path, ` and ended\n${text(3, 2)}`);
    await index.extend();
    assert.equal(index.lines, 6);
    assert.deepEqual(await index.read(2, 2), ['begun and ended', line(2)]);
    index.close();
  });
});
