import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { siteIn } from '../../../scripts/docs/eleventy.mjs';
import { documents } from '../../support/documents';

interface Page {
  /** Where it stands on the site, from its root. */
  address: string;
  content: string;
}

/** What is copied to the site, and where it comes from. */
const copied: [at: string, from: string][] = [
  ['docs/images/', 'docs/images/'],
  ['assets/icon.png', 'images/icon.png'],
  ['assets/', 'scripts/docs/assets/'],
];

describe('the site of the documents', function () {
  this.timeout(60_000);
  const pages = new Map<string, string>();
  before(async () => {
    const written = await siteIn('out/site').toJSON();
    for (const { address, content } of written.map(pageOf)) pages.set(address, content);
  });

  it('has a page for every document', () => assert.equal(pages.size - 1, documents().length));

  it('leads from every page to what is there', () => {
    const missing = [...pages].flatMap(([address, content]) =>
      targetsIn(content)
        .filter(target => !leadsSomewhere(address, target))
        .map(target => `${address}: ${target}`),
    );
    assert.deepEqual(missing, []);
  });

  it('loads nothing from elsewhere', () => {
    for (const [address, content] of pages)
      assert.doesNotMatch(
        content,
        /<(?:script|img|iframe)[^>]* src="https?:|<link[^>]* href="https?:/,
        address,
      );
  });

  function leadsSomewhere(from: string, target: string): boolean {
    const [path = '', anchor] = target.split('#');
    const address = path === '' ? from : posix.join(posix.dirname(from), path);
    const page = pages.get(address);
    if (page !== undefined) return !anchor || page.includes(` id="${anchor}"`);
    return copied.some(
      ([at, source]) => address.startsWith(at) && existsSync(source + address.slice(at.length)),
    );
  }
});

function pageOf({ url, content }: { url: string; content: string }): Page {
  return { address: url.slice(1).replace(/(^|\/)$/, '$1index.html'), content };
}

/** Of links and of what a page loads, those on the site. */
function targetsIn(content: string): string[] {
  const prose = content.replace(/<pre>[\s\S]*?<\/pre>/g, '');
  const targets = [...prose.matchAll(/ (?:href|src)="([^"]+)"/g)].map(match => match[1] ?? '');
  return targets.filter(target => !/^[a-z]+:/.test(target)).map(decodeURI);
}
