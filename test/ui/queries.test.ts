import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../../scripts/host/workbench';
import { readCase } from '../../shared/investigation/readCase';
import { caseText } from '../../shared/investigation/writeCase';
import { makeCapture } from '../support/makeCapture';
import { Session } from './session';

const bot = '147.32.84.165';

describe('queries', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  const file = (name: string) => join(session.folder, name);
  const digest = () =>
    createHash('sha256')
      .update(readFileSync(file('campus.binetflow')))
      .digest('hex');

  before(async () => {
    session = await Session.start('ui-queries');
    writeFileSync(
      file('hosts.flowcase'),
      caseText({
        title: 'Hosts',
        embedding: {},
        evidence: [
          {
            ...{ id: 'mail', title: `All mail of ${bot}`, question: '', note: `${bot} sends mail`, tags: [] },
            ...{ about: { where: `SrcAddr = '${bot}'` }, verdict: 'malicious', analyst: 'Ada' },
            ...{ time: '2026-01-02T03:04:05.000Z', captures: [] },
            flows: {
              columns: ['Line', 'StartTime', 'SrcAddr', 'DstAddr'],
              rows: [[5, '2011/08/16 10:00:00.000000', bot, '192.0.2.1']],
              count: 1,
            },
          },
        ],
        more: { capture: 'campus.binetflow' },
        cells: [
          {
            kind: 'sql',
            text: 'SELECT SrcAddr, count(*) AS flows, min(Line) AS Line FROM flows GROUP BY 1 ORDER BY 2 DESC',
          },
        ],
      }),
    );
    writeFileSync(file('tuesday.binetflow'), makeCapture({ flows: 700, seed: 12 }));
    workbench = await session.open('campus.binetflow');
  });
  after(() => session?.stop());

  it('of an investigation are a notebook that asks the capture and keeps the answers, and changes no byte of the capture', async () => {
    const before = digest();
    const { page } = workbench;
    // Until extensions are there, the case would open as text.
    await page.locator('.statusbar').getByText('Argus flow capture').waitFor();
    await workbench.openFromExplorer('hosts.flowcase');
    await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
    await workbench.runCommand('Notebook: Focus First Cell');
    await page.keyboard.press('Control+Enter');
    const saved = () => readCase(readFileSync(file('hosts.flowcase'), 'utf8')).cells[0]?.answer;
    await page
      .locator('.cell-status-item .codicon-notebook-state-success')
      .first()
      .waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+s');
    await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: '.screenshots/investigation.png' });
    assert.equal(saved()?.error, undefined);
    assert.equal(saved()?.captures[0]?.digest, before);
    assert.ok((saved()?.tables[0]?.rows.length ?? 0) > 3);
    assert.equal(digest(), before);
  });

  it('of an investigation have answers that keys lead into, and from a line to its flow', async () => {
    const { page } = workbench;
    const answer = page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
    const line = answer.getByRole('button', { name: /^Show line \d+ in the capture$/ }).first();
    await line.waitFor();
    await page.keyboard.press('Control+Shift+ArrowDown');
    await answer.locator(':focus').waitFor();
    await page.keyboard.press('Tab');
    await answer.locator('button:focus').waitFor();
    const number = Number(await line.innerText());
    await page.keyboard.press('Enter');
    await workbench.showsLine(number);
    await page.locator('.tab', { hasText: 'hosts.flowcase' }).click();
  });

  it('of an investigation stand beside evidence, whose addresses are pseudonyms where they are to be', async () => {
    const { page } = workbench;
    await workbench.runCommand('Flow2Vec: Show Evidence over Time');
    const lanes = (await workbench.webview('evidence-lane')).locator('body');
    await workbench.runCommand('Flow2Vec: Focus on Evidence View');
    const tree = page.locator('.pane-body .monaco-list', { hasText: /All mail of/ });
    const toggle = () => workbench.runCommand('Flow2Vec: Show Addresses as Pseudonyms, or No Longer');
    for (const [i, named] of [bot, /host-[0-9a-f]{8}/, bot].entries()) {
      if (i > 0) await toggle();
      await tree.getByText(named).nth(1).waitFor();
      await lanes.getByText(named).first().waitFor();
      if (named === bot) continue;
      assert.doesNotMatch(await tree.innerText(), /147\.32\./);
      assert.doesNotMatch(await lanes.innerHTML(), /147\.32\./);
      // The answers that the file keeps have addresses.
      const answer = page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
      await answer
        .getByRole('cell', { name: /^host-[0-9a-f]{8}$/ })
        .first()
        .waitFor();
      assert.doesNotMatch(await answer.locator('body').innerHTML(), /147\.32\./);
      assert.match(readFileSync(file('hosts.flowcase'), 'utf8'), /147\.32\./);
      await workbench.screenshot('evidence-pseudonyms');
    }
    await workbench.runCommand('View: Hide Panel');
    await page.locator('.tab', { hasText: 'hosts.flowcase' }).click();
  });

  it('of an investigation are asked of another capture in one of its own, and the first keeps its answers', async () => {
    const { page } = workbench;
    const before = readFileSync(file('hosts.flowcase'), 'utf8');
    await workbench.runCommand('Flow2Vec: Run Investigation on Another Capture…', 'asks');
    const captures = page.locator('.quick-input-list .monaco-list-row');
    await captures.filter({ hasText: 'tuesday.binetflow' }).waitFor();
    assert.equal(await captures.filter({ hasText: 'campus.binetflow' }).count(), 0);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ask in a New Investigation' }).click();
    await page.locator('.tab.active', { hasText: /Untitled.*flowcase/ }).waitFor();
    await page.locator('.cell-statusbar-container:visible', { hasText: 'asks tuesday.binetflow' }).waitFor();
    await page.locator('.cell-status-item .codicon-notebook-state-success:visible').first().waitFor();
    await workbench.screenshot('investigation-another');
    assert.equal(readFileSync(file('hosts.flowcase'), 'utf8'), before);
    await workbench.runCommand('View: Close All Editors', 'asks');
    await page.getByRole('button', { name: "Don't Save" }).click();
  });

  it('begin with an example, run by keys, and show their rows as table and chart', async () => {
    await workbench.openFromExplorer('campus.binetflow');
    await workbench.waitForEditor('campus.binetflow');
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
