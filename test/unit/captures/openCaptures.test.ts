import assert from 'node:assert/strict';
import { Cache } from '../../../server/src/base/files/cache';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { contentDigest } from '../../../server/src/engine/captures/digests';
import { spool } from '../../../server/src/base/files/spool';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { summarize } from '../../../server/src/engine/captures/summary';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('an open capture', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const count = async (store: CaptureStore, path: string) =>
    (await store.using([path], undefined, summarize)).flows;

  it('is what it was when it was digested, though it grows while it is read', async () => {
    const path = folder.file('grows.binetflow', makeCapture({ flows: 300, seed: 1 }));
    const store = new CaptureStore(join(folder.path, 'grows'));
    const [before] = await store.digests.each([path]);
    const more = makeCapture({ flows: 200, seed: 2 }).split('\n').slice(1).join('\n');
    appendFileSync(path, more);
    // As though it had grown just after it was digested.
    store.digests.each = async () => [before as NonNullable<typeof before>];
    const capture = await store.open([path]);
    const { flows } = await summarize(capture);
    await capture.close();
    assert.equal(flows, 500);
    assert.equal(capture.digest, await contentDigest(path));
    assert.notEqual(capture.digest, before?.digest);
    assert.deepEqual(
      readdirSync(join(folder.path, 'grows')).filter(name => name !== 'spill'),
      [`${capture.digest}-v7.duckdb`],
      'it is stored under what it holds, and no copy is left',
    );
  });

  it('is read once for all who open it at the same time, and each has tables of its own', async () => {
    const path = folder.file('shared.binetflow', makeCapture({ flows: 400, seed: 3 }));
    const store = new CaptureStore(join(folder.path, 'shared'));
    const opened = await Promise.all([1, 2, 3].map(() => store.open([path])));
    assert.equal(new Set(opened.map(capture => capture.files)).size, 1);
    for (const [i, { connection }] of opened.entries())
      await connection.run(`CREATE TEMP TABLE mine AS SELECT ${i} AS who`);
    for (const [i, { connection }] of opened.entries())
      assert.deepEqual((await connection.runAndReadAll('SELECT who FROM mine')).getRows(), [[i]]);
    await Promise.all(opened.map(capture => capture.close()));
    assert.equal(await count(store, path), 400);
    store.dispose();
  });

  it('goes on for the others when one who asked for it lets go', async () => {
    const path = folder.file('cancelled.binetflow', makeCapture({ flows: 3000, seed: 4 }));
    const store = new CaptureStore(join(folder.path, 'cancelled'));
    const stop = new AbortController();
    const [gone, stayed] = [store.open([path], stop.signal), store.open([path])];
    stop.abort();
    await assert.rejects(gone, /cancelled/i);
    const capture = await stayed;
    assert.equal((await summarize(capture)).flows, 3000);
    await capture.close();
  });

  it('is another when the file was rewritten', async () => {
    const path = folder.file('rewritten.binetflow', makeCapture({ flows: 100, seed: 5 }));
    const store = new CaptureStore(join(folder.path, 'rewritten'));
    assert.equal(await count(store, path), 100);
    writeFileSync(path, makeCapture({ flows: 120, seed: 5 }));
    assert.equal(await count(store, path), 120);
  });

  it('is read again when what is stored of it is damaged, wherever', async () => {
    const path = folder.file('damaged.binetflow', makeCapture({ flows: 1000, seed: 6 }));
    const cache = join(folder.path, 'damaged');
    const truth = await new CaptureStore(cache).using([path], undefined, summarize);
    const [name = ''] = readdirSync(cache).filter(file => file.endsWith('.duckdb'));
    const file = join(cache, name);
    const good = readFileSync(file);
    for (let i = 0; i < 40; i++) {
      const spoiled = Buffer.from(good);
      const at = Math.floor((i + 0.5) * (good.length / 40));
      spoiled[at] = (spoiled[at] as number) ^ (1 << (i % 8));
      writeFileSync(file, spoiled);
      const said: string[] = [];
      const store = new CaptureStore(cache, new Cache({ log: m => said.push(m) }));
      assert.deepEqual(await store.using([path], undefined, summarize), truth, `byte ${at}`);
      assert.match(said.join(), /is damaged .* set aside as .*\.damaged; the capture is read again/);
      store.dispose();
    }
  });

  it('answers where nothing can be stored', async () => {
    const path = folder.file('readonly.binetflow', makeCapture({ flows: 100, seed: 7 }));
    const log: string[] = [];
    // A file stands where the folder would be.
    const cache = new Cache({ log: m => log.push(m) });
    const store = new CaptureStore(join(folder.file('no-folder', 'x'), 'captures'), cache);
    assert.equal(await count(store, path), 100);
    assert.match(log[0] ?? '', /cannot be written .*What was computed is answered, but not kept/);
  });

  if (process.platform !== 'win32')
    it('is never a pipe or a device', async () => {
      const pipe = join(folder.path, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const store = new CaptureStore(join(folder.path, 'special'));
      await assert.rejects(store.open([pipe]), /pipe: is a named pipe and may have no end/);
      await assert.rejects(store.open(['/dev/zero']), /\/dev\/zero: is a device and may have no end/);
    });

  if (process.platform !== 'win32')
    it('is stored where only its user can read it', async () => {
      const path = folder.file('secret.binetflow', makeCapture({ flows: 100, seed: 8 }));
      const cache = join(folder.path, 'secret');
      await count(new CaptureStore(cache), path);
      assert.equal(statSync(cache).mode & 0o777, 0o700);
      for (const name of readdirSync(cache).filter(file => file !== 'spill'))
        assert.equal(statSync(join(cache, name)).mode & 0o777, 0o600, name);
    });

  it('can come from a stream, once it is spooled', async () => {
    const text = makeCapture({ flows: 100, seed: 9 });
    const spooled = await spool(Readable.from([Buffer.from(text)]), folder.path, 'standard input');
    assert.equal(spooled.digest, await contentDigest(spooled.path));
    assert.equal(await count(new CaptureStore(join(folder.path, 'spooled')), spooled.path), 100);
    if (process.platform !== 'win32') assert.equal(statSync(dirname(spooled.path)).mode & 0o777, 0o700);
    await spooled.dispose();
    assert.ok(!existsSync(dirname(spooled.path)));
  });
});
