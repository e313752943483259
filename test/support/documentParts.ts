import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

// Parts of the documents are made from the sources, between `<!-- name -->` and `<!-- /name -->`. With
// UPDATE_DOCUMENTS=1 the tests write them anew instead of comparing.
const update = process.env['UPDATE_DOCUMENTS'] === '1';

const read = (path: string) => readFileSync(path, 'utf8');

/** Compares a part of a document with what the sources say, or writes it. */
export function checkPart(document: string, name: string, wanted: string): void {
  const present = partOf(document, name);
  if (update) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    writeFileSync(
      document,
      read(document).replace(`${begin}${present}${end}`, () => `${begin}${wanted}${end}`),
    );
    return;
  }
  assert.equal(
    present,
    wanted,
    `${document} differs from the sources in "${name}"; UPDATE_DOCUMENTS=1 writes it anew`,
  );
}

export function partOf(document: string, name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n(.*?)<!-- /${name} -->`, 's').exec(read(document));
  assert.ok(found, `${document} has no part "${name}"`);
  return found[1] ?? '';
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(c => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
