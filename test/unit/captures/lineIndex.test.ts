import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache } from '../../../server/src/base/files/cache';
import { LineMemory } from '../../../server/src/engine/captures/rows/lineMemory';
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

  describe('remembered for the next time', () => {
    const header = /^#fields/;
    const whole = `#fields a\n${text(3000)}#fields b\n${text(2000, 3000)}`;
    let own = '';
    let told: string[] = [];
    let names = 0;
    const memory = (now = Date.now() + 3_600_000) =>
      new LineMemory(own, new Cache({ warn: message => told.push(message) }), {
        fromBytes: 1000,
        now: () => now,
      });
    beforeEach(() => {
      own = join(folder.path, `memory-${names++}`);
      told = [];
    });
    /** Reads a file to its end and waits until that is remembered. */
    async function read(path: string, now?: number) {
      const index = await LineIndex.open(path, header, memory(now));
      await index.extend();
      const place = () => existsSync(own) && readdirSync(own).some(name => name.endsWith('.lines'));
      while (!place()) await new Promise(resolve => setImmediate(resolve));
      index.close();
    }
    const opened = (path: string) => LineIndex.open(path, header, memory());
    /** What an index says of a file, which has to be what one says that has read it. */
    async function agrees(index: LineIndex, path: string) {
      const fresh = await LineIndex.open(path, header);
      await Promise.all([fresh.extend(), index.extend()]);
      const of = ({ lines, bytes, headers, complete }: LineIndex) => ({ lines, bytes, headers, complete });
      assert.deepEqual(of(index), of(fresh));
      assert.deepEqual(await index.read(0, 9000), await fresh.read(0, 9000));
      fresh.close();
      index.close();
    }

    it('are all there when the file is opened again, before a byte of it is read', async () => {
      const path = folder.file('again', whole);
      await read(path);
      const index = await opened(path);
      assert.deepEqual([index.complete, index.lines, index.bytes], [true, 5002, whole.length]);
      assert.deepEqual(index.headers, [0, 3001]);
      assert.deepEqual(await index.read(5000, 9), [line(4998), line(4999)]);
      await agrees(index, path);
    });

    for (const [what, before, added] of [
      ['lines', whole, `#fields c\n${text(50)}`],
      ['the rest of a line', `${whole}begun`, ` and ended\n${text(5)}`],
      ['the second half of an ending', `${whole}one\r`, `\n${text(5)}`],
    ] as const)
      it(`go on where ${what} were added meanwhile`, async () => {
        const path = folder.file(`grown ${what}`, before);
        await read(path);
        appendFileSync(path, added);
        const index = await opened(path);
        assert.deepEqual([index.complete, index.bytes], [false, before.length]);
        await agrees(index, path);
      });

    it('are not believed of a file that was written anew, nor of another in its place', async () => {
      for (const [name, change] of [
        ['anew', (path: string) => writeFileSync(path, whole.replace('line 7 ', 'line\n7 '))],
        ['longer', (path: string) => writeFileSync(path, `\n${whole}`)],
        ['shorter', (path: string) => writeFileSync(path, whole.slice(0, -100))],
        ['another', (path: string) => renameSync(folder.file('new', whole + whole), path)],
      ] as const) {
        const path = folder.file(name, whole);
        await read(path);
        change(path);
        const index = await opened(path);
        assert.equal(index.bytes, 0, name);
        await agrees(index, path);
      }
    });

    it('of a file that was just being written go for when it has grown alone', async () => {
      const path = folder.file('young', whole);
      await read(path, Date.now());
      const index = await opened(path);
      assert.equal(index.bytes, 0);
      index.close();
      appendFileSync(path, text(3));
      const grown = await opened(path);
      assert.equal(grown.bytes, whole.length);
      await agrees(grown, path);
    });

    it('are not kept of small files, nor told where headers are looked for by other words', async () => {
      const path = folder.file('other', whole);
      await read(path);
      const other = await LineIndex.open(path, /^Date/, memory());
      assert.equal(other.bytes, 0);
      other.close();
      assert.equal(await memory().recall(folder.file('small', 'a\n'), ''), undefined);
    });

    it('are counted again where the memory was damaged, which is said', async () => {
      const path = folder.file('spoiled', whole);
      await read(path);
      const [name = ''] = readdirSync(own);
      const kept = readFileSync(join(own, name));
      kept.writeUInt8(kept.readUInt8(kept.length >> 1) ^ 1, kept.length >> 1);
      writeFileSync(join(own, name), kept);
      await agrees(await opened(path), path);
      assert.match(told.join(), /is damaged .*lines are counted again/);
    });
  });
});
