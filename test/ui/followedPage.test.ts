import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PartsPage } from '../support/partsPage';

describe('the page of anomalies of a capture that is followed', function () {
  this.timeout(60_000);

  let host: PartsPage;
  let page: Page;
  const hosts = Array.from({ length: 60 }, (_, i) => i + 1);

  before(async () => {
    host = await PartsPage.open('score');
    page = host.page;
    await page.evaluate(`show(${JSON.stringify(hosts)}, [], false)`);
    await page.getByTestId('score-incidents-row').first().waitFor();
  });
  after(() => host?.close());

  const row = (address: string) =>
    page.getByTestId('score-incidents-row').filter({ has: page.getByText(address, { exact: true }) });

  it('asks to be followed, and says since when nothing is new', async () => {
    await page.getByTestId('score-follow').check();
    const told = (await page.evaluate('told')) as { name: string; argument: unknown }[];
    assert.deepEqual(told.at(-1), { name: 'follow', argument: { on: true } });
    await page.evaluate(`show(${JSON.stringify(hosts)}, [], true)`);
    await page.getByTestId('score-followed').filter({ hasText: '0 incidents new' }).waitFor();
    assert.equal(await page.evaluate('document.activeElement.dataset.testid'), 'score-follow');
    assert.equal(await page.getByTestId('score-new').count(), 0);
  });

  it('marks what is new, and keeps focus, selection, scroll and what was chosen', async () => {
    await row('10.0.0.20').getByTestId('score-incidents-id').click();
    await page.keyboard.press('Shift+ArrowDown');
    const places = `[...document.querySelectorAll('.table-frame, .content, html')].map(each => each.scrollTop)`;
    const before = await page.evaluate(places);
    assert.ok((before as number[]).some(place => place > 0));
    // Two hosts more, the one of them the worst; one is no longer among them.
    const others = [99, ...hosts.filter(each => each !== 60), 98];
    await page.evaluate(`show(${JSON.stringify(others)}, [98, 99], true)`);
    await page.getByTestId('score-followed').filter({ hasText: '2 incidents new' }).waitFor();
    assert.deepEqual(await page.evaluate(places), before);
    assert.equal(await page.evaluate(`document.activeElement.textContent.includes('10.0.0.21')`), true);
    for (const address of ['10.0.0.20', '10.0.0.21'])
      assert.equal(await row(address).getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('[data-testid=score-incidents-row][aria-selected=true]').count(), 2);
    assert.equal(await page.getByTestId('score-new').count(), 2);
    assert.equal(await row('10.0.0.99').getByTestId('score-new').count(), 1);
    assert.equal(await row('10.0.0.60').count(), 0);
    assert.match(await page.getByTestId('score-facts').innerText(), /1,061 flows/);
  });

  it('goes on listing one host where only it was asked for', async () => {
    await page
      .getByTestId('score-host-only')
      .filter({ hasText: /^10\.0\.0\.20$/ })
      .click();
    await row('10.0.0.21').waitFor({ state: 'detached' });
    await page.evaluate(`show(${JSON.stringify([97, ...hosts])}, [97], true)`);
    await page.getByTestId('score-followed').filter({ hasText: '1 incident new' }).waitFor();
    assert.equal(await page.getByTestId('score-incidents-row').count(), 1);
    assert.equal(await row('10.0.0.20').count(), 1);
  });
});
