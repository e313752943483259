import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

// Parts of the documents are made from the sources, between `<!-- name -->` and `<!-- /name -->`. With
// UPDATE_DOCUMENTS=1 their tests write them anew instead of comparing.
const update = process.env['UPDATE_DOCUMENTS'] === '1';

export const read = (path: string) => readFileSync(path, 'utf8');

/** Every document of the repository, README.md first. */
export function documents(): string[] {
  const below = readdirSync('docs', { recursive: true }).map(path => `docs/${String(path)}`);
  const top = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  return [...top, ...below.filter(path => path.endsWith('.md'))].map(path => path.replaceAll('\\', '/'));
}

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
    `${document} differs from the sources in "${name}"; UPDATE_DOCUMENTS=1 npx mocha --import=tsx 'test/unit/documents/*.test.ts' writes it anew`,
  );
}

export function partOf(document: string, name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n(.*?)<!-- /${name} -->`, 's').exec(read(document));
  assert.ok(found, `${document} has no part "${name}"`);
  return found[1] ?? '';
}

/** The cells of each row of a table below its head, without their code marks. */
export function cellsOf(table: string): string[][] {
  const rows = table.split('\n').filter(line => line.startsWith('|'));
  return rows.slice(2).map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim().replaceAll('`', '')),
  );
}

export function firstCells(table: string): string[] {
  return cellsOf(table).map(([first = '']) => first);
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(c => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
