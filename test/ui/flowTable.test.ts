import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { colourOf } from '../../scripts/host/inPage.mjs';
import type { Workbench } from '../../scripts/host/workbench';
import { makeCapture } from '../support/makeCapture';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import { Session } from './session';

describe('a capture that VS Code hides from extensions', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-large');
    workbench = await session.window();
  });
  after(() => session?.stop());

  it('is a table at once when it is the first that a window opens, and text when that is asked for', async () => {
    const { page } = workbench;
    const [header = '', ...rows] = makeCapture({ flows: 3000, seed: 5 }).trimEnd().split('\n');
    const part = `${rows.join('\n')}\n`;
    const times = Math.ceil((51 * 1024 * 1024) / part.length);
    writeFileSync(join(session.folder, 'large.binetflow'), `${header}\n${part.repeat(times)}`);
    const file = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'large.binetflow' });
    await workbench.runCommand('Refresh Explorer');
    await file.dblclick();
    const table = await workbench.webview('flows-table');
    await table.locator('tr[data-record="2"]').waitFor();
    const told = page.locator('.notification-list-item', { hasText: 'is shown as a table' });
    await told.filter({ hasText: 'VS Code hides files above 10 MB' }).waitFor();
    const tabs = page.locator('.tab[data-resource-name="large.binetflow"]');
    assert.equal(await tabs.count(), 1);
    await file.dblclick();
    await table.locator('tr[data-record="3"]').click();
    assert.equal(await tabs.count(), 1);
    await workbench.screenshot('large-first');
    await told.getByRole('button', { name: 'Show as Text' }).click();
    await page.locator('.monaco-editor-pane-placeholder').waitFor();
  });
});

