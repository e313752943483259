import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Cache } from '../../../server/src/base/files/cache';
import { CachedFiles } from '../../../server/src/base/files/cachedFiles';
import { readArrays, writeArrays, type ArrayFile } from '../../../server/src/base/files/arrayFile';
import { scratchFolder, sweep, temporaryName, workFolder } from '../../../server/src/base/files/temporary';
import { GridResults } from '../../../server/src/engine/judging/gridResults';
import { temporaryFolder } from '../../support/temporaryFolder';

const form = { what: 'test', version: 1 };
type Content = ArrayFile<string, { a: Uint8Array }>;
const content = (header: string, bytes = 100): Content => ({ header, arrays: { a: new Uint8Array(bytes) } });
const read = (path: string): Promise<Content> => readArrays(path, form);
const write = (path: string, file: Content) => writeArrays(path, form, file);
const full = async () => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
};
const windows = process.platform === 'win32';

describe('a cache', () => {
  const folder = temporaryFolder();
  const said: string[] = [];
  beforeEach(() => (said.length = 0));
  const cacheOf = (maxBytes = Infinity) =>
    new Cache({ maxBytes, log: m => said.push(`log ${m}`), warn: m => said.push(`warn ${m}`) });
  const filesIn = (name: string, cache = cacheOf(), ending = '.f') =>
    new CachedFiles<Content>({ folder: join(folder.path, name), ending, cache, remedy: 'it is made again' });

  it('says that a file is damaged, sets it aside, and takes another in its place', async () => {
    const files = filesIn('damaged');
    const path = await files.write('k', content('first'), write);
    writeFileSync(path, 'flow2vec, not');
    assert.equal(await files.read('k', read), undefined);
    assert.deepEqual(said, [
      `warn ${path}: is damaged (truncated) and is set aside as k.f.damaged; it is made again.`,
    ]);
    assert.equal(readFileSync(`${path}.damaged`, 'utf8'), 'flow2vec, not');
    await files.write('k', content('second'), write);
    assert.equal((await files.read('k', read))?.header, 'second');
    await files.clear();
    assert.deepEqual(readdirSync(join(folder.path, 'damaged')), []);
  });

  it('keeps what it cannot read for a reason of the system', async () => {
    const files = filesIn('unreadable');
    const path = await files.write('k', content('kept'), write);
    const refused = await files.read('k', () =>
      Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
    );
    assert.equal(refused, undefined);
    assert.deepEqual(said, [`log ${path}: cannot be read (EACCES); it is made again.`]);
    assert.equal((await files.read('k', read))?.header, 'kept');
  });

  it('answers when nothing can be written in it, as long as the process lives', async () => {
    // A file stands where the folder would be.
    const files = filesIn(join('plain-file', 'kind'));
    folder.file('plain-file', '');
    const path = await files.write('k', content('answer'), write);
    assert.ok(path.startsWith(scratchFolder()));
    assert.equal(files.path('k'), path);
    assert.ok(await files.has('k'));
    assert.equal((await files.read('k', read))?.header, 'answer');
    assert.match(said.join(), /^warn .*k\.f: cannot be written .*is answered, but not kept/);
    await files.write('k', content('again'), write);
    assert.match(said[1] ?? '', /^log /, 'the user is told once');
    assert.equal((await files.read('k', read))?.header, 'again');
  });

  it('answers when all disks are full', async () => {
    const files = filesIn('full');
    await files.write('k', content('old'), write);
    await files.write('k', content('new'), full);
    assert.equal((await files.read('k', read))?.header, 'new');
    for (const other of ['l', 'm']) await files.write(other, content(other), full);
    assert.equal((await files.read('k', read))?.header, 'old', 'memory holds the last two');
    await assert.rejects(
      files.write('n', content('n'), () => Promise.reject(new TypeError('a mistake'))),
      TypeError,
    );
  });

  if (!windows && process.getuid?.() !== 0)
    it('is read where it is read-only', async () => {
      const before = filesIn('read-only');
      const path = await before.write('k', content('there'), write);
      chmodSync(path, 0o400);
      chmodSync(dirname(path), 0o500);
      try {
        const files = filesIn('read-only');
        assert.equal((await files.read('k', read))?.header, 'there');
        await files.write('k', content('newer'), write);
        assert.equal((await files.read('k', read))?.header, 'newer');
        assert.equal((await filesIn('read-only').read('k', read))?.header, 'there');
      } finally {
        chmodSync(dirname(path), 0o700);
      }
    });

  if (!windows)
    it('is its user’s alone', async () => {
      const files = filesIn(join('secret', 'kind'));
      const path = await files.write('k', content('secret'), write);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      for (const made of [dirname(path), join(folder.path, 'secret'), scratchFolder()])
        assert.equal(statSync(made).mode & 0o777, 0o700, made);
    });

  it('holds so much of all kinds together, and lets go of what was used least recently', async () => {
    const roomy = cacheOf();
    const [a, b] = [filesIn('kind-a', roomy), filesIn('kind-b', roomy, '.g')];
    const paths = [await a.write('1', content('1'), write), await b.write('2', content('2'), write)];
    paths.push(await a.write('3', content('3'), write));
    for (const [i, path] of paths.entries()) utimesSync(path, 2000 + i, 2000 + i);
    await a.read('1', read); // Used: now that of the other kind is the oldest.
    const small = cacheOf(3.5 * statSync(paths[0] as string).size);
    const [again] = [filesIn('kind-a', small), filesIn('kind-b', small, '.g')];
    await again.write('4', content('4'), write);
    assert.deepEqual(readdirSync(join(folder.path, 'kind-a')).sort(), ['1.f', '3.f', '4.f']);
    assert.deepEqual(readdirSync(join(folder.path, 'kind-b')), []);
    assert.match(said.join(), /2\.g: deleted as least recently used/);
  });

  it('is rid of what killed processes left, and of that alone', async () => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'exit');
    const own = temporaryName('draft');
    const dead = (name: string) => name.replace(`-${process.pid}-`, `-${child.pid}-`);
    const elsewhere = own.replace(/^.{8}/, 'ffffffff');
    const files = filesIn('orphans');
    await files.write('k', content('k'), write);
    const place = join(folder.path, 'orphans');
    for (const name of [
      own,
      dead(`k.f.${own}`),
      dead(`k.f.${own}.wal`),
      elsewhere,
      'a.draft',
      `k.f.${elsewhere}`,
    ])
      writeFileSync(join(place, name), 'x');
    mkdirSync(join(place, dead(temporaryName('spill'))));
    writeFileSync(
      join(place, readdirSync(place).find(name => name.endsWith('.spill')) as string, 'tmp'),
      'x',
    );
    const week = Date.now() / 1000 - 8 * 24 * 3600;
    writeFileSync(join(place, 'old.draft'), 'x');
    for (const old of [elsewhere, 'old.draft']) utimesSync(join(place, old), week, week);
    const scratch = join(tmpdir(), `flow2vec.${dead(temporaryName('scratch'))}`);
    mkdirSync(scratch);
    const cache = cacheOf();
    filesIn('orphans', cache);
    await cache.sweep();
    assert.deepEqual(readdirSync(place).sort(), ['a.draft', 'k.f', `k.f.${elsewhere}`, own].sort());
    assert.ok(!existsSync(scratch) && existsSync(scratchFolder()));
    assert.deepEqual(await sweep(join(folder.path, 'no-folder')), []);
  });

  it('is rid of what a former process of the same number left', async () => {
    const path = folder.file(temporaryName('copy'), 'x');
    utimesSync(path, 1000, 1000);
    assert.deepEqual(await sweep(folder.path), [path]);
  });

  it('has a place for copies where it can be written, and elsewhere a folder of the process', async () => {
    const inside = join(folder.path, 'work', 'captures');
    assert.equal(await workFolder(inside), inside);
    assert.equal(await workFolder(join(folder.file('no-folder-at-all', ''), 'captures')), scratchFolder());
  });

  it('is shared by processes that write the same file', async () => {
    const place = join(folder.path, 'together');
    const module = join(import.meta.dirname, '../../../server/src/base/files/arrayFile.ts');
    mkdirSync(place);
    const script = `import { writeArrays } from ${JSON.stringify(module)};
      for (let i = 0; i < 40; i++) await writeArrays(${JSON.stringify(join(place, 'k.f'))},
        { what: 'test', version: 1 }, { header: String(process.pid), arrays: { a: new Uint8Array(3e5).fill(i) } });`;
    const file = folder.file('writer.mts', script);
    const children = [1, 2].map(() => spawn(process.execPath, ['--import=tsx', file], { stdio: 'inherit' }));
    const ended = Promise.all(children.map(child => once(child, 'exit')));
    const files = filesIn('together');
    let going = true;
    void ended.then(() => (going = false));
    const seen = new Set<string>();
    while (going) {
      const found = await files.read('k', read);
      if (found) seen.add(found.header);
      await new Promise(resolve => setImmediate(resolve));
    }
    assert.deepEqual(
      (await ended).map(([code]) => code as number),
      [0, 0],
    );
    assert.ok(seen.size > 0);
    assert.deepEqual(said, []);
    assert.deepEqual(readdirSync(place), ['k.f']);
  }).timeout(30_000);
});

