import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PartsPage } from '../support/partsPage';

describe('the table of flows by keyboard and screen reader', function () {
  this.timeout(120_000);

  let host: PartsPage;
  let page: Page;

  before(async () => {
    host = await PartsPage.open('flows');
    page = host.page;
    await row(2).waitFor();
  });
  after(() => host?.close());

  const row = (record: number) => page.locator(`tr[data-record="${record}"]`);
  const spoken = (text: string | RegExp) =>
    page.getByTestId('flows-status').filter({ hasText: text }).waitFor({ state: 'attached' });
  const filter = () => page.getByTestId('flows-filter');
  const chips = () => page.getByTestId('flows-chip').allInnerTexts();
  const focused = () => page.evaluate('document.activeElement?.dataset.testid') as Promise<string>;
  const take = async (text: string) => {
    await filter().fill(text);
    await filter().press('Enter');
  };

  it('is a grid whose rows and columns are counted', async () => {
    const grid = page.getByRole('grid', { name: 'Flows of the capture' });
    assert.equal(await grid.getAttribute('aria-rowcount'), '1001');
    assert.equal(await grid.getAttribute('aria-colcount'), '8');
    assert.equal(await row(3).getAttribute('aria-rowindex'), '3');
    assert.equal(await row(3).getByTestId('flows-SrcAddr').getAttribute('aria-colindex'), '4');
    assert.equal(await page.locator('th[data-key=SrcAddr]').getAttribute('aria-colindex'), '4');
    assert.doesNotMatch(
      await page.locator('body').ariaSnapshot(),
      /^\s*- (button|combobox|searchbox|textbox|menuitem|dialog|menu)(:| \[|$)/m,
      'a control without a name',
    );
  });

  it('tells what a filter leaves, and has chips edited and taken away by keys, the keyboard staying with them', async () => {
    await take('Proto = udp and Dport = 53');
    await spoken('250 of 1,000 flows');
    assert.deepEqual(await chips(), ["Proto = 'udp'", 'Dport = 53']);
    assert.equal(await focused(), 'flows-filter');
    await filter().press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    assert.equal(await filter().inputValue(), "Proto = 'udp'");
    await filter().press('Escape');
    assert.deepEqual(await chips(), ["Proto = 'udp'", 'Dport = 53']);
    assert.equal(await focused(), 'flows-chip');
    await page.keyboard.press('Enter');
    await take('Proto = tcp');
    assert.deepEqual(await chips(), ["Proto = 'tcp'", 'Dport = 53']);
    await filter().press('ArrowLeft');
    await page.keyboard.press('Delete');
    await spoken('500 of 1,000 flows');
    assert.equal(await focused(), 'flows-filter');
    await filter().press('Backspace');
    await spoken('1,000 rows');
    assert.deepEqual(await chips(), []);
  });

  it('tells what it is ordered by, how many rows are selected, what a cell holds and how many are found', async () => {
    await page.getByTestId('flows-sort-TotBytes').press('Enter');
    await spoken('Ordered by TotBytes, ascending');
    await page.getByTestId('flows-sort-TotBytes').press('Enter');
    await spoken('Ordered by TotBytes, descending');
    await page.getByTestId('flows-unsort').press('Enter');
    await spoken('In the order of the file');
    await row(3).click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await spoken('2 rows selected');
    await page.keyboard.press('ArrowRight');
    await spoken(/\w+: \S/);
    assert.ok(
      await page.getByTestId('flows-notice').isHidden(),
      'what the page shows anyway is not said twice',
    );
    await page.keyboard.press('Control+c');
    await spoken('Copied');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('udp');
    await page.keyboard.press('Enter');
    await page.getByTestId('flows-find-count').filter({ hasText: '3 matches' }).waitFor();
    await page.getByTestId('flows-find').press('Escape');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu', { name: 'What can be done with the cell' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('tr:focus').waitFor();
  });

  it('counts matches while it looks, and stops when something else is looked for', async () => {
    const count = (text: string | RegExp) =>
      page.getByTestId('flows-find-count').filter({ hasText: text }).waitFor({ state: 'attached' });
    const held = () => page.evaluate('window.held.length');
    const asked = () =>
      page.evaluate(
        "window.told.filter(({ argument }) => argument?.where?.includes('slow')).length",
      ) as Promise<number>;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('slow');
    await page.keyboard.press('Enter');
    await count('3 so far …');
    assert.equal(await page.locator('.find-mark').count(), 3);
    while ((await held()) !== 1);
    const before = await asked();
    await page.keyboard.type('er');
    await count(/^$/);
    assert.equal(await page.locator('.find-mark').count(), 0);
    await page.getByTestId('flows-find').fill('udp');
    await page.keyboard.press('Enter');
    await count('3 matches');
    await page.evaluate('window.held.splice(0).forEach(go => go())');
    assert.equal(await page.getByTestId('flows-find-count').innerText(), '3 matches');
    await page.getByTestId('flows-sort-TotBytes').click();
    await count(/^$/);
    await page.getByTestId('flows-find').fill('slow');
    await page.keyboard.press('Enter');
    while ((await held()) !== 1);
    await page.evaluate('window.held.splice(0).forEach(go => go())');
    await count('6 matches');
    assert.equal(await held(), 0);
    assert.equal(await asked(), before + 4, 'nothing more was asked of what nobody wanted');
    await page.getByTestId('flows-find').press('Escape');
    await page.getByTestId('flows-unsort').click();
  });

  it('keeps the keyboard on its row when the rows are read anew', async () => {
    await row(4).click();
    await page.evaluate("window.postMessage({ type: 'tell', told: { kind: 'changed', change: 'grown' } })");
    await spoken('The file has grown');
    await page.locator('tr[data-record="4"]:focus').waitFor();
  });

  it('marks rows as lines of the text are marked, and says so', async () => {
    const cell = (record: number, column: string) => row(record).getByTestId(`flows-${column}`);
    await cell(8, 'cluster').locator('svg').waitFor();
    assert.equal((await cell(8, 'cluster').innerText()).trim(), '1');
    assert.equal((await cell(6, 'cluster').innerText()).trim(), '–');
    assert.equal((await cell(5, 'vote').innerText()).trim(), 'botnet 92 %');
    assert.equal((await cell(8, 'vote').innerText()).trim(), '');
    assert.match(await cell(4, 'line').innerText(), /Score 0\.997: it beacons/);
    const ground = (record: number) =>
      page.evaluate(
        `getComputedStyle(document.querySelector('tr[data-record="${record}"] td')).backgroundColor`,
      );
    assert.notEqual(await ground(8), await ground(9));
    assert.notEqual(await ground(8), await ground(10));
    const reveal = (record: number, also: number[]) =>
      page.evaluate(
        `window.postMessage({ type: 'tell', told: ${JSON.stringify({ kind: 'reveal', record, also })} })`,
      );
    await reveal(700, [702, 705]);
    await page.locator('tr[data-record="700"]:focus').waitFor();
    const together = () =>
      page.locator('tr[data-together]').evaluateAll(rows => rows.map(each => each.dataset['record']));
    assert.deepEqual(await together(), ['700', '702', '705']);
    await page.keyboard.press('ArrowDown');
    await page.locator('tr[data-record="701"]:focus').waitFor();
    assert.deepEqual(await together(), []);
    await reveal(4, []);
    await page.locator('tr[data-record="4"]:focus').waitFor();
  });

  it('says that its model is stale, by how many flows, and trains again', async () => {
    await page
      .getByTestId('flows-stale')
      .filter({ hasText: 'stale, trained on 1,204 flows fewer' })
      .waitFor();
    await page.getByTestId('flows-train').click();
    assert.ok(await page.evaluate("told.some(({ name }) => name === 'train')"));
  });

  it('groups by keys, says how many groups there are, and is as it was after a reload', async () => {
    await take('Proto = udp');
    await spoken('500 of 1,000 flows');
    await page.getByTestId('flows-group').selectOption('hosts');
    await spoken('3 groups');
    await page.reload();
    await page.getByTestId('groups-row').first().waitFor();
    assert.equal(await page.getByTestId('flows-group').inputValue(), 'hosts');
    assert.deepEqual(await chips(), ["Proto = 'udp'"]);
    await page.getByTestId('flows-group').selectOption('');
    await row(4).waitFor();
  });

  it('is where it was scrolled to after a reload, whatever row was selected', async () => {
    await filter().press('Backspace');
    await spoken('1,000 rows');
    await row(4).click();
    await page.locator('.rows .table-frame').evaluate(frame => (frame.scrollTop = 27 * 400));
    await row(402).waitFor();
    const remembered = () => page.evaluate("JSON.parse(sessionStorage.getItem('state') ?? 'null')?.top");
    while ((await remembered()) !== 402) await page.waitForTimeout(20);
    await page.reload();
    await row(402).waitFor();
    assert.equal(
      await page.evaluate("Math.round(document.querySelector('.rows .table-frame').scrollTop / 27)"),
      400,
    );
    assert.equal(await row(4).count(), 0);
  });
});
