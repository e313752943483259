import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

  it('are saved by name, stand in the view, and are run from there', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+End');
    for (let i = 0; i < ', Colour'.length; i++) await page.keyboard.press('Backspace');
    await workbench.runCommand('Flow2Vec: Save Query', 'asks');
    await page.locator('.quick-input-title', { hasText: 'Save Query' }).waitFor();
    await page.keyboard.type('Busy hosts');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'Busy hosts.flowsql' }).waitFor();
    const kept = readFileSync(join(session.folder, 'Busy hosts.flowsql'), 'utf8');
    assert.match(kept, /^-- capture: campus\.binetflow$/m);
    await workbench.runCommand('Flow2Vec: Focus on Queries View');
    const row = page.locator('.pane-body .monaco-list-row', { hasText: 'Busy hosts' });
    await row.hover();
    await row.getByRole('button', { name: 'Run Saved Query' }).first().click();
    await workbench.screenshot('query-saved');
  });
});
