import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { PartsPage } from '../support/partsPage';

interface Told {
  asked: number[];
  opened: number[];
  handed: { to: string; text: string }[];
  failed: string[];
}

describe('the table of all panels', function () {
  this.timeout(120_000);

  let host: PartsPage;
  let page: Page;

  before(async () => {
    host = await PartsPage.open('table');
    page = host.page;
    await page.getByTestId('large-row').filter({ hasText: '10.0.0.1' }).first().waitFor();
  });
  after(() => host?.close());

  const rows = 5_000_000;
  const told = () => page.evaluate('window.told') as Promise<Told>;
  const frame = (name: string): Locator =>
    page.locator('.table-frame').filter({ has: page.getByTestId(`${name}-table`) });
  const scroll = (name: string, share: number) =>
    page.evaluate(`(() => {
      const frame = document.querySelector('[data-testid=${name}-table]').closest('.table-frame');
      frame.scrollTop = ${share} * frame.scrollHeight;
    })()`);
  /** All rows in the page are there, after one turn in which they may be asked for. */
  const arrived = `new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => {
    const rows = [...document.querySelectorAll('[data-testid=large-row]')];
    return rows.length > 20 && rows.every(row => !row.hasAttribute('aria-busy'));
  })`;
  /** Waits for an expression to hold; the policy of the page forbids Playwright's own way. */
  const until = async (expression: string) => {
    while (!(await page.evaluate(expression))) await page.waitForTimeout(10);
  };
  const number = async (cell: Locator) => Number((await cell.innerText()).replace(/\D/g, ''));
  const row = (index: number) => page.locator(`[data-testid=large-row][aria-rowindex="${index + 2}"]`);
  const numberOf = (index: number) => number(row(index).getByTestId('large-n'));

  it('has few of five million rows in the page, and says how many there are', async () => {
    assert.ok((await page.getByTestId('large-row').count()) < 100);
    assert.equal(await page.getByTestId('large-table').getAttribute('aria-rowcount'), String(rows + 1));
    assert.equal(await page.getByTestId('large-table').getAttribute('role'), 'grid');
    assert.match(await page.getByTestId('large-shown').innerText(), /^5,000,000 of 5,000,000 shown$/);
  });

  it('asks only for the pages that are looked at', async () => {
    const before = (await told()).asked.length;
    await scroll('large', 1 / 2);
    await until(arrived);
    const asked = (await told()).asked.slice(before);
    assert.ok(asked.length >= 1 && asked.length <= 3, String(asked));
    assert.ok(
      asked.every(from => Math.abs(from - rows / 2) < 5000),
      String(asked),
    );
  });

  it('reaches the last row by the scrollbar and by a key, and the row before it by a step', async () => {
    await scroll('large', 1);
    await row(rows - 1)
      .filter({ hasNotText: '…' })
      .waitFor();
    assert.equal(await numberOf(rows - 1), rows - 1);
    const last = await row(rows - 1).boundingBox();
    const box = await frame('large').boundingBox();
    assert.ok(last && box && last.y + last.height <= box.y + box.height + 1, 'the last row is seen whole');
    await row(rows - 1).click();
    for (const key of ['Home', 'End', 'ArrowUp']) await page.keyboard.press(key);
    await page.locator(`[data-testid=large-row][aria-rowindex="${rows}"]:focus`).waitFor();
    await page.keyboard.press('Enter');
    assert.deepEqual((await told()).opened, [rows - 2]);
  });

  it('moves by a notch of the wheel as far as in a short table', async () => {
    await scroll('large', 1 / 3);
    await until(arrived);
    const first = async () => {
      const box = await frame('large').boundingBox();
      assert.ok(box);
      const at = (await page.evaluate(
        `Number(document.elementFromPoint(${box.x + 20}, ${box.y + 100}).closest('tr').getAttribute('aria-rowindex'))`,
      )) as number;
      return at;
    };
    const box = await frame('large').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 50, box.y + 100);
    const before = await first();
    await page.mouse.wheel(0, 270);
    await until(arrived);
    assert.equal((await first()) - before, 10);
  });

  it('orders by a header, and shows the other end of the capture', async () => {
    const header = page.getByTestId('large-sort-n');
    await header.click();
    await header.click();
    await row(0).filter({ hasText: '4,999,999' }).waitFor();
    assert.equal(await page.locator('th[data-key=n]').first().getAttribute('aria-sort'), 'descending');
  });

  it('keeps the keyboard when the focused row is scrolled away, and goes on from it', async () => {
    await row(0).click();
    await scroll('large', 1 / 2);
    await until('document.activeElement?.classList.contains("table-frame")');
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-testid=large-row][aria-rowindex="3"]:focus').waitFor();
  });

  it('shows text of a capture as text, in cells, headers and titles', async () => {
    assert.match(
      await page.getByTestId('small-row').nth(3).innerText(),
      /<img src=x onerror=alert\(1\)>⟨U\+202E⟩/,
    );
    assert.equal(await page.locator('img').count(), 0);
    assert.ok(!(await page.locator('body').innerText()).includes('\u202E'));
  });

  it('selects one row, a range, several and all, and copies them as values of a spreadsheet', async () => {
    const small = page.getByTestId('small-row');
    await small.nth(1).click();
    await small.nth(4).click({ modifiers: ['Shift'] });
    assert.equal(await page.locator('[data-testid=small-row][aria-selected=true]').count(), 4);
    await small.nth(2).click({ modifiers: ['Control'] });
    assert.equal(await page.getByTestId('small-copy').innerText(), 'Copy Selected (3)');
    assert.equal(await page.evaluate('String(getSelection())'), '', 'rows are selected, not their text');
    await page.keyboard.press('Control+c');
    const [copied] = (await told()).handed;
    assert.equal(copied?.to, 'clipboard');
    const lines = copied?.text.trimEnd().split('\n') ?? [];
    assert.deepEqual(
      lines.map(line => line.split('\t')[0]),
      ['n', '1', '3', '4'],
    );
    await page.keyboard.press('Control+a');
    assert.equal(await page.getByTestId('small-copy').innerText(), 'Copy Selected (900)');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByTestId('small-copy').innerText(), 'Copy All');
  });

  it('goes to what is typed', async () => {
    await page.getByTestId('small-row').first().click();
    await page.keyboard.type('10.0.2.7');
    await page.locator('[data-testid=small-row]:focus', { hasText: /^519\s*10\.0\.2\.7/ }).waitFor();
  });

  it('says what is shown, and of how many the rows are a sample', async () => {
    await page.getByTestId('small-filter').fill('botnet 10.0.1.');
    const shown = page.getByTestId('small-shown');
    await shown.filter({ hasText: /^128 of 900 shown · 900 drawn of 5,000,000$/ }).waitFor();
    await page.getByTestId('small-csv').click();
    await until('window.told.handed.some(({ to }) => to === "csv")');
    const csv = (await told()).handed.find(({ to }) => to === 'csv')?.text ?? '';
    assert.equal(csv.trimEnd().split('\r\n').length, 129);
    await page.getByTestId('small-filter').fill('');
    await shown.filter({ hasText: /^900 of 900/ }).waitFor();
  });

  it('widens a column by keys and by its edge, and its text is cut no more', async () => {
    const header = page.locator('th').filter({ has: page.getByTestId('small-sort-host') });
    const width = async () => (await header.boundingBox())?.width ?? 0;
    const before = await width();
    await page.getByTestId('small-sort-host').focus();
    await page.keyboard.press('Alt+ArrowRight');
    assert.equal(Math.round((await width()) - before), 16);
    const edge = await header.locator('.column-edge').boundingBox();
    assert.ok(edge);
    await page.mouse.move(edge.x + 3, edge.y + 5);
    await page.mouse.down();
    await page.mouse.move(edge.x + 43, edge.y + 5);
    await page.mouse.up();
    assert.ok(Math.abs((await width()) - before - 56) <= 1);
  });

  it('keeps its header in view, and rows below it', async () => {
    await scroll('small', 0.16);
    const head = await page.getByTestId('small-sort-n').boundingBox();
    const box = await frame('small').boundingBox();
    assert.ok(head && box && head.y >= box.y && head.y < box.y + 12);
  });

  it('failed nowhere', async () => assert.deepEqual((await told()).failed, []));
});
