import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('a capture in the editor', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-capture');
    workbench = await session.open('campus.binetflow');
  });
  after(() => session?.stop());

  const digest = () =>
    createHash('sha256')
      .update(readFileSync(join(session.folder, 'campus.binetflow')))
      .digest('hex');

  it('is coloured by column', async () => {
    await workbench.placeOf('From-Botnet');
    const colours = await workbench.coloursOf('From-Botnet');
    assert.ok(new Set(colours.values()).size >= 6, JSON.stringify([...colours]));
    const time = [...colours.keys()].find(text => text.startsWith('2011/08/16'));
    assert.ok(time, 'the time is a token of its own');
  });

  it('colours labels by what they say', async () => {
    const labels = [];
    for (const label of ['From-Botnet', 'From-Normal', 'Background']) {
      const colours = await workbench.coloursOf(label);
      labels.push([...colours].find(([text]) => text.includes(label))?.[1]);
    }
    assert.equal(new Set(labels).size, 3, String(labels));
  });

  it('says in a hover what a flow is, and offers to train', async () => {
    const text = await workbench.hover('147.32.84.165', /No model yet/);
    assert.match(text, /147\.32\.84\.165 asked /);
    assert.match(text, /train one on this capture/);
    await workbench.screenshot('hover-no-model');
  });

  it('sums the capture up above its first line', async () => {
    await workbench.page
      .locator('.codelens-decoration')
      .filter({ hasText: /2,000 flows/ })
      .first()
      .waitFor();
    await workbench.page.locator('.codelens-decoration').filter({ hasText: 'Train model' }).first().waitFor();
    await workbench.screenshot('lens');
  });

  it('trains from the link in the hover, and then lists neighbours in it', async () => {
    await workbench.hover('147.32.84.165', /No model yet/);
    await workbench.page
      .locator('.monaco-hover:not(.hidden) a', { hasText: 'train one on this capture' })
      .click();
    await workbench.languageStatus(/Flow2Vec: ready/);
    const text = await workbench.hover('147.32.84.165', /cosine/);
    assert.match(text, /\d\.\d{3}/);
    await workbench.screenshot('hover-neighbours');
  });

  it('is evidence, which keys do not change, neither in the editor nor after a panel showed a flow of it', async () => {
    const before = digest();
    await workbench.goToLine(10);
    for (const key of ['x', 'Space', 'Delete', 'Control+x', 'Control+s'])
      await workbench.page.keyboard.press(key);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const panel = await SimilarPanelPage.of(workbench);
    await workbench.showsLine(await panel.reveal(0));
    for (const key of ['Space', 'Delete', 'Control+s']) await workbench.page.keyboard.press(key);
    await workbench.page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    assert.equal(digest(), before);
  });

  it('can be edited by those who say so', async () => {
    await workbench.lines.nth(5).click();
    session.mayEdit('campus.binetflow');
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
