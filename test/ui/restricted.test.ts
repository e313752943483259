import assert from 'node:assert/strict';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('Restricted Mode', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-restricted', { restricted: true });
    workbench = await session.open('campus.binetflow');
  });
  after(() => session?.stop());

  it('is what the window is in', () =>
    workbench.page.locator('#status\\.workspaceTrust').filter({ hasText: 'Restricted Mode' }).waitFor());

  it('still colours and hovers', async () => {
    const colours = await workbench.coloursOf('From-Botnet');
    assert.ok(new Set(colours.values()).size >= 6);
    assert.match(await workbench.hover('147.32.84.165', /asked/), /147\.32\.84\.165/);
    await workbench.screenshot('restricted-mode');
  });
});
