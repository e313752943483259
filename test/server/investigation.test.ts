import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../../server/src/engine/flowEngine';
import { caseText } from '../../shared/investigation/writeCase';
import * as messages from '../../shared/protocol/messages';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { makeCase } from '../support/makeCase';
import { temporaryFolder } from '../support/temporaryFolder';

describe('the server asked by an investigation', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let editor: EditorClient;
  let path: string;
  let uri: string;
  const digest = () => createHash('sha256').update(readFileSync(path)).digest('hex');

  before(async function () {
    if (!existsSync('server/dist/worker.cjs')) this.skip();
    mkdirSync(join(folder.path, 'cache'));
    path = folder.file('flows.binetflow', makeCapture({ flows: 800, seed: 4 }));
    uri = pathToFileURL(path).href;
    editor = await EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }) },
      { embedding: { size: 16, epochs: 2, workers: 1 } },
    );
  });
  after(() => editor?.stop());

  const ask = (kind: 'sql' | 'question', text: string, job: string) =>
    editor.ask(messages.askCell, {
      uri,
      job,
      cell: { kind, text },
      folder: pathToFileURL(folder.path).href,
      embedding: {},
      version: '1.2.3',
    });

  it('answers cells with the digest of what was asked', async () => {
    const answer = await ask('sql', 'SELECT count(*) AS n FROM flows', 'j1');
    assert.deepEqual(answer?.tables[0]?.rows, [[800]]);
    assert.deepEqual(answer?.captures, [{ name: 'flows.binetflow', digest: digest() }]);
    assert.match((await ask('question', 'who', 'j2'))?.error ?? '', /"who" is no question/);
  });

  it('gathers the flows of a filter and of a token, and changes no byte of the capture', async () => {
    const before = digest();
    const { flows } = await editor.ask(messages.gatherFlows, {
      uri,
      job: 'j3',
      about: { where: "Host = '147.32.84.165'" },
    });
    const lines = readFileSync(path, 'utf8').split('\n');
    assert.equal(flows.count, lines.filter(line => line.includes(',147.32.84.165,')).length);
    const gathered = await editor.ask(messages.gatherFlows, {
      uri,
      job: 'j4',
      about: { tokens: ['tcp 147.32.84.165 74.6.140.64 25'] },
    });
    assert.ok('columns' in gathered.about && gathered.flows.count > 0);
    assert.equal(gathered.settings?.['size'], 16);
    const told = gathered.flows.rows.map(row => row[gathered.flows.columns.indexOf('Line')]);
    const listed = gathered.lines.split(',').flatMap(part => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
    assert.deepEqual(new Set(listed), new Set(told));
    assert.equal(digest(), before);
  });

  it('gathers nothing of another content than the one in which the flows were found', async () => {
    const about = { where: 'Line = 2' };
    const { captures, settings } = await editor.ask(messages.gatherFlows, {
      ...{ uri, job: 'j5', about, digest: digest() },
      question: 'host --address 10.0.0.1',
    });
    assert.equal(captures[0]?.digest, digest());
    assert.equal(settings, undefined, 'no model was asked');
    const other = '0'.repeat(64);
    await assert.rejects(
      editor.ask(messages.gatherFlows, { uri, job: 'j6', about, digest: other }),
      /flows\.binetflow is another than what was shown/,
    );
  });

  it('exports a case in the form that the name says', async () => {
    const out = join(folder.path, 'report.html');
    const params = { uri, text: caseText(makeCase()), version: '1.2.3' };
    await editor.ask(messages.exportCase, { ...params, out: pathToFileURL(out).href });
    assert.match(readFileSync(out, 'utf8'), /Spam from 147\.32\.84\.165/);
    const other = pathToFileURL(join(folder.path, 'report.pdf')).href;
    await assert.rejects(editor.ask(messages.exportCase, { ...params, out: other }), /\.html/);
  });
});