describe('a capture as a table in the editor', function () {
  this.timeout(180_000);

  const text = makeCapture({ flows: 3000, seed: 5 });
  const lines = text.trimEnd().split('\n');
  let session: Session;
  let workbench: Workbench;
  let table: FrameLocator;

  const row = (line: number): Locator => table.locator(`tr[data-record="${line}"]`);
  const cell = (line: number, column: string): Locator => row(line).getByTestId(`flows-${column}`);
  const countIs = (expected: string | RegExp) =>
    table.getByTestId('flows-count').filter({ hasText: expected }).waitFor();

  before(async () => {
    const settings = { 'flow2vec.embedding.epochs': 1, 'flow2vec.embedding.size': 8 };
    session = await Session.start('ui-table', { settings });
    workbench = await session.open('campus.binetflow', text);
    await workbench.runCommand('Flow2Vec: Open as Table');
    table = await workbench.webview('flows-table');
  });
  after(() => session?.stop());

  it('shows the rows of the file at their lines, coloured as the text is', async () => {
    await countIs('3,000 rows');
    const shown = await row(2).locator('td').allInnerTexts();
    const wanted = (lines[1] as string).split(',').map(part => part.trim());
    assert.deepEqual(
      shown.slice(1, 1 + wanted.length).map(part => part.trim()),
      wanted,
    );
    const colours = new Set<string>();
    for (const column of ['StartTime', 'Proto', 'SrcAddr', 'DstAddr', 'State'])
      colours.add(await cell(2, column).evaluate(colourOf));
    assert.ok(colours.size >= 4, [...colours].join());
    await workbench.screenshot('flow-table');
  });

  it('narrows to a host by its cell, and keeps the row in view when the filter goes', async () => {
    const line = 200;
    const goTo = table.getByTestId('flows-go-to');
    await goTo.fill(String(line));
    await goTo.press('Enter');
    const host = (await cell(line, 'SrcAddr').innerText()).trim();
    await cell(line, 'SrcAddr').click({ button: 'right' });
    await table.getByTestId('flows-menu-host').click();
    const own = lines.filter(text => text.split(',').includes(host)).length;
    await countIs(`${own.toLocaleString('en')} of 3,000 flows`);
    await row(line).waitFor();
    await workbench.screenshot('flow-table-filtered');
    await table.getByTestId('flows-chip-remove').click();
    await countIs('3,000 rows');
    await row(line).waitFor();
  });

  it('takes a filter as text, and says where one is wrong', async () => {
    const filter = table.getByTestId('flows-filter');
    await filter.fill('Proto = udp and Dport 53');
    await filter.press('Enter');
    await table.getByTestId('flows-failure').filter({ hasText: 'comparison' }).waitFor();
    await filter.fill('Proto = udp and Dport = 53');
    await filter.press('Enter');
    const own = lines.filter(text => text.split(',')[2] === 'udp' && text.split(',')[7] === '53').length;
    await countIs(`${own.toLocaleString('en')} of 3,000 flows`);
    assert.equal(await table.getByTestId('flows-chip').count(), 2);
    assert.ok(await table.getByTestId('flows-failure').isHidden());
    await table.getByTestId('flows-chip-clear').click();
    await countIs('3,000 rows');
  });

  it('sorts by a column, and back to the order of the file', async () => {
    await table.getByTestId('flows-sort-TotBytes').click();
    await table.getByTestId('flows-unsort').waitFor();
    const largest = Math.min(...lines.slice(1).map(text => Number(text.split(',')[12])));
    await table.getByTestId('flows-TotBytes').first().filter({ hasText: largest.toString() }).waitFor();
    await table.getByTestId('flows-unsort').click();
    await table.getByTestId('flows-unsort').waitFor({ state: 'detached' });
  });

  it('says of a cell what the text editor says', async () => {
    const goTo = table.getByTestId('flows-go-to');
    await goTo.fill('2');
    await goTo.press('Enter');
    await cell(2, 'SrcAddr').hover();
    await table.getByTestId('flows-hover').filter({ hasText: 'asked' }).waitFor();
    await workbench.screenshot('flow-table-hover');
  });

  it('groups, and opens the flows of a group', async () => {
    await table.getByTestId('flows-group').selectOption('services');
    await table.getByTestId('groups-row').first().waitFor();
    await workbench.screenshot('flow-table-groups');
    await table.getByTestId('groups-row').first().dblclick();
    await countIs(/ of 3,000 flows/);
    await table.getByTestId('flows-chip-clear').click();
    await countIs('3,000 rows');
  });

  it('copies rows as they stand in the file, and with names for their addresses', async () => {
    for (const item of ['copyText', 'copyPseudonyms']) {
      await cell(2, 'Proto').click();
      await cell(2, 'Proto').click({ button: 'right' });
      await table.getByTestId(`flows-menu-${item}`).click();
      await table.getByTestId('flows-notice').filter({ hasText: 'Copied' }).waitFor();
      await cell(2, 'Proto').click();
    }
  });

  it('moves columns by keys and by the mouse, cells with their headers', async () => {
    const header = (column: string) => table.getByTestId(`flows-sort-${column}`);
    const titles = () => table.locator('thead th').allInnerTexts();
    const was = await titles();
    await header('Proto').press('Control+Shift+ArrowRight');
    await table.locator('thead th').nth(4).filter({ hasText: 'Proto' }).waitFor();
    const title = (column: string, sign: string) => table.locator(`thead th[data-key="${column}"].${sign}`);
    await workbench.drag(header('TotBytes'), header('StartTime'), {
      taken: [title('TotBytes', 'dragged'), title('StartTime', 'drop-before')],
      done: table.locator('thead th').nth(1).filter({ hasText: 'TotBytes' }),
    });
    assert.deepEqual([...(await titles())].sort(), [...was].sort());
    await row(2).waitFor();
    assert.equal((await cell(2, 'TotBytes').innerText()).trim(), (lines[1] as string).split(',')[12]);
    assert.equal((await row(2).locator('td').nth(1).innerText()).trim(), (lines[1] as string).split(',')[12]);
  });

  it('tells a screen reader its rows, columns and controls', async () => {
    const grid = table.getByRole('grid', { name: 'Flows of the capture' });
    assert.equal(await grid.getAttribute('aria-rowcount'), '3001');
    assert.equal(await row(2).getAttribute('aria-rowindex'), '2');
    const told = await table.locator('body').ariaSnapshot();
    for (const wanted of [
      /columnheader "[^"]*TotBytes/,
      /searchbox "Go to line, time or %"/,
      /combobox "Group the flows"/,
      /button "Export the rows as CSV"/,
      /status/,
    ])
      assert.match(told, wanted);
    assert.doesNotMatch(
      told,
      /^\s*- (button|combobox|searchbox|textbox)(:| \[|$)/m,
      'a control without a name',
    );
  });

  it('shows the row of a panel where it is, and leaves the panel beside it', async () => {
    await cell(2, 'Proto').click();
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    await (await workbench.webview('similar-train')).getByTestId('similar-train').click();
    const panel = await SimilarPanelPage.of(workbench);
    const line = await panel.reveal(1);
    const beside = await workbench.webview('flows-table', 'first');
    await beside.locator(`tr[data-record="${line}"]`).waitFor();
    await panel.row.first().waitFor();
    assert.equal(await workbench.page.locator('.editor-group-container').last().locator('.tab').count(), 1);
    await workbench.screenshot('flow-table-revealed');
    await workbench.page.locator('.tab', { hasText: 'Similar flows' }).locator('.action-label').click();
  });

  it('is as it was after a reload', async () => {
    const filter = table.getByTestId('flows-filter');
    await filter.fill("Label contains 'botnet'");
    await filter.press('Enter');
    const own = lines.filter(text => /botnet/i.test(text)).length;
    await countIs(`${own.toLocaleString('en')} of 3,000 flows`);
    await workbench.reload();
    // The window opens the text of the file again, as its address says.
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').last().click();
    table = await workbench.webview('flows-table');
    await countIs(`${own.toLocaleString('en')} of 3,000 flows`);
    await table.locator('thead th').nth(1).filter({ hasText: 'TotBytes' }).waitFor();
  });
});