describe('results of grids', () => {
  const folder = temporaryFolder();
  const said: string[] = [];
  const results = (name: string) =>
    new GridResults(join(folder.path, name), new Cache({ log: m => said.push(m) }));
  const result = (macroF1: number) => ({ macroF1, weightedF1: 0.5, seconds: 1 });
  beforeEach(() => (said.length = 0));

  it('are added by several at once, none lost', async () => {
    const both = [results('both'), results('both')];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => both[i % 2]?.add('capture', `k${i}`, result(i / 20))),
    );
    assert.equal((await results('both').read('capture')).size, 20);
    assert.deepEqual((await results('both').read('capture')).get('k3'), result(3 / 20));
    assert.equal((await results('both').read('another')).size, 0);
  });

  it('are damaged one by one: each flipped bit is noticed, and the others stay', async () => {
    await results('flips').add('capture', 'a', result(0.25));
    await results('flips').add('capture', 'b', result(0.75));
    const path = join(folder.path, 'flips', readdirSync(join(folder.path, 'flips'))[0] as string);
    const good = readFileSync(path);
    for (let bit = 0; bit < good.length * 8; bit += 3) {
      const bytes = Buffer.from(good);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      writeFileSync(path, bytes);
      const found = await results('flips').read('capture');
      for (const [key, value] of found) assert.deepEqual(value, result(key === 'a' ? 0.25 : 0.75));
      // What parts the lines may be damaged without any loss.
      if (found.size < 2) {
        assert.match(
          said.join(),
          /is damaged \([12] of \d results\) and is set aside as .*those are made again/,
        );
        said.length = 0;
        assert.equal((await results('flips').read('capture')).size, found.size);
        assert.deepEqual(said, [], 'said once');
      }
    }
  });

  it('are kept in memory where they cannot be written', async () => {
    const unwritable = results(join('file', 'grids'));
    folder.file('file', '');
    await unwritable.add('capture', 'a', result(1));
    assert.deepEqual((await unwritable.read('capture')).get('a'), result(1));
    assert.match(said.join(), /cannot be written/);
  });
});

