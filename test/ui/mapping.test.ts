import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, FrameLocator } from 'playwright-core';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

/** Names that tell nothing: what can be proposed is told by values. */
const table = [
  'a;b;c;d;e;f',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `${1_313_485_306 + i}.5;10.0.0.${1 + (i % 5)};192.0.2.${1 + (i % 7)};${i === 3 ? 'many' : 100 + i};tcp;${i % 2}`,
  ),
].join('\n');

describe('columns of a table', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  let frame: Frame | FrameLocator;

  before(async () => {
    session = await Session.start('ui-mapping');
    workbench = await session.open('export.csv', `${table}\n`);
  });
  after(() => session?.stop());

  const choose = (column: number, target: string) =>
    frame.getByTestId(`mapping-target-${column}`).selectOption(target);
  const sentence = (text: string) =>
    frame.getByTestId('mapping-sentence').filter({ hasText: text }).waitFor();

  it('are said on a page that shows what rows become', async () => {
    await workbench.runCommand('Flow2Vec: Map Columns', 'asks');
    frame = await workbench.webview('mapping');
    await sentence('Each of the first 40 rows');
    const target = (column: number) => frame.getByTestId(`mapping-target-${column}`).inputValue();
    assert.deepEqual(await Promise.all([0, 1, 2, 3, 4, 5].map(target)), [
      'StartTime',
      'SrcAddr',
      'DstAddr',
      '',
      'Proto',
      '',
    ]);
    await choose(1, '');
    await sentence('the column that is SrcAddr');
    assert.equal(await frame.getByTestId('mapping-use').isDisabled(), true);
    await choose(1, 'SrcAddr');
    await choose(3, 'TotBytes');
    await sentence('39 become flows');
    await frame.getByText('is not a number', { exact: false }).waitFor();
    await choose(5, 'Label');
    await frame.getByTestId('mapping-values-5').fill('0 = normal, 1 = attack');
    await frame.getByTestId('mapping-values-5').press('Enter');
    await frame.getByTestId('mapping-rows').getByText('attack').first().waitFor();
    await frame.getByTestId('mapping-rows').getByText('2011-08-16T09:01:46.500Z').waitFor();
    await workbench.screenshot('mapping');
  });

  it('are kept, and the file is read so everywhere', async () => {
    const before = readFileSync(join(session.folder, 'export.csv'), 'utf8');
    await frame.getByTestId('mapping-use').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'csv, columns mapped' }).waitFor();
    await workbench.screenshot('mapped-table');
    assert.equal(readFileSync(join(session.folder, 'export.csv'), 'utf8'), before);
  });

  it('are still there when the page comes back, and change under a table that is open', async () => {
    await workbench.webview('flows-table');
    await workbench.page.locator('.editor-group-container.active .tab.active').click({ button: 'middle' });
    frame = await workbench.webview('mapping');
    await sentence('39 become flows');
    assert.equal(await frame.getByTestId('mapping-forget').isDisabled(), false);
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.runCommand('Flow2Vec: Open as Table');
    const table = await workbench.webview('flows-table');
    // Both are on screen: a table that is hidden would be made anew in any case.
    frame = await workbench.webview('mapping-forget', 'first');
    const cell = (column: string) => table.locator('tr[data-record="2"]').getByTestId(`flows-${column}`);
    await cell('SrcAddr').filter({ hasText: '10.0.0.1' }).waitFor();
    await choose(1, 'DstAddr');
    await sentence('SrcAddr');
    await choose(2, 'SrcAddr');
    await sentence('39 become flows');
    await frame.getByTestId('mapping-use').click();
    await cell('SrcAddr').filter({ hasText: '192.0.2.1' }).waitFor();
    await cell('DstAddr').filter({ hasText: '10.0.0.1' }).waitFor();
    await workbench.screenshot('mapped-anew');
  });

  it('are taken back from the status bar, and the table says what can be done then', async () => {
    const { page } = workbench;
    const table = await workbench.webview('flows-table');
    await table.locator('tr[data-record="2"]').getByTestId('flows-SrcAddr').click();
    await page.locator('.statusbar-item', { hasText: 'csv, columns mapped' }).click();
    await page.locator('.quick-input-widget').getByText('As the File Says').click();
    await page.locator('.statusbar-item', { hasText: 'no flows' }).waitFor();
    const refused = await workbench.webview('flows-error');
    await refused.getByTestId('flows-error').filter({ hasText: 'export.csv, line 1: a table' }).waitFor();
    assert.ok((await refused.locator('li').count()) > 5, 'what is read');
    await refused.getByTestId('flows-chooseFormat').waitFor();
    await workbench.screenshot('refused');
    await refused.getByTestId('flows-mapColumns').click();
    frame = await workbench.webview('mapping', 'first');
    await sentence('Each of the first 40 rows');
    assert.equal(await frame.getByTestId('mapping-forget').isDisabled(), true);
  });
});
