import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { setTheme } from '../../scripts/host/server';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('the cluster browser', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    const settings = { 'flow2vec.embedding.epochs': 2, 'flow2vec.embedding.size': 16 };
    session = await Session.start('ui-clusters', { settings });
    workbench = await session.open('campus.binetflow');
    await workbench.train();
  });
  after(() => session?.stop());

  const input = () => workbench.page.locator('.quick-input-widget input[type=text]');
  const asked = (title: RegExp) => workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
  /** Runs a command that asks something at once: the palette makes way for its question. */
  const ask = async (command: string, title: RegExp) => {
    await workbench.runCommand(command, 'asks');
    await asked(title);
  };
  /** Answers a question of the quick input, which may still be taking over what it proposes. */
  const answer = async (text: string) => {
    await input().fill(text);
    await workbench.page.locator('.quick-input-widget input[type=text]:focus').waitFor();
    await input().press('Enter');
  };
  const tree = () => workbench.page.locator('.pane-body .monaco-list[aria-label="Clusters"]');
  const treeRow = (text: RegExp): Locator => tree().locator('.monaco-list-row', { hasText: text }).first();
  /** To the capture, before a palette: a page that has the keyboard, or is about to, takes it from the palette. */
  const toEditor = async () => {
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').click();
    await workbench.waitForEditor('campus.binetflow');
    await workbench.page.locator('.part.editor .monaco-editor.focused').first().waitFor();
  };

  it('clusters into as many as asked for, and lists them', async () => {
    await ask('Flow2Vec: Cluster Flows…', /^Cluster the Flows of campus/);
    await answer('A number');
    await workbench.page.getByText(/^Number of clusters/).waitFor();
    await answer('12');
    frame = await workbench.webview('clusters-table');
    assert.equal(await frame.getByTestId('clusters-row').count(), 12);
    assert.equal(await frame.getByTestId('clusters-fact-clusters').innerText(), '12');
    const sizes = (await frame.getByTestId('clusters-size').allInnerTexts()).map(text =>
      Number(text.replace(/\D/g, '')),
    );
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );
    await workbench.screenshot('clusters-list');
  });

  it('opens one with what tells it from the rest, and shows a member in the editor', async () => {
    await frame.getByTestId('clusters-open').first().click();
    await frame.getByTestId('clusters-open-name').waitFor();
    assert.match(await frame.getByTestId('clusters-open-name').innerText(), /^#0 /);
    assert.ok((await frame.getByTestId('clusters-members-row').count()) > 0);
    assert.ok((await frame.getByTestId('clusters-fields-row').count()) > 0);
    await workbench.screenshot('clusters-one');
    const link = frame.getByTestId('clusters-members-line').first();
    const line = Number((await link.innerText()).replace(/\D/g, ''));
    await link.click();
    await workbench.waitForEditor('campus.binetflow');
    await workbench.showsLine(line);
  });

  it('compares two side by side', async () => {
    await frame.getByTestId('clusters-nearest-compare').first().click();
    await frame.getByTestId('clusters-compared').waitFor();
    assert.match(await frame.getByTestId('clusters-compared').innerText(), /^#0 beside #\d+$/);
    assert.ok((await frame.getByTestId('clusters-side1-row').count()) > 0);
    await workbench.screenshot('clusters-compare');
  });

  it('finds clusters by what their members are', async () => {
    await frame.getByTestId('clusters-find').fill('147.32.84.165');
    await frame
      .getByTestId('clusters-shown')
      .filter({ hasText: / of 12 shown/ })
      .waitFor();
    await frame.getByTestId('clusters-find').fill('no such host');
    await frame
      .getByTestId('clusters-shown')
      .filter({ hasText: /^No row of 12/ })
      .waitFor();
    await frame.getByTestId('clusters-find').fill('');
    await frame
      .getByTestId('clusters-shown')
      .filter({ hasText: /^12 of 12/ })
      .waitFor();
  });

  it('shows the clusters as a tree whose members open in the editor', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label="Flow2Vec"]').click();
    await treeRow(/botnet/).waitFor();
    await treeRow(/#\d+ /).click();
    const member = tree().locator('.monaco-list-row[aria-level="3"]').first();
    await member.waitFor();
    const line = Number(/line ([\d,]+)/.exec(await member.innerText())?.[1]?.replace(/\D/g, ''));
    await member.click();
    await workbench.showsLine(line);
    await workbench.screenshot('clusters-tree');
  });

  it('finds in the tree too, and shows all again', async () => {
    await ask('Flow2Vec: Find Clusters…', /^Find Clusters of campus/);
    await answer('botnet');
    await workbench.page
      .getByText(/\d+ of 12 clusters have “botnet”/)
      .first()
      .waitFor();
    await workbench.runCommand('Flow2Vec: Show All Clusters');
    await workbench.page
      .getByText(/^12 clusters of [\d,]+ tokens$/)
      .first()
      .waitFor();
  });

  it('finds the cluster of the flow that the cursor is on', async () => {
    await toEditor();
    const rows = readFileSync(join(session.folder, 'campus.binetflow'), 'utf8').split('\n');
    await workbench.goToLine(rows.findIndex(row => row.includes('147.32.84.165')) + 1);
    await workbench.runCommand('Flow2Vec: Show Cluster of Flow');
    await tree().locator('.monaco-list-row.selected', { hasText: /#\d+ / }).waitFor();
    const name = await tree().locator('.monaco-list-row.selected').innerText();
    const number = /#(\d+) /.exec(name)?.[1] ?? '?';
    await frame
      .getByTestId('clusters-open-name')
      .filter({ hasText: `#${number} ` })
      .waitFor();
    await workbench.page
      .locator('.editor-group-container.active .tab.active', { hasText: 'Clusters' })
      .waitFor();
  });

  it('marks flows in the editor by their cluster, and no longer', async () => {
    await toEditor();
    const marks = workbench.page.locator(
      '.part.editor .glyph-margin-widgets [class*="TextEditorDecorationType"]',
    );
    assert.equal(await marks.count(), 0);
    await workbench.runCommand('Flow2Vec: Colour Flows by Cluster');
    await marks.first().waitFor();
    await workbench.screenshot('clusters-colours');
    await workbench.runCommand('Flow2Vec: Colour Flows by Cluster');
    await marks.first().waitFor({ state: 'detached' });
  });

  it('writes every token with its cluster', async () => {
    const out = join(session.folder, 'tokens.csv');
    await ask('Flow2Vec: Export Tokens with Their Clusters…', /^Export All Tokens/);
    // The dialog writes its folder into the box until it has listed it.
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).waitFor();
    await answer(out);
    await workbench.page.getByText('Saved as tokens.csv').first().waitFor();
    assert.ok(existsSync(out));
    assert.ok(readFileSync(out, 'utf8').split('\n').length > 12);
  });

  it('has the cluster open that was, when its tab was hidden meanwhile', async () => {
    await frame.getByTestId('clusters-open').nth(2).click();
    await frame.getByTestId('clusters-open-name').filter({ hasText: '#2 ' }).waitFor();
    await toEditor();
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    await workbench.page.locator('.tab.active', { hasText: 'Similar' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Clusters' }).click();
    frame = await workbench.webview('clusters-open-name');
    assert.match(await frame.getByTestId('clusters-open-name').innerText(), /^#2 /);
    await workbench.screenshot('clusters-wide');
  });

  for (const [theme, bodyClass, shown] of [
    ['Default Dark Modern', 'vscode-dark', 'clusters-open-name'],
    ['Default High Contrast', 'vscode-high-contrast', 'clusters-compared'],
  ] as const)
    it(`comes back with what was open after a reload, in ${theme}`, async () => {
      await toEditor();
      setTheme(session.server, theme);
      await workbench.reload();
      frame = await workbench.webview(shown);
      assert.equal(await frame.getByTestId('clusters-row').count(), 12);
      await frame.locator(`body.${bodyClass}`).waitFor();
      if (shown === 'clusters-open-name') await frame.getByTestId('clusters-nearest-compare').first().click();
      await frame.getByTestId('clusters-compared').waitFor();
      await workbench.screenshot(`clusters-${bodyClass}`);
    });

  it('suggests a number, and clusters anew', async () => {
    await frame.getByTestId('clusters-form').locator('summary').click();
    await frame.getByTestId('clusters-suggest').click();
    await frame
      .getByTestId('clusters-form-tried')
      .filter({ hasText: /^Silhouettes: / })
      .waitFor();
    assert.match(await frame.getByTestId('clusters-form-k').inputValue(), /^[1-9]\d*$/);
    await workbench.screenshot('clusters-suggested');
    await frame.getByTestId('clusters-form-k').fill('8.5');
    await frame.getByTestId('clusters-again').click();
    await frame.getByTestId('clusters-form-problem').filter({ hasText: 'no whole number' }).waitFor();
    await frame.getByTestId('clusters-form-k').fill('8');
    await frame.getByTestId('clusters-again').click();
    await frame.getByTestId('clusters-shown').filter({ hasText: '8 of 8 shown' }).waitFor();
  });
});