describe('a file that the user named', function () {
  this.timeout(20_000);
  const folder = temporaryFolder();
  const module = join(import.meta.dirname, '../../../server/src/base/files/writeDraft.ts');

  if (!windows)
    it('is standard output where it says so, after what stands there already', () => {
      const script = folder.file(
        'out.mts',
        `import { writeOut } from ${JSON.stringify(module)};
         process.stdout.write('before\\n');
         await writeOut('/dev/stdout', async put => { for (let i = 0; i < 50000; i++) await put(\`\${i}\\n\`); });
         process.stdout.write('after\\n');`,
      );
      const wanted = `before\n${Array.from({ length: 50_000 }, (_, i) => `${i}\n`).join('')}after\n`;
      const node = [process.execPath, '--import=tsx', script];
      assert.equal(execFileSync(node[0] as string, node.slice(1), { encoding: 'utf8' }), wanted);
      const out = join(folder.path, 'out.txt');
      execFileSync('sh', ['-c', '"$@" > "$0"', out, ...node]);
      assert.equal(readFileSync(out, 'utf8'), wanted);
    });

  if (!windows)
    it('is what a shell has opened, and stays that', () => {
      const script = folder.file(
        'fd.mts',
        `import { writeOut } from ${JSON.stringify(module)};
         await writeOut('/dev/fd/3', put => put('through'));`,
      );
      const out = join(folder.path, 'fd.txt');
      const shell = (line: string) =>
        execFileSync('sh', ['-c', line, out, process.execPath, '--import=tsx', script], { encoding: 'utf8' });
      // The shell goes on writing into the file that it opened.
      shell('{ "$@"; echo " and on" >&3; } 3>>"$0"');
      assert.equal(readFileSync(out, 'utf8'), 'through and on\n');
      assert.equal(shell('{ "$@" 3>&1 >&2; } | cat'), 'through');
    });
});
