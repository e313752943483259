import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { filesBelow, inRoot } from '../../scripts/build/paths.mjs';
import { installEditorHost } from '../../scripts/host/install';
import { installExtension, startServer } from '../../scripts/host/server';
import type { EditorServer } from '../../scripts/host/server';
import { Workbench } from '../../scripts/host/workbench';
import { packageExtension } from '../../scripts/package/vsix.mjs';
import { writeSample } from '../../scripts/sample/sample';

describe('the packaged extension', function () {
  this.timeout(240_000);

  const profile = inRoot('.editor-host/profiles', `package-${process.pid}`);
  let vsix: string;
  let server: EditorServer | undefined;
  let workbench: Workbench | undefined;

  before(async () => {
    await build({ production: true });
    vsix = await packageExtension();
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    rmSync(profile, { recursive: true, force: true });
  });

  it('holds what a user needs and nothing else', () => {
    const files = filesBelow('out/package').map(path =>
      relative(inRoot('out/package'), path).replaceAll('\\', '/'),
    );
    for (const needed of [
      'client/dist/extension.cjs',
      'server/dist/main.mjs',
      'webviews/dist/similar.js',
      'LICENSE',
    ]) {
      assert.ok(files.includes(needed), needed);
    }
    const native = files.filter(path => path.endsWith('.node'));
    assert.equal(native.length, 1, `one native module, of this platform: ${native.join(', ')}`);
    const ours = files.filter(path => !path.startsWith('node_modules/'));
    assert.deepEqual(
      ours.filter(path => /\.(ts|map)$|^(test|scripts)\//.test(path)),
      [],
    );
    assert.ok(statSync(vsix).size > 0);
  });

  it('is installed into the newest VS Code, where it colours and hovers', async () => {
    const host = await installEditorHost('newest', console.log);
    await installExtension(host, profile, vsix);
    server = await startServer(host, { profile, ownCache: true });
    const capture = writeSample(inRoot('out/test/sample'));
    workbench = await Workbench.open(server.origin, { folder: dirname(capture), file: capture });
    const said = await workbench.hover('147.32.86.44', /147\.32\.86\.44/);
    await workbench.screenshot('package-newest');
    assert.match(said, /udp|UDP/);
  });
});
