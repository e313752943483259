import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LSPErrorCodes } from 'vscode-languageserver/node';
import { createEngine } from '../../server/src/engine/flowEngine';
import * as messages from '../../shared/protocol/messages';
import { EditorClient, type RawSettings } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';

const hostileLabel = 'flow=From-Botnet <img src=x onerror=alert(1)> [x](command:evil) \u202Egnp';
const quick: RawSettings = { embedding: { size: 16, epochs: 2, workers: 1 } };
const endless: RawSettings = { embedding: { size: 64, epochs: 1000, workers: 1 } };

describe('the server with its engine', function () {
  this.timeout(60_000);
  let folder: string;
  let uri: string;
  let editor: EditorClient;
  const text = makeCapture({ flows: 2000 }).replaceAll(/flow=From-Botnet[^\n]*/g, hostileLabel);
  const botLine = text.split('\n').findIndex(line => line.includes('Botnet'));
  const start = (settings: RawSettings) =>
    EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder, 'cache') }) },
      settings,
    );

  before(function () {
    // The kernels and the worker thread are made by the build.
    if (!existsSync('server/dist/worker.cjs')) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flow2vec-'));
    const path = join(folder, 'a (1).binetflow');
    uri = pathToFileURL(path).href;
    await writeFile(path, text);
    editor = await start(quick);
  });
  afterEach(async () => {
    await editor.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers by a model that was trained elsewhere, and tells lines of this capture', async () => {
    await editor.open(uri, text);
    const elsewhere = await editor.ask(messages.trainEmbedding, { uri });
    const model = join(folder, 'elsewhere.f2v');
    await copyFile(elsewhere.path, model);
    // The later flows of it, under another name: nothing was trained on them.
    const [head = '', ...rows] = text.split('\n');
    const later = [head, ...rows.slice(1200)].join('\n');
    const path = join(folder, 'later.binetflow');
    await writeFile(path, later);
    const other = pathToFileURL(path).href;
    await editor.open(other, later);
    const asked = { uri: other, model: pathToFileURL(model).href };
    const opened = await editor.ask(messages.openModel, asked);
    assert.deepEqual([opened.flows, opened.vocabulary], [elsewhere.flows, elsewhere.vocabulary]);
    const answer = await editor.ask(messages.similarFlows, { uri: other, line: 1, top: 50 });
    assert.ok(answer.known && answer.neighbours.length > 0);
    const lines = later.split('\n');
    for (const { token, firstLine } of answer.neighbours) {
      const isOf = (line: string) => token.split(' ').every(part => line.split(',').includes(part));
      assert.equal(firstLine, lines.findIndex(isOf) + 1, token);
    }
    await writeFile(model, (await readFile(model)).fill(1, 4000, 4100));
    await assert.rejects(
      editor.ask(messages.openModel, asked),
      /elsewhere\.f2v: is no model that can be opened/,
    );
    await editor.stop();
    editor = await start({ ...quick, corpus: { tokenColumns: ['Proto', 'Dport'] } });
    await copyFile(elsewhere.path, model);
    await assert.rejects(
      editor.ask(messages.openModel, asked),
      /tokens are of Proto, SrcAddr, DstAddr, Dport, and the settings say Proto, Dport/,
    );
  });

  it('names hosts by pseudonyms wherever they leave it, and takes them back', async () => {
    await editor.stop();
    editor = await start({
      ...quick,
      hosts: { pseudonyms: true },
      cache: { directory: join(folder, 'cache') },
    });
    await editor.open(uri, text);
    const ask = { uri, job: 'j', top: 5 };
    const addresses = /\b\d+\.\d+\.\d+\.\d+\b/;
    const bare = (value: unknown) => assert.doesNotMatch(JSON.stringify(value), addresses);
    const seen = await editor.ask(messages.captureOverview, ask);
    bare(seen);
    const [host] = seen.hosts;
    assert.match(host?.name ?? '', /^host-[0-9a-f]{8}$/);
    const page = await editor.ask(messages.hostPage, { ...ask, address: host?.name ?? '' });
    bare(page);
    assert.equal(page.flows, host?.flows);
    const only = await editor.ask(messages.captureOverview, { ...ask, where: host?.where ?? '' });
    assert.equal(only.flows, host?.flows);
    bare(await editor.hover(uri, botLine));
    // A problem quotes its cell, here an address in the place of a time.
    const spoiled = pathToFileURL(join(folder, 'spoiled.binetflow')).href;
    const [header = '', row = ''] = text.split('\n');
    await editor.open(spoiled, [header, row.replace(/^[^,]*/, '147.32.84.165'), row, ''].join('\n'));
    const [problem] = await editor.diagnostics(spoiled);
    assert.match(String(problem?.message), /"host-[0-9a-f]{8}"/);
    const out = pathToFileURL(join(folder, 'rows.csv')).href;
    await editor.ask(messages.trainEmbedding, { uri });
    await editor.ask(messages.exportVectors, { uri, format: 'csv', out });
    const written = await readFile(join(folder, 'rows.csv'), 'utf8');
    assert.match(written, /host-[0-9a-f]{8}/);
    assert.doesNotMatch(written, /147\.32\./);
    const binary = pathToFileURL(join(folder, 'vectors.bin')).href;
    await assert.rejects(
      editor.ask(messages.exportVectors, { uri, format: 'word2vec-binary', out: binary }),
      /vectors\.bin cannot hold pseudonyms/,
    );
    const projector = pathToFileURL(join(folder, 'vectors.tsv')).href;
    await assert.rejects(
      editor.ask(messages.exportVectors, { uri, format: 'projector', out: projector }),
      /vectors\.tsv cannot hold pseudonyms/,
    );
    assert.equal(existsSync(join(folder, 'vectors.tsv')), false);
    assert.equal(await readFile(join(folder, 'a (1).binetflow'), 'utf8'), text);
  });

  it('trains, hovers with neighbours, and finds the model again in a new session', async () => {
    await editor.open(uri, text);
    const model = await editor.ask(messages.trainEmbedding, { uri });
    assert.deepEqual([model.flows, model.cached], [2000, false]);
    const hover = await editor.hover(uri, botLine);
    assert.match(hover, /\| [01]\.\d{3} \| .*\*\*.+\*\* \| \w+.* \| [\d,]+ flows?, /);
    const report = await editor.ask(messages.similarFlows, { uri, line: botLine, top: 3 });
    assert.deepEqual([report.known, report.neighbours.length], [true, 3]);
    const unknown = await editor.ask(messages.similarFlows, {
      uri,
      token: 'udp 1.2.3.4 147.32.80.9 53',
      top: 3,
    });
    assert.equal(unknown.known, false);
    await editor.stop();

    editor = await start(quick);
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.match(await editor.hover(uri, botLine), /Show similar flows/);
    await editor.configure({ embedding: { ...quick['embedding'], window: 3 } });
    await editor.status(s => s.ready.length === 0);
  });

  it('shows labels as text, wherever they came from', async () => {
    await editor.open(uri, text);
    await editor.ask(messages.trainEmbedding, { uri });
    const hover = await editor.hover(uri, botLine);
    assert.match(hover, /\\<img src\\=x onerror/);
    assert.ok(!/(^|[^\\])(<img|\[x\])/.test(hover) && !hover.includes('\u202E'), hover);
  });

  it('cancels within 200 ms and keeps the model before', async () => {
    await editor.open(uri, text);
    const first = await editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => s.quiescent && s.ready.includes(uri));
    await editor.configure(endless);
    const trained = editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => (s.training?.epoch ?? 0) > 0);
    const asked = performance.now();
    const hover = editor.hover(uri, botLine);
    const rejected = assert.rejects(trained, { code: LSPErrorCodes.RequestCancelled });
    assert.equal(await editor.ask(messages.cancelTraining, { uri }), true);
    await rejected;
    const took = performance.now() - asked;
    assert.ok(took < 1000, `${took} ms, hover and answers included`);
    assert.match(await hover, /asked/);
    await editor.configure(quick);
    await editor.status(s => s.ready.includes(uri));
    const again = await editor.ask(messages.trainEmbedding, { uri });
    assert.deepEqual([again.model, again.cached], [first.model, true]);
  });

  it('says what is wrong with a capture that cannot be read, and goes on', async () => {
    const lost = pathToFileURL(join(folder, 'lost.binetflow')).href;
    await assert.rejects(editor.ask(messages.trainEmbedding, { uri: lost }), /lost\.binetflow/);
    await editor.status(s => s.health === 'warning');
    assert.equal((await editor.ask(messages.captureSummary, { uri })).flows, 2000);
  });
});
