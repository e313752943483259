import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOut } from '../../../server/src/base/files/writeDraft';
import { temporaryFolder } from '../../support/temporaryFolder';

const write = (path: string, text = 'new') => writeOut(path, put => put(text));

describe('writing where the user says', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);

  it('makes a file, and replaces one whole', async () => {
    await write(at('plain'), 'first');
    await write(at('plain'), '2');
    assert.equal(readFileSync(at('plain'), 'utf8'), '2');
    await assert.rejects(
      writeOut(at('plain'), async put => {
        await put('half');
        throw new Error('stopped');
      }),
      /^Error: stopped$/,
    );
    assert.equal(readFileSync(at('plain'), 'utf8'), '2');
    assert.deepEqual(readdirSync(folder.path), ['plain']);
  });

  it('says why it cannot', async () => {
    await assert.rejects(
      write(at('none/x')),
      /none\/x: cannot be written \(its folder does not exist\)\. Choose another/,
    );
    mkdirSync(at('folder'));
    await assert.rejects(write(at('folder')), /folder: cannot be written \(it is a folder\)/);
  });

  if (process.platform !== 'win32') {
    it('keeps the permissions of a file that it replaces', async () => {
      folder.file('shared', 'old');
      execFileSync('chmod', ['640', at('shared')]);
      await write(at('shared'));
      assert.equal(statSync(at('shared')).mode & 0o777, 0o640);
    });

    it('follows links, also where their target is not there yet, and leaves them links', async () => {
      folder.file('target', 'old');
      symlinkSync('target', at('link'));
      symlinkSync('link', at('link-to-link'));
      mkdirSync(at('other'));
      symlinkSync('other/missing', at('dangling'));
      symlinkSync('circle', at('circle'));
      await write(at('link-to-link'));
      await write(at('dangling'), 'made');
      assert.equal(readFileSync(at('target'), 'utf8'), 'new');
      assert.equal(readFileSync(at('other/missing'), 'utf8'), 'made');
      for (const link of ['link', 'link-to-link', 'dangling'])
        assert.ok(lstatSync(at(link)).isSymbolicLink(), link);
      await assert.rejects(write(at('circle')), /circle: cannot be written \(its links lead in a circle\)/);
    });

    it('writes into pipes and devices, and leaves them what they are', async () => {
      execFileSync('mkfifo', [at('pipe')]);
      const [got] = await Promise.all([readFile(at('pipe'), 'utf8'), write(at('pipe'), 'through')]);
      assert.equal(got, 'through');
      assert.ok(lstatSync(at('pipe')).isFIFO());
      await write('/dev/null');
      assert.ok(lstatSync('/dev/null').isCharacterDevice());
    });

    if (process.platform === 'linux')
      it('says that the disk is full', () =>
        assert.rejects(write('/dev/full'), /\/dev\/full: cannot be written \(the disk is full\)/));
  }
});
