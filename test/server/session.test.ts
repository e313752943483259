import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { LSPErrorCodes, type CodeLens, type DocumentSymbol, type Location } from 'vscode-languageserver/node';
import * as messages from '../../shared/protocol/messages';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

const uri = 'file:///captures/day%201.binetflow';
const text = makeCapture({ flows: 200 });
const lines = text.split('\n');
const botLine = lines.findIndex(line => line.includes('Botnet'));

describe('a session', () => {
  const folder = temporaryFolder();
  let engine: FakeEngine;
  let editor: EditorClient;
  beforeEach(async () => {
    engine = new FakeEngine();
    editor = await EditorClient.start({ createEngine: () => engine });
  });
  afterEach(() => editor.stop());

  const lensTitles = async (): Promise<string[]> =>
    (await editor.about<CodeLens[]>('codeLens', uri)).map(lens => lens.command?.title ?? '');
  const idle = () => editor.status(s => s.quiescent);

  it('offers training while there is no model, then neighbours', async () => {
    await editor.open(uri, text);
    await editor.diagnostics(uri);
    await lensReady();
    const before = await editor.hover(uri, botLine);
    assert.match(before, /\[train one on this capture\]\(command:flow2vec\.train\?%5B%7B%22uri%22/);
    assert.match(before, /Token \*\*.*\*\*: \d+ flows? of 200 flows here, botnet 100 %\./);
    assert.ok(!engine.asked.some(a => a.startsWith('similar')), 'a hover without a model asks for nothing');
    assert.equal((await lensTitles()).at(-1), 'Train model');

    const trained = editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => !s.quiescent);
    engine.report({ stage: 'train', epoch: 2, epochs: 5, fraction: 0.4, secondsLeft: 40 });
    const { training } = await editor.status(s => s.training !== undefined);
    assert.deepEqual([training?.uri, training?.epoch], [uri, 2]);
    assert.match(await editor.hover(uri, botLine), /training, epoch 2 of 5, 40 s left/);
    assert.equal((await lensTitles()).at(-1), 'Training · Cancel training');
    engine.finish();
    assert.equal((await trained).model, 'm1');
    assert.deepEqual((await editor.status(s => s.ready.length > 0)).ready, [uri]);

    engine.neighbours = [
      {
        token: 'udp 10.0.0.9 147.32.80.9 53',
        similarity: 0.98765,
        count: 1200,
        labels: { botnet: 3, normal: 1 },
        fields: [
          { column: 'Proto', value: 'udp', shared: true },
          { column: 'SrcAddr', value: '10.0.0.9', shared: false },
        ],
        firstLine: 3,
        file: 0,
      },
    ];
    const after = await editor.hover(uri, botLine, 30);
    assert.match(after, /\| 0\.988 \| udp \*\*10\.0\.0\.9\*\* \| SrcAddr \| 1,200 flows, botnet 75\.0 \\%/);
    assert.match(after, /\(command:flow2vec\.showSimilar\?/);
    assert.deepEqual((await lensTitles()).slice(-2), ['Model ready · Show similar flows', 'Map flows']);
  });

  const lensReady = async (): Promise<void> => {
    while (!(await lensTitles()).includes('Train model')) await editor.lensRefresh();
  };

  it('leaves hovers as they were when a training is cancelled, and says so to who asked', async () => {
    await editor.open(uri, text);
    const trained = editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => !s.quiescent);
    assert.equal(await editor.ask(messages.cancelTraining, { uri }), true);
    await assert.rejects(trained, { code: LSPErrorCodes.RequestCancelled });
    const { health } = await idle();
    assert.equal(health, 'ok');
    assert.match(await editor.hover(uri, botLine), /flow2vec\.train/);
    assert.equal(await editor.ask(messages.cancelTraining, { uri }), false);
  });

  it('cancels a training that the engine has yet to begin', async () => {
    await editor.open(uri, text);
    await lensReady();
    const cancel = engine.cancel.bind(engine);
    engine.cancel = () => false;
    const trained = editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => !s.quiescent);
    assert.equal(await editor.ask(messages.cancelTraining, { uri }), true);
    engine.cancel = cancel;
    engine.report({ stage: 'ingest', epoch: 0, epochs: 5, fraction: 0 });
    await assert.rejects(trained, { code: LSPErrorCodes.RequestCancelled });
  });

  it('tells of a training that fails, in the engine’s words, and goes on', async () => {
    await editor.open(uri, text);
    const trained = editor.ask(messages.trainEmbedding, { uri });
    await editor.status(s => !s.quiescent);
    engine.fail(new Error('/captures/day 1.binetflow: the disk is full. Free 2 GB.'));
    await assert.rejects(trained, /the disk is full/);
    const status = await editor.status(s => s.health === 'warning' && s.quiescent);
    assert.match(status.message ?? '', /the disk is full/);
    assert.match(await editor.hover(uri, botLine), /asked/);
  });

  it('answers a hover when the engine fails', async () => {
    engine.ready = true;
    engine.failure = new Error('model file truncated');
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.match(await editor.hover(uri, botLine), /asked/);
    await editor.logged(/model file truncated/);
  });

  it('trains in the background when told to, with the settings of the moment', async () => {
    editor.settings = {
      training: { onOpen: true },
      embedding: { size: 32 },
      corpus: { sentence: 'time:60' },
    };
    await editor.open(uri, text);
    await editor.status(s => !s.quiescent);
    assert.ok(engine.asked.includes('train /captures/day 1.binetflow'));
    assert.deepEqual(engine.configs[0]?.sentence, { by: 'time', seconds: 60 });
    engine.finish();
    await editor.status(s => s.ready.includes(uri));
  });

  it('trains in the background also when settings change while it looks for a model', async () => {
    const looks: ((found: boolean) => void)[] = [];
    const look = (): Promise<void> => new Promise(resolve => (looked = resolve));
    let looked = (): void => undefined;
    engine.hasModel = () => new Promise(resolve => (looks.push(resolve), looked()));
    const [first] = [look(), await editor.configure({ training: { onOpen: true } })];
    await editor.open(uri, text);
    await first;
    const [second] = [look(), await editor.configure({ training: { onOpen: true } })];
    await second;
    looks[0]?.(false);
    await editor.status(s => !s.quiescent);
    assert.ok(engine.asked.includes('train /captures/day 1.binetflow'));
    looks[1]?.(false);
    engine.finish();
  });

  it('reads settings anew when they change, and warns of wrong ones', async () => {
    await editor.open(uri, text);
    await lensReady();
    await editor.configure({ lens: { enabled: false }, embedding: { size: 'big' } });
    await editor.lensRefresh();
    assert.deepEqual(await lensTitles(), []);
    await editor.logged(/flow2vec\.embedding\.size: it takes a whole number .*, not "big"/);
  });

  it('marks problems, and takes the marks back when they are mended or closed', async () => {
    const bad = lines.with(3, (lines[3] ?? '').replace(/,147\.32\.\d+\.\d+,/, ',147.32.999.1,')).join('\n');
    await editor.open(uri, bad);
    const [problem] = await editor.diagnostics(uri);
    assert.equal(problem?.code, 'address');
    assert.equal(problem.range.start.line, 3);
    await editor.edit(uri, 2, 3, lines[3] ?? '');
    assert.deepEqual(await editor.diagnostics(uri), []);
    await editor.edit(uri, 3, 3, 'x');
    assert.equal((await editor.diagnostics(uri))[0]?.code, 'field-count');
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await editor.diagnostics(uri), []);
  });

  it('finds hosts, their flows, and the next one', async () => {
    await editor.open(uri, text);
    const symbols = await editor.about<DocumentSymbol[]>('documentSymbol', uri);
    const bot = symbols.find(s => s.name === '147.32.84.165');
    assert.match(bot?.detail ?? '', /^\d+ flows · tcp 25, udp 53$/);
    const column = (lines[botLine] ?? '').indexOf('147.32.84.165');
    const flows = lines.flatMap((line, i) => (line.includes(',147.32.84.165,') ? [i] : []));
    const found = await editor.about<Location[]>('references', uri, botLine, column + 2);
    assert.deepEqual(
      found.map(f => f.range.start.line),
      flows,
    );
    const highlights = await editor.about<unknown[]>('documentHighlight', uri, botLine, column + 2);
    assert.equal(highlights.length, flows.length);
    const next = await editor.ask(messages.nextFlow, { uri, line: botLine, direction: 'next' });
    assert.equal(next?.line, flows[1]);
    const none = await editor.ask(messages.nextFlow, { uri, line: flows[0] ?? 0, direction: 'previous' });
    assert.equal(none, null);
  });

  it('names hosts from the analyst’s own table, in a hover with its ways on, and says when it is wrong', async () => {
    await editor.open(uri, text);
    const column = (lines[botLine] ?? '').indexOf('147.32.84.165');
    assert.match(await editor.hover(uri, botLine, column), /\[Open host\]\(command:flow2vec\.openHost/);
    const path = folder.file('hosts.csv', '147.32.84.165,"the [bot](x)"\n');
    await editor.configure({ hosts: { names: path } });
    assert.match(
      await editor.hover(uri, botLine, column),
      /\*\*the \\\[bot\\\]\\\(x\\\)\*\* · \[Open host\]/,
    );
    writeFileSync(path, 'bot,147.32.84.165\nbot,10.0.0.1\n');
    assert.doesNotMatch(await editor.hover(uri, botLine, column), /the .*\[bot/);
    await editor.logged(/hosts\.csv, line 2: write an address and a name/);
  });

  it('answers similar flows by token, text and line, or says why not', async () => {
    await editor.open(uri, text);
    await assert.rejects(
      editor.ask(messages.similarFlows, { uri, token: 'a b c d', top: 3 }),
      /train one first/,
    );
    engine.ready = true;
    const report = await editor.ask(messages.similarFlows, { uri, line: botLine, top: 3 });
    assert.equal(report.uri, uri);
    assert.deepEqual(engine.asked.slice(-2), [
      `similar ${JSON.stringify({ text: lines[botLine] })}`,
      'predictLabel {"token":"t"} 7 0.6',
    ]);
    await assert.rejects(editor.ask(messages.similarFlows, { uri, top: 3 }), /Say which flow/);
    await assert.rejects(editor.ask(messages.captureSummary, { uri: 'untitled:1' }), /save it first/);
    assert.equal((await editor.ask(messages.captureSummary, { uri })).flows, 10);
  });

  it('forgets models with the cache', async () => {
    engine.ready = true;
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.deepEqual(await editor.ask(messages.clearCache, undefined as void), {
      models: 1,
      captures: 1,
      clusterings: 1,
      maps: 1,
      networks: 0,
      bytes: 100,
    });
    await editor.status(s => s.ready.length === 0);
  });

  it('shows hostile labels as text', async () => {
    const label = '<img src=x onerror=alert(1)> [x](command:evil) `a` \u202Egnp.exe www.evil.example';
    await editor.open(uri, (lines[botLine] ?? '').replace(/[^,]*$/, label));
    const hover = await editor.hover(uri, 0, 200);
    assert.match(hover, /\\<img/);
    assert.match(hover, /⟨U\\\+202E⟩/);
    assert.ok(!/(^|[^\\])(<img|\[x\]|`|www\.)/.test(hover.replaceAll('⟨', '')), hover);
  });

  it('says nothing of the header, blank lines and texts that are no capture', async () => {
    await editor.open(uri, `${text}\n`);
    assert.equal(await editor.about('hover', uri, 0, 3), null);
    assert.equal(await editor.about('hover', uri, lines.length, 0), null);
    await editor.open('file:///notes.binetflow', 'Dear diary,\ntoday\n');
    assert.equal(await editor.about('hover', 'file:///notes.binetflow', 1, 0), null);
    const [problem] = await editor.diagnostics('file:///notes.binetflow');
    assert.equal(problem?.code, 'layout');
    assert.deepEqual(await editor.about('codeLens', 'file:///notes.binetflow'), []);
  });
});
