import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import { contents } from '../../../scripts/docs/contents.mjs';
import { headingId } from '../../../scripts/docs/headingId.mjs';
import { documents, read } from '../../support/documents';

const markdown = new MarkdownIt({ html: true });

describe('links of the documents', () => {
  for (const document of documents())
    it(`lead from ${document} to what is there`, () => {
      const missing = linksOf(read(document)).filter(link => !leadsSomewhere(document, link));
      assert.deepEqual(missing, []);
    });

  it('lead to every page of docs from the contents of the site, or from a page there', () => {
    const listed = contents.flatMap(({ pages }) => pages);
    assert.deepEqual(
      listed.filter(page => !existsSync(page)),
      [],
    );
    const linked = listed.flatMap(page =>
      linksOf(read(page)).map(link => posix.join(posix.dirname(page), link.split('#')[0] ?? '')),
    );
    assert.deepEqual(
      documents().filter(page => !listed.includes(page) && !linked.includes(page)),
      [],
    );
  });
});

/** Targets of links and pictures, but for those elsewhere on the web. */
function linksOf(text: string): string[] {
  const inline = markdown.parse(text, {}).flatMap(({ children }) => children ?? []);
  const targets = inline.map(token => token.attrGet('href') ?? token.attrGet('src'));
  return targets.flatMap(target => (target === null || /^[a-z]+:/.test(target) ? [] : [decodeURI(target)]));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : posix.join(posix.dirname(document), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(read(target)).has(anchor);
}

/** The anchors of headings; the same heading again has a number behind it, as on GitHub. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const tokens = markdown.parse(text, {});
  tokens.forEach(({ type }, i) => {
    if (type !== 'heading_open') return;
    const words = tokens[i + 1]?.children?.map(({ content }) => content).join('') ?? '';
    const id = headingId(words);
    let [anchor, again] = [id, 0];
    while (anchors.has(anchor)) anchor = `${id}-${++again}`;
    anchors.add(anchor);
  });
  return anchors;
}
