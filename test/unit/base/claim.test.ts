import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../server/src/base/files/claim';
import { temporaryName, type OthersTemporary } from '../../../server/src/base/files/temporary';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('a file that several processes want to write', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const signs = (of: string) =>
    readdirSync(folder.path).filter(name => name.startsWith(`${of}.`) && name.endsWith('.claim'));

  it('is written by one of those that begin at the same time, and the others wait for it', async () => {
    const place = join(folder.path, 'together');
    mkdirSync(place);
    const base = join(import.meta.dirname, '../../../server/src/base/files');
    const script = folder.file(
      'claimant.mts',
      `import { renameSync, writeFileSync, existsSync } from 'node:fs';
       import { claim } from ${JSON.stringify(join(base, 'claim.ts'))};
       import { temporaryName, type OthersTemporary } from ${JSON.stringify(join(base, 'temporary.ts'))};
       process.on('message', async (path) => {
         const giveUp = await claim(path, undefined);
         if (giveUp) {
           const draft = path + '.' + temporaryName('draft');
           writeFileSync(draft, '');
           // Others come to see it meanwhile.
           for (let i = 0; i < 3; i++) await new Promise(resolve => setImmediate(resolve));
           renameSync(draft, path);
           await giveUp();
         }
         process.send({ wrote: giveUp !== undefined, isThere: existsSync(path) });
       });
       process.send('ready');`,
    );
    const children = [1, 2, 3].map(() => fork(script, { execArgv: ['--import=tsx'] }));
    const told = async (child: ChildProcess) => (await once(child, 'message'))[0] as unknown;
    try {
      await Promise.all(children.map(told));
      for (let i = 0; i < 40; i++) {
        const answers = children.map(told);
        for (const child of children) child.send(join(place, `${i}`));
        const said = (await Promise.all(answers)) as { wrote: boolean; isThere: boolean }[];
        assert.equal(said.filter(({ wrote }) => wrote).length, 1, `round ${i}`);
        assert.ok(said.every(({ isThere }) => isThere));
      }
      assert.equal(readdirSync(place).length, 40, 'no sign and no draft is left');
    } finally {
      for (const child of children) child.kill();
    }
  });

  it('is claimed at once where nobody else is at it, and given up', async () => {
    const target = join(folder.path, 'alone');
    const own = folder.file(`alone.${temporaryName('draft')}`, '');
    const giveUp = await claim(target, undefined);
    assert.equal(signs('alone').length, 1, 'what this process writes does not count');
    await giveUp?.();
    assert.deepEqual(signs('alone'), []);
    renameSync(own, target);
    assert.equal(await claim(target, undefined), undefined, 'it is there');
    assert.deepEqual(signs('alone'), []);
    // Whoever writes it says what is wrong.
    await (
      await claim(join(target, 'in-a-file'), undefined)
    )?.();
  });

  it('is waited for while its writer lives, and not after', async () => {
    const target = join(folder.path, 'theirs');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    await once(child, 'spawn');
    const draft = `${target}.${temporaryName('draft').replace(`-${process.pid}-`, `-${child.pid}-`)}`;
    writeFileSync(draft, '');
    const waiting = claim(target, undefined);
    // Who waits has seen it by the time that those who came after have been cancelled.
    for (let i = 0; i < 5; i++) {
      const cancelled = new AbortController();
      const other = claim(target, cancelled.signal);
      cancelled.abort();
      await assert.rejects(other, { name: 'AbortError' });
    }
    renameSync(draft, target);
    assert.equal(await waiting, undefined);
    rmSync(target);
    writeFileSync(draft, '');
    child.kill();
    await gone;
    const giveUp = await claim(target, undefined);
    assert.ok(giveUp, 'nobody writes it');
    await giveUp();
  });

  const first = { name: 'x.m-1-000000000000.claim', isDraft: false, state: '' };
  const last = { name: 'x.m-2-zzzzzzzzzzzz.claim', isDraft: false, state: '' };
  const draft = { name: 'x.m-2-zzzzzzzzzzzz.draft', isDraft: true, state: '' };
  /** What is seen at each look, and whether this process has a sign up then. */
  const cases: Record<string, [seen: OthersTemporary[], hasSign: boolean][]> = {
    'looks again when its own sign is up': [
      [[], false],
      [[], true],
    ],
    'gives way to a sign that comes first': [
      [[], false],
      [[first], true],
      [[first], false],
      [[], false],
      [[], true],
    ],
    'waits until a sign that comes later is gone': [
      [[], false],
      [[last], true],
      [[last], true],
      [[], true],
    ],
    'gives way to a sign that comes later and has a draft': [
      [[], false],
      [[last], true],
      [[last, draft], true],
      [[last, draft], false],
      [[], false],
      [[], true],
    ],
    'puts no sign up beside another': [
      [[last], false],
      [[last], false],
      [[], false],
      [[], true],
    ],
  };
  for (const [words, looks] of Object.entries(cases))
    it(words, async () => {
      const name = `case-${Object.keys(cases).indexOf(words)}`;
      let i = 0;
      const look = () => {
        const [seen, hasSign] = looks[i++] ?? assert.fail('nobody is at it any more');
        assert.equal(signs(name).length > 0, hasSign, `look ${i}`);
        return Promise.resolve(seen);
      };
      const giveUp = await claim(join(folder.path, name), undefined, { look });
      assert.equal(i, looks.length);
      assert.equal(signs(name).length, 1);
      await giveUp?.();
    });

  it('is not waited for when nothing was written to it for long', async () => {
    let [at, looks] = [0, 0];
    const look = () => Promise.resolve([{ ...draft, state: String(Math.min(2, ++looks)) }]);
    const giveUp = await claim(join(folder.path, 'silent'), undefined, { look, now: () => (at += 8000) });
    assert.ok(giveUp);
    await giveUp();
    assert.equal(looks, 6, 'two looks that differ, three within the time, and one when the sign is up');
  });
});
