import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../../server/src/engine/flowEngine';
import * as messages from '../../shared/protocol/messages';
import type { TableRows, TableView } from '../../shared/protocol/flowTables';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

describe('a table of a capture that changes', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const lines = makeCapture({ flows: 1500, seed: 7 }).trimEnd().split('\n');
  let editor: EditorClient;

  before(async () => {
    editor = await EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }) },
      { embedding: { size: 8, epochs: 1, workers: 1 } },
    );
  });
  after(() => editor.stop());

  const open = (file: string, table: string) =>
    editor.ask(messages.openTable, { uri: pathToFileURL(file).href, table });
  const rows = (table: string, view: TableView = {}): Promise<TableRows> =>
    editor.ask(messages.tableRows, { table, view, from: 0, count: 200 });
  /** Pages say how far the file has been read. */
  async function whole(table: string): Promise<TableRows> {
    for (;;) {
      const page = await rows(table);
      if (page.exact) return page;
    }
  }

  it('follows a file that grows, reads one that was rewritten anew, and says when it is gone', async () => {
    const file = join(folder.path, 'live.binetflow');
    writeFileSync(file, `${lines.slice(0, 1001).join('\n')}\n`);
    await open(file, 'live');
    assert.equal((await whole('live')).count, 1000);
    const change = () => editor.ask(messages.refreshTable, { table: 'live' });
    assert.equal(await change(), 'same');
    appendFileSync(file, `${lines.slice(1001, 1501).join('\n')}\n`);
    assert.equal(await change(), 'grown');
    assert.equal((await whole('live')).count, 1500);
    assert.equal((await rows('live', { where: 'Line >= 1' })).count, 1500);
    writeFileSync(`${file}.new`, `${lines.slice(0, 301).join('\n')}\n`);
    renameSync(`${file}.new`, file);
    assert.equal(await change(), 'rewritten');
    assert.equal((await whole('live')).count, 300);
    rmSync(file);
    assert.equal(await change(), 'gone');
    assert.equal((await rows('live')).rows.length, 200);
  });

  it('follows a file that grows in the very moment in which it is opened', async () => {
    const file = join(folder.path, 'young.binetflow');
    for (let i = 0; i < 5; i++) {
      writeFileSync(file, `${lines.slice(0, 1001).join('\n')}\n`);
      await open(file, 'young');
      appendFileSync(file, `${lines.slice(1001, 1501).join('\n')}\n`);
      assert.equal(await editor.ask(messages.refreshTable, { table: 'young' }), 'grown');
      assert.equal((await whole('young')).count, 1500);
    }
  });
});
