import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, CodeLens } from 'vscode-languageserver/node';
import { noFormatCode, type NoFormatData } from '../../shared/protocol/errors';
import * as messages from '../../shared/protocol/messages';
import { createEngine } from '../../server/src/engine/flowEngine';
import { programAt } from '../../server/src/engine/captures/importing/tools';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { makePcap } from '../support/makePcap';
import { temporaryFolder } from '../support/temporaryFolder';

describe('how captures are read, over the protocol', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let editor: EditorClient;
  before(async () => {
    editor = await EditorClient.start({
      createEngine: options => createEngine({ ...options, cacheDirectory: join(folder.path, 'cache') }),
    });
  });
  after(() => editor.stop());
  const uriOf = (path: string) => pathToFileURL(path).href;

  it('labels flows by files and by hand, the hand over the files, and takes them away again', async () => {
    const text = makeCapture({ flows: 50, seed: 2 });
    const uri = uriOf(folder.file('day.binetflow', text));
    await editor.open(uri, text);
    const own = await editor.ask(messages.captureSummary, { uri });
    const labels = uriOf(folder.file('all.csv', 'network,label\n0.0.0.0/0,Botnet\n'));
    const report = await editor.ask(messages.labelCapture, {
      uri,
      files: [labels],
      hand: [{ label: 'Normal', lines: '2-4' }],
    });
    assert.deepEqual(report?.rules.map(({ label, caught }) => [label, caught]).at(-1), ['Normal', 3]);
    const labelled = await editor.ask(messages.captureSummary, { uri });
    assert.equal(labelled.labels['normal'], 3);
    assert.equal(labelled.flows, own.flows);
    assert.equal(await editor.ask(messages.labelCapture, { uri, files: [], hand: [] }), null);
    assert.deepEqual((await editor.ask(messages.captureSummary, { uri })).labels, own.labels);
  });

  it('refuses labels that are none, in the words of the engine, and keeps those before', async () => {
    const uri = uriOf(folder.file('other.binetflow', makeCapture({ flows: 20, seed: 3 })));
    const bad = uriOf(folder.file('bad.csv', 'nothing of the kind\n'));
    await assert.rejects(
      editor.ask(messages.labelCapture, { uri, files: [bad], hand: [] }),
      /bad\.csv: holds no labels/,
    );
  });

  it('says of a file that is read as no format whether its columns can be said', async () => {
    for (const [name, text, isTable] of [
      ['odd.csv', 'a;b;c\n10.0.0.1;10.0.0.2;x\n', true],
      ['prose.txt', 'Nothing of the kind.\n', false],
    ] as const) {
      const uri = uriOf(folder.file(name, text));
      const refused = await editor.ask(messages.openTable, { uri, table: name }).then(
        () => assert.fail('was opened'),
        (error: unknown) => error as { code: number; data: NoFormatData },
      );
      const { why, formats, ...data } = refused.data;
      assert.deepEqual([refused.code, data], [noFormatCode, { uri, isTable, line: 1 }]);
      assert.ok(why !== '' && formats.length > 5);
    }
  });

  it('offers to correct as what a text is read, where it is read as nothing', async () => {
    for (const [name, text, titles] of [
      ['odd.binetflow', 'a;b;c\n10.0.0.1;10.0.0.2;x\n', ['Map Columns…', 'Choose Format…']],
      ['prose.binetflow', 'Nothing of the kind.\n', ['Choose Format…']],
    ] as const) {
      const uri = uriOf(folder.file(name, text));
      await editor.open(uri, text);
      const [problem] = await editor.diagnostics(uri);
      assert.equal(problem?.code, 'layout');
      const asked = { textDocument: { uri }, range: problem?.range, context: { diagnostics: [problem] } };
      const found = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', asked);
      assert.deepEqual(
        found.map(({ title, command, diagnostics }) => [title, command?.arguments, diagnostics?.length]),
        titles.map(title => [title, [{ uri }], 1]),
      );
    }
  });

  it('shows labels beside a capture in tables, also where the file has no column for them, in hovers and in lenses', async () => {
    const [header = '', ...rows] = makeCapture({ flows: 30, seed: 4 }).trimEnd().split('\n');
    const without = (line: string) => line.split(',').slice(0, -1).join(',');
    assert.match(header, /,Label$/);
    const text = [without(header), 'spoiled', ...rows.map(without)].join('\n');
    const uri = uriOf(folder.file('beside.binetflow', text));
    await editor.open(uri, text);
    await editor.ask(messages.labelCapture, { uri, files: [], hand: [{ label: 'Botnet-X', lines: '4' }] });
    const { columns } = await editor.ask(messages.openTable, { uri, table: 'beside' });
    const at = columns.findIndex(({ name }) => name === 'Label');
    assert.ok(at >= 0);
    const page = await editor.ask(messages.tableRows, { table: 'beside', view: {}, from: 0, count: 5 });
    const [spoiled, third, fourth] = page.rows;
    assert.match(spoiled?.problem ?? '', /fields where/, 'what is no flow is shown as before');
    assert.deepEqual([third?.cells[at], third?.class], ['', 'unlabelled']);
    assert.deepEqual([fourth?.cells[at], fourth?.class], ['Botnet-X', 'botnet']);
    const where = "Label = 'Botnet-X'";
    const some = await editor.ask(messages.tableRows, {
      table: 'beside',
      view: { where },
      from: 0,
      count: 5,
    });
    assert.deepEqual(
      some.rows.map(({ record, cells }) => [record, cells[at]]),
      [[4, 'Botnet-X']],
    );
    assert.match(await editor.hover(uri, 3), /Beside the capture it is labelled \*\*Botnet\\-X\*\*/);
    assert.doesNotMatch(await editor.hover(uri, 4), /Beside the capture/);
    const lenses = await editor.about<CodeLens[]>('codeLens', uri);
    assert.match(lenses[0]?.command?.title ?? '', /botnet 3\.3/);
  });

  it('plans and runs the import of packets', async function () {
    if ((await programAt('tshark')) === undefined) this.skip();
    const ends = { src: '10.0.0.1', sport: 4000, dst: '10.0.0.2', dport: 53, proto: 'udp' } as const;
    const path = folder.file('t.pcap', '');
    writeFileSync(path, makePcap([{ ...ends, time: 1_313_488_800 }]));
    const plan = await editor.ask(messages.planImport, { uri: uriOf(path) });
    assert.equal(plan.title, 'packets (pcap)');
    const made = await editor.ask(messages.importCapture, { uri: uriOf(path), tool: 'tshark' });
    assert.equal((await editor.ask(messages.captureSummary, { uri: made.uri })).flows, 1);
  });
});
