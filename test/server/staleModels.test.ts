import assert from 'node:assert/strict';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeLens } from 'vscode-languageserver/node';
import { createEngine } from '../../server/src/engine/flowEngine';
import { noModelCode } from '../../shared/protocol/errors';
import * as messages from '../../shared/protocol/messages';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

describe('a model whose capture has grown', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const lines = makeCapture({ flows: 1300, seed: 5 }).trimEnd().split('\n');
  const text = (flows: number) => `${lines.slice(0, flows + 1).join('\n')}\n`;
  const added = (from: number, to: number) => `${lines.slice(from + 1, to + 1).join('\n')}\n`;
  let editor: EditorClient;
  let cache = '';
  const start = () =>
    EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: cache }) },
      { embedding: { size: 8, epochs: 1, workers: 1 } },
    );
  beforeEach(async function () {
    cache = join(folder.path, `cache of ${this.currentTest?.title.length}`);
    editor = await start();
  });
  afterEach(() => editor.stop());

  const made = (name: string) => {
    const path = folder.file(name, text(1000));
    return { path, uri: pathToFileURL(path).href };
  };
  const ready = (uri: string) => editor.status(status => status.ready.includes(uri));
  const stale = (uri: string, newFlows: number) =>
    editor.status(status => status.stale.some(model => model.uri === uri && model.newFlows === newFlows));
  const titles = async (uri: string) => {
    const params = { textDocument: { uri } };
    const lenses = await editor.connection.sendRequest<CodeLens[]>('textDocument/codeLens', params);
    return lenses.map(({ command }) => `${command?.title ?? ''}: ${command?.command ?? ''}`).join('\n');
  };

  it('is said to be stale in status, lens and hover of the text, with its new flows, until it is trained again', async () => {
    const { path, uri } = made('text.binetflow');
    await editor.open(uri, text(1000));
    await editor.ask(messages.trainEmbedding, { uri });
    await ready(uri);
    // Another program writes to the file, and the editor reads it again.
    appendFileSync(path, added(1000, 1012));
    await editor.edit(uri, 2, 1001, added(1000, 1012).trimEnd());
    assert.deepEqual((await stale(uri, 12)).ready, []);
    assert.match(
      await titles(uri),
      /Model is stale \(trained on 12 flows fewer\) · Train again: flow2vec\.train$/m,
    );
    assert.match(
      await editor.hover(uri, 10),
      /The model is stale, trained on 12 flows fewer: \[train again\]\(command:flow2vec\.train/,
    );
    await assert.rejects(
      editor.ask(messages.similarFlows, { uri, line: 10, top: 3 }),
      (error: { code?: unknown }) => error.code === noModelCode,
    );
    await editor.ask(messages.trainEmbedding, { uri });
    assert.deepEqual((await ready(uri)).stale, []);
    assert.match(await titles(uri), /Model ready/);
  });

  it('is said to be stale of a table too, more so as it grows on, and is not after the file was written anew', async () => {
    const { path, uri } = made('table.binetflow');
    const table = 'grows';
    await editor.ask(messages.openTable, { uri, table });
    await editor.ask(messages.trainEmbedding, { uri });
    await ready(uri);
    appendFileSync(path, added(1000, 1100));
    assert.equal(await editor.ask(messages.refreshTable, { table }), 'grown');
    await stale(uri, 100);
    appendFileSync(path, added(1100, 1300));
    assert.equal(await editor.ask(messages.refreshTable, { table }), 'grown');
    await stale(uri, 300);
    const hover = await editor.ask(messages.tableHover, { table, record: 11, column: 'SrcAddr' });
    assert.match(hover ?? '', /trained on 300 flows fewer: \[train again\]/);
    // Other flows than it was trained on, and more of them: it is no model of these.
    writeFileSync(`${path}.new`, makeCapture({ flows: 2000, seed: 6 }));
    renameSync(`${path}.new`, path);
    assert.equal(await editor.ask(messages.refreshTable, { table }), 'rewritten');
    await editor.status(status => status.stale.length === 0);
  });

  it('is known to be stale by a server that was not there when it was trained', async () => {
    const { path, uri } = made('later.binetflow');
    await editor.open(uri, text(1000));
    await editor.ask(messages.trainEmbedding, { uri });
    await editor.stop();
    appendFileSync(path, added(1000, 1001));
    editor = await start();
    await editor.open(uri, text(1001));
    await stale(uri, 1);
    assert.match(await titles(uri), /trained on 1 flow fewer/);
    // By other settings there never was one.
    await editor.configure({ embedding: { size: 9, epochs: 1, workers: 1 } });
    await editor.status(status => status.stale.length === 0);
  });
});
