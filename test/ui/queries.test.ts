import assert from 'node:assert/strict';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('queries', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-queries');
    workbench = await session.open('campus.binetflow');
  });
  after(() => session?.stop());

  it('begin with an example, run by keys, and show their rows as table and chart', async () => {
    await workbench.runCommand('Flow2Vec: Query Capture', 'asks');
    await workbench.page.locator('.quick-input-title', { hasText: 'Query Capture' }).waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Hosts by flows' }).click();
    await workbench.page.locator('.view-lines', { hasText: 'SrcAddr' }).last().waitFor();
    await workbench.page.locator('.view-lines', { hasText: 'capture' }).last().click();
    await workbench.page.keyboard.press('Control+Enter');
    const frame = await workbench.webview('queries-row');
    assert.match((await frame.getByTestId('queries-sentence').textContent()) ?? '', /^\d+ rows \(/);
    await frame.getByTestId('queries-picture').waitFor();
    await workbench.screenshot('query');
  });

  it('say in the editor what is wrong', async () => {
    await workbench.page.locator('.view-lines', { hasText: 'capture' }).last().click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.type(', Colour');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('query-problem');
  });
});
