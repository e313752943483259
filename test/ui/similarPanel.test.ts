import assert from 'node:assert/strict';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import type { Workbench } from '../../scripts/host/workbench';
import { languageServerOf } from './languageServer';
import { contrast, rgbOf } from '../support/contrast';
import { Session } from './session';

const themes = [
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
] as const;

describe('the panel of similar flows', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;
  let panel: SimilarPanelPage;

  before(async () => {
    session = await Session.start('ui-similar', { settings: { 'files.autoSave': 'off' } });
    workbench = await session.open('campus.binetflow');
    await workbench.train();
  });
  after(() => session?.stop());

  const toEditor = async () => {
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').click();
    await workbench.waitForEditor('campus.binetflow');
  };

  it('opens from the command palette, nearest first', async () => {
    await workbench.goToLine(10);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    panel = await SimilarPanelPage.of(workbench);
    const similarities = await panel.similarities();
    assert.ok(similarities.length > 5);
    assert.deepEqual(
      similarities,
      [...similarities].sort((a, b) => b - a),
    );
    await workbench.screenshot('panel');
  });

  it('sorts by a column that is clicked, and back', async () => {
    await panel.sortBy('firstLine');
    const lines = await panel.firstLines();
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => a - b),
    );
    await panel.sortBy('rank');
  });

  it('shows only the rows that hold what is typed', async () => {
    const all = await panel.row.count();
    const [address] = (await panel.fields(all - 1))
      .filter(field => /^\d+\.\d+\.\d+\.\d+$/.test(field))
      .reverse();
    assert.ok(address);
    await panel.filter.fill(address);
    await panel.frame
      .getByTestId('similar-shown')
      .filter({ hasNotText: `${all} of ${all}` })
      .waitFor();
    const rows = await panel.rows();
    assert.ok(rows.length > 0 && rows.length < all);
    for (const row of rows) assert.ok(row.includes(address), row);
    await panel.filter.fill('');
    await panel.frame
      .getByTestId('similar-shown')
      .filter({ hasText: `${all} of ${all}` })
      .waitFor();
  });

  it('is worked by the keyboard alone', async () => {
    await panel.filter.focus();
    for (const key of ['ArrowDown', 'Home', 'ArrowDown']) await workbench.page.keyboard.press(key);
    await panel.frame.locator('[data-testid=similar-row][data-rank="2"]:focus').waitFor();
    await workbench.page.keyboard.press('Space');
    await panel.frame.locator('[data-rank="2"][aria-selected=true]').waitFor();
    const line = (await panel.firstLines())[1] as number;
    await workbench.page.keyboard.press('Enter');
    await workbench.showsLine(line);
  });

  it('shows a flow in the editor when its line is clicked', async () => {
    await workbench.showsLine(await panel.reveal(0));
  });

  it('says so while the capture has changes that are not saved, and shows no line of them', async () => {
    await toEditor();
    session.mayEdit('campus.binetflow');
    await workbench.runCommand('File: Set Active Editor Writeable in Session');
    await workbench.goToLine(1);
    await workbench.page.keyboard.press('Enter');
    await panel.frame.getByTestId('similar-stale').filter({ hasText: 'not saved' }).waitFor();
    await panel.reveal(0);
    await panel.frame
      .getByTestId('similar-failure')
      .filter({ hasText: 'may be another flow there' })
      .waitFor();
    await toEditor();
    await workbench.page.keyboard.press('ControlOrMeta+z');
    await panel.frame.getByTestId('similar-stale').waitFor({ state: 'hidden' });
  });

  it('asks on with the token of a row, and returns', async () => {
    const before = await panel.asked();
    await panel.row.first().getByTestId('similar-pivot').click();
    await panel.frame.getByTestId('similar-back').waitFor();
    await panel.table.waitFor();
    assert.notEqual(await panel.asked(), before);
    await panel.frame.getByTestId('similar-back').click();
    await panel.frame.getByTestId('similar-back').waitFor({ state: 'detached' });
    await panel.table.waitFor();
    assert.equal(await panel.asked(), before);
  });

  it('answers again after a crash of the language server', async function () {
    if (process.platform !== 'linux') return this.skip();
    const before = languageServerOf(session.server.pid);
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    // The page says that the server stopped, and shows the answer again once another one runs.
    await panel.table.waitFor({ state: 'detached' });
    await panel.table.waitFor();
    assert.notEqual(languageServerOf(session.server.pid), before);
  });

  it('says what usually follows', async () => {
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').click();
    // A name is looked up, then mail goes out.
    await workbench.goToLine(6);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const followers = panel.frame.getByTestId('similar-followers');
    await followers.filter({ hasText: /Usually followed by .*\b25 \(\d+ %\)/ }).waitFor();
  });

  it('is there again after the window is reloaded', async () => {
    const before = await panel.asked();
    await workbench.reload();
    panel = await SimilarPanelPage.of(workbench);
    assert.equal(await panel.asked(), before);
  });

  for (const [theme, bodyClass] of themes)
    it(`follows ${theme}, and can be read in it`, async () => {
      await workbench.chooseTheme(theme);
      await panel.frame.locator(`body.${bodyClass}`).waitFor();
      const { text, background } = await panel.colours();
      assert.ok(contrast(rgbOf(text), rgbOf(background)) >= 4.5, `${text} on ${background}`);
      await workbench.screenshot(`theme-${bodyClass}`);
    });
});
