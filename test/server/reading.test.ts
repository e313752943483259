import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
      assert.deepEqual([refused.code, refused.data], [noFormatCode, { uri, isTable }]);
    }
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
