import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { PartsPage } from '../support/partsPage';

interface Told {
  handed: { to: string; text: string }[];
  pictures: string[];
  failed: string[];
  ranges: unknown[];
}

for (const theme of ['vscode-dark', 'vscode-light', 'vscode-high-contrast'] as const)
  describe(`the charts of all panels, ${theme}`, function () {
    this.timeout(60_000);

    let host: PartsPage;
    let page: Page;

    before(async () => {
      host = await PartsPage.open('charts', theme);
      page = host.page;
      await page.getByTestId('timeline-picture').waitFor();
    });
    after(() => host?.close());

    const told = () => page.evaluate('window.told') as Promise<Told>;
    const picture = (name: string) => page.getByTestId(`${name}-picture`);

    it('are drawn with axes, ticks and a legend', async () => {
      mkdirSync(inRoot('.screenshots'), { recursive: true });
      await page.screenshot({ path: inRoot('.screenshots', `charts-${theme}.png`), fullPage: true });
      const text = (await picture('timeline').textContent()) ?? '';
      for (const word of ['Time (UTC)', 'Flows', 'botnet', 'background', '10:20'])
        assert.ok(text.includes(word), word);
      assert.equal(await picture('timeline').locator('.chart-bar').count(), 60 + 19);
    });

    it('tell lines apart without colour, and classes by their sign', async () => {
      const dashes = await picture('curve')
        .locator('polyline.chart-line')
        .evaluateAll(lines => lines.map(line => line.getAttribute('stroke-dasharray')));
      assert.equal(new Set(dashes).size, 2);
      const signs = await picture('timeline')
        .locator('path.chart-point')
        .evaluateAll(signs => signs.map(sign => sign.getAttribute('d')?.replace(/[\d.]+/g, '')));
      assert.equal(new Set(signs).size, 2);
    });

    it('are read by the pointer and by keys', async () => {
      await picture('timeline').hover({ position: { x: 400, y: 100 } });
      assert.match(
        (await picture('timeline').locator('.chart-reading').textContent()) ?? '',
        /10:\d\dbotnet: \d+background: \d+/,
      );
      await picture('timeline').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      assert.equal(await picture('timeline').getAttribute('aria-label'), '10:01, botnet: 0, background: 137');
    });

    it('choose a part of the time by dragging, by keys, and all again', async () => {
      const box = await picture('timeline').boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 200, box.y + 100);
      await page.mouse.down();
      await page.mouse.move(box.x + 400, box.y + 100);
      await page.mouse.up();
      const [dragged] = (await told()).ranges as [number, number][];
      assert.ok(dragged && dragged[1] - dragged[0] > 10 * 60_000);
      await picture('timeline').focus();
      for (const key of ['Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Escape'])
        await page.keyboard.press(key);
      const from = Date.UTC(2011, 7, 16, 10);
      assert.deepEqual((await told()).ranges.slice(-2), [[from, from + 2 * 60_000], null]);
    });

    it('are handed on as SVG, as PNG and as a table', async () => {
      await page.getByTestId('curve-svg').click();
      await page.getByTestId('timeline-png').click();
      while ((await told()).pictures.length === 0) await page.waitForTimeout(10);
      const { handed, pictures, failed } = await told();
      assert.deepEqual(failed, []);
      assert.match(handed[0]?.text ?? '', /^<\?xml[^]*<svg[^]*<polyline[^>]*stroke="rgb/);
      assert.doesNotMatch(handed[0]?.text ?? '', /var\(--|class=/);
      assert.equal(
        Buffer.from(pictures[0] ?? '', 'base64')
          .subarray(1, 4)
          .toString(),
        'PNG',
      );
      await page.getByTestId('timeline').locator('summary').click();
      await page.getByTestId('timeline-table-csv').click();
      while ((await told()).handed.length < 2) await page.waitForTimeout(10);
      assert.match(
        (await told()).handed[1]?.text ?? '',
        /^time,botnet,background\r\n1313488800000,0,100\r\n/,
      );
    });

    it('choose a field of a heat map by keys', async () => {
      await page.getByTestId('heat-cell').nth(2).focus();
      await page.keyboard.press('Enter');
      assert.equal((await told()).ranges.at(-1), '2');
    });
  });
