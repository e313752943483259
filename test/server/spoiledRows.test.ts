import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as messages from '../../shared/protocol/messages';
import type { TableRowShown } from '../../shared/protocol/flowTables';
import { createEngine } from '../../server/src/engine/flowEngine';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

/** What is no flow any more, and must be reported. */
const spoilers: readonly ((row: string) => string)[] = [
  row => row.slice(0, 40),
  row => row.replace(/,\d+,(\d+),(\d+),(flow=)/, ',x,NaN,$2,$3'),
  row => row.replace(',', ',"'),
  row => `${row},extra,cells`,
  row => row.replace(/^2011/, '20z1'),
];
const flows = 5000;
const each = 50;

describe('a capture of which one row in fifty is spoiled', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const [header, ...clean] = makeCapture({ flows, seed: 9 }).trimEnd().split('\n') as [string, ...string[]];
  const isSpoiled = (line: number) => line % each === 0;
  const lines = clean.map((row, i) => {
    const line = i + 2;
    return isSpoiled(line) ? (spoilers[(line / each) % spoilers.length]?.(row) ?? row) : row;
  });
  const spoiled = clean.map((_, i) => i + 2).filter(isSpoiled);
  const text = `${[header, ...lines].join('\n')}\n`;
  let path: string;
  let editor: EditorClient;

  before(async () => {
    path = folder.file('spoiled.binetflow', text);
    editor = await EditorClient.start({
      createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }),
    });
  });
  after(() => editor.stop());

  it('has every other row read, and each of these reported with its line, by the engine', async () => {
    const engine = createEngine({ cacheDirectory: join(folder.path, 'own'), maxCacheBytes: Infinity });
    const summary = await engine.summary([path], { unstoredFrom: 0 });
    await engine.dispose();
    assert.deepEqual([summary.flows, summary.rejected], [flows - spoiled.length, spoiled.length]);
    assert.deepEqual(
      summary.problems.map(({ line }) => line),
      spoiled,
    );
    assert.ok(summary.problems.every(({ message }) => message.length > 10));
  });

  it('has each of these underlined in the text editor', async () => {
    const uri = pathToFileURL(path).href;
    await editor.open(uri, text);
    const found = await editor.diagnostics(uri);
    assert.deepEqual(
      [...new Set(found.map(({ range }) => range.start.line + 1))].sort((a, b) => a - b),
      spoiled,
    );
  });

  it('has each of these marked in the table, and the flows of the others', async () => {
    await editor.ask(messages.openTable, { uri: pathToFileURL(path).href, table: 'spoiled' });
    const rows: TableRowShown[] = [];
    while (rows.length < flows) {
      const asked = { table: 'spoiled', view: {}, from: rows.length, count: 500 };
      rows.push(...(await editor.ask(messages.tableRows, asked)).rows);
    }
    assert.deepEqual(
      rows.map(({ record }) => record),
      clean.map((_, i) => i + 2),
    );
    const marked = rows.filter(({ problem }) => problem !== undefined);
    assert.deepEqual(
      marked.map(({ record }) => record),
      spoiled,
    );
    assert.deepEqual(
      rows.filter(row => row.class === undefined).map(({ record }) => record),
      spoiled,
    );
  });
});
