import assert from 'node:assert/strict';
import { launchChromium } from '../../scripts/host/browser';
import { exportCase } from '../../server/src/engine/investigation/exports/exportCase';
import { evilText, hostileCase } from '../support/hostileCase';

const address = 'http://report.test/report.html';

interface Seen {
  text: string;
  tags: string[];
  attributes: string[];
  drawn: number[];
  wide: boolean;
}

/** Said as text, for the page's names are none of this process. */
const look = `(() => {
  const all = [...document.querySelectorAll('*')];
  return {
    text: document.body.innerText,
    tags: [...new Set(all.map(each => each.localName))],
    attributes: all.flatMap(each => each.getAttributeNames()),
    drawn: [...document.querySelectorAll('svg')].map(each => each.getBoundingClientRect().height),
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
})()`;

describe('a report of an investigation, in a browser', function () {
  this.timeout(60_000);

  it('asks for nothing, runs nothing, and shows hostile text as text', async () => {
    const html = exportCase(hostileCase(), '.html', { version: '1.2.3', time: '2026-03-04T05:06:07.000Z' });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const [asked, odd]: [string[], string[]] = [[], []];
      page.on('request', request => asked.push(request.url()));
      page.on('dialog', dialog => (odd.push(dialog.message()), void dialog.dismiss()));
      page.on('pageerror', error => odd.push(error.message));
      page.on('console', message => odd.push(message.text()));
      await page.route('**/*', route =>
        route.request().url() === address
          ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
          : route.abort(),
      );
      await page.goto(address);
      const seen = await page.evaluate<Seen>(look);
      assert.deepEqual(asked, [address]);
      assert.deepEqual(odd, []);
      assert.ok(seen.text.includes(evilText.replace('\u202e', '⟨U+202E⟩')), seen.text.slice(0, 500));
      for (const tag of ['script', 'img', 'a', 'b', 'iframe', 'form', 'object', 'embed', 'link', 'base'])
        assert.ok(!seen.tags.includes(tag), tag);
      for (const name of seen.attributes) assert.ok(!/^on|^(?:href|src|action|srcdoc)$/.test(name), name);
      assert.ok(seen.drawn.length >= 3 && seen.drawn.every(height => height > 50), seen.drawn.join());
      assert.ok(!seen.wide);
    } finally {
      await browser.close();
    }
  });
});
