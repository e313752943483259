import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('a capture is evidence', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;
  const digest = () =>
    createHash('sha256')
      .update(readFileSync(join(session.folder, 'evidence.binetflow')))
      .digest('hex');

  before(async () => {
    session = await Session.start('ui-evidence');
    workbench = await session.open('evidence.binetflow');
    await workbench.train();
  });
  after(() => session?.stop());

  it('that keys do not change, neither in the editor nor after a panel showed a flow of it', async () => {
    const before = digest();
    await workbench.goToLine(10);
    for (const key of ['x', 'Space', 'Delete', 'Control+x', 'Control+s'])
      await workbench.page.keyboard.press(key);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const panel = await SimilarPanelPage.of(workbench);
    await workbench.showsLine(await panel.reveal(0));
    for (const key of ['Space', 'Delete', 'Control+s']) await workbench.page.keyboard.press(key);
    await workbench.page.waitForFunction("!document.querySelector('.tab.dirty')");
    assert.equal(digest(), before);
  });

  it('that can be edited by those who say so', async () => {
    await workbench.lines.nth(5).click();
    session.mayEdit('evidence.binetflow');
    await workbench.runCommand('Flow2Vec: Allow Editing This Capture');
    // The protection goes by way of the extension host, so the first keys may be too early.
    const typed = async () => (await workbench.lines.allInnerTexts()).some(text => text.includes('#'));
    while (!(await typed())) {
      await workbench.lines.nth(5).click();
      await workbench.page.keyboard.type('#');
      await workbench.page.waitForTimeout(200);
    }
  });
});
