import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache } from '../../../server/src/base/files/cache';
import { DigestMemory } from '../../../server/src/engine/captures/digestMemory';
import { Digests } from '../../../server/src/engine/captures/digests';
import { temporaryFolder } from '../../support/temporaryFolder';

const sha = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

describe('digests of captures', () => {
  const folder = temporaryFolder();

  it('are those of what a file began with, too, also after it has grown further', async () => {
    const parts = ['a'.repeat(3_000_000), 'b'.repeat(2_000_000), 'c'];
    const path = folder.file('grows', parts[0] + (parts[1] as string));
    const digests = new Digests();
    const [first] = parts as [string];
    assert.equal(await digests.beginning(path, 3_000_000), sha(first));
    assert.equal(await digests.beginning(path, 5_000_000), sha(parts.slice(0, 2).join('')));
    assert.equal(await digests.beginning(path, 5_000_001), undefined, 'it has fewer bytes');
    appendFileSync(path, parts[2] as string);
    assert.equal((await digests.one(path)).content, sha(parts.join('')));
    assert.equal(await digests.beginning(path, 3_000_000), sha(first));
    assert.equal(await digests.beginning(path, 5_000_000), sha(parts.slice(0, 2).join('')));
    writeFileSync(path, 'd'.repeat(5_000_001));
    assert.equal(await digests.beginning(path, 3_000_000), sha('d'.repeat(3_000_000)));
  });

  describe('remembered by the next process', () => {
    const later = () => Date.now() + 3_600_000;
    const memory = (now = later, fromBytes = 100) =>
      new DigestMemory(join(folder.path, 'memory'), new Cache(), { fromBytes, now });
    const remembers = async (path: string, asked = memory()) => {
      const recalled = await asked.recall(path);
      if (recalled) assert.equal(recalled.content, sha(readFileSync(path)));
      return recalled !== undefined;
    };

    it('are recalled while the file is as it was', async () => {
      const path = folder.file('same', 'x'.repeat(100_000));
      assert.ok(!(await remembers(path)));
      const { content } = await new Digests(memory()).one(path);
      assert.ok(await remembers(path));
      // It is not read: who recalls a digest says what was remembered, whatever it is.
      const [name = ''] = readdirSync(join(folder.path, 'memory'));
      assert.ok(
        !readFileSync(join(folder.path, 'memory', name), 'utf8').includes('same'),
        'names are no matter of it',
      );
      const again = new Digests(memory());
      assert.deepEqual((await again.recalled(path))?.content, content);
      assert.deepEqual(await again.one(path), await new Digests().one(path));
    });

    it('are forgotten when the file is written to, even where size and time of modification are set back', async () => {
      const path = folder.file('forged', 'x'.repeat(100_000));
      await new Digests(memory()).one(path);
      const { atimeMs, mtimeMs } = statSync(path);
      writeFileSync(path, `${'x'.repeat(50_000)}y${'x'.repeat(49_999)}`);
      utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
      assert.ok(!(await remembers(path)));
      assert.equal((await new Digests(memory()).one(path)).content, sha(readFileSync(path)));
    });

    it('are not kept of small files, nor of files that are being written', async () => {
      const path = folder.file('young', 'x'.repeat(100_000));
      await new Digests(memory(Date.now)).one(path);
      assert.ok(!(await remembers(path)), 'written within the last seconds');
      await new Digests(memory(later, 1_000_000)).one(path);
      assert.ok(!(await remembers(path)), 'read at once anyway');
    });

    it('are not believed where the memory was damaged', async () => {
      const path = folder.file('spoiled', 'x'.repeat(100_000));
      const own = join(folder.path, 'spoiled-memory');
      const asked = () => new DigestMemory(own, new Cache(), { fromBytes: 100, now: later });
      await new Digests(asked()).one(path);
      assert.ok(await asked().recall(path));
      const [name = ''] = readdirSync(own);
      const line = readFileSync(join(own, name), 'utf8');
      writeFileSync(join(own, name), line.replace(/"content":"./, '"content":"-'));
      assert.equal(await asked().recall(path), undefined);
      await asked().clear();
      assert.deepEqual(readdirSync(own), []);
    });
  });
});
