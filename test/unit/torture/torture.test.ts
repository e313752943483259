import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { failed, sections, torture } from '../../torture/main';

/** The campaign of `npm run torture`, a little of each section. */
describe('a little torture', function () {
  this.timeout(300_000);
  for (const { name } of sections)
    it(`of ${name} is survived`, async function () {
      if (!existsSync(inRoot('server/dist/cli.mjs'))) this.skip();
      const rows = await torture({ share: 0.01, seed: 7, only: [name], say: () => undefined });
      assert.ok(rows.length > 0 && rows.every(row => row.tried > 0 || row.skipped !== undefined));
      assert.deepEqual(failed(rows), []);
    });
});
