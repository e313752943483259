import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Case } from '../../shared/investigation/case';
import { questions } from '../../shared/investigation/questions';
import { caseText } from '../../shared/investigation/writeCase';
import * as messages from '../../shared/protocol/messages';
import { createEngine } from '../../server/src/engine/flowEngine';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

/** Questions in cells, of each name one; routes are asked of traceroutes only. */
const cells = [
  'overview --top 1000',
  'host --address 147.32.84.165',
  'similar --line 3',
  'clusters --k 4',
  'map --method pca --points 50',
  'score',
  'evaluate',
  'grid --window 2,3',
];

describe('the log of the server, with pseudonyms', () => {
  const folder = temporaryFolder();
  const uri = 'file:///captures/day.binetflow';
  const text = makeCapture({ flows: 50 });
  const failure = new Error('the flows of 147.32.84.165 cannot be read');
  const start = async (pseudonyms: boolean) => {
    const engine = new FakeEngine();
    let warn: ((message: string) => void) | undefined;
    const createEngine = (options: { warn?: (message: string) => void }) => {
      warn = options.warn;
      return engine;
    };
    const settings = { hosts: { pseudonyms }, cache: { directory: folder.path } };
    const editor = await EditorClient.start({ createEngine }, settings);
    return { editor, engine, warn: (message: string) => warn?.(message) };
  };

  for (const [pseudonyms, host] of [
    [true, /host-[0-9a-f]{8}/],
    [false, /147\.32\.84\.165/],
  ] as const)
    it(`and what fails name hosts by ${pseudonyms ? 'them alone' : 'their addresses where there are none'}`, async () => {
      const { editor, engine, warn } = await start(pseudonyms);
      try {
        engine.ready = true;
        await editor.open(uri, text);
        await editor.status(status => status.ready.includes(uri));
        engine.failure = failure;
        await editor.hover(uri, 1);
        assert.match(await editor.logged(/No neighbours for the hover/), host);
        warn('the cache of 147.32.84.165 is full');
        assert.match(await editor.logged(/the cache of/), host);
        if (pseudonyms) assert.doesNotMatch(editor.log.join('\n'), /147\.32\./);
      } finally {
        await editor.stop();
      }
    });
});

describe('every answer of the server, with pseudonyms', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  const rows = makeCapture({ flows: 900, seed: 12 }).split('\n');
  // An address where none belongs is quoted by the problem that says so.
  rows[5] = (rows[5] ?? '').replace(/,147\.32\.\d+\.\d+,/, ',147.32.85.1 x,');
  const text = rows.join('\n');
  const addresses = new Set(text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g));
  const bot = rows.findIndex(line => line.includes('Botnet'));
  let editor: EditorClient;
  let uri: string;
  let path: string;

  before(async function () {
    if (!existsSync('server/dist/worker.cjs')) this.skip(); // The kernels are made by the build.
    path = folder.file('a.binetflow', text);
    uri = pathToFileURL(path).href;
    editor = await EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }) },
      {
        embedding: { size: 16, epochs: 2, workers: 1 },
        hosts: { pseudonyms: true },
        labels: { inlayHints: true },
        cache: { directory: join(folder.path, 'cache') },
      },
    );
  });
  after(() => editor?.stop());

  /** Fails where a text has an address of the capture; the answer, for the next question. */
  function free<T>(value: T, what: string): T {
    const said = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    const found = said
      .match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g)
      ?.filter(each => addresses.has(each));
    const [leak] = found ?? [];
    const at = leak === undefined ? -1 : said.indexOf(leak);
    assert.equal(leak, undefined, `${what}: ${said.slice(Math.max(0, at - 60), at + 60)}`);
    return value;
  }
  const asked = (more: object) => ({ uri, job: String(Math.random()), ...more });
  const written = (name: string) => pathToFileURL(join(folder.path, name)).href;
  const fileFree = (name: string) => free(readFileSync(join(folder.path, name), 'utf8'), name);

  it('names no address of the capture in what the text editor shows', async () => {
    await editor.open(uri, text);
    const problems = free(await editor.diagnostics(uri), 'problems');
    assert.ok(problems.length > 0);
    await editor.ask(messages.trainEmbedding, { uri });
    await editor.status(status => status.ready.includes(uri));
    const range = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
    const near = { textDocument: { uri }, range, context: { diagnostics: problems } };
    for (const line of [0, 1, bot])
      for (let at = 0; at < (rows[line] ?? '').length; at += 7)
        free(await editor.about('hover', uri, line, at), `hover ${line}:${at}`);
    for (const kind of ['documentSymbol', 'codeLens', 'foldingRange', 'completion', 'references'])
      free(await editor.about(kind, uri, bot, 40), kind);
    free(await editor.connection.sendRequest('textDocument/codeAction', near), 'codeAction');
    free(await editor.connection.sendRequest('textDocument/inlayHint', near), 'inlayHint');
  });

  it('names none in panels, tables, copies and files', async () => {
    const ask = async <P, R>(type: Parameters<typeof editor.ask<P, R>>[0], params: P): Promise<R> =>
      free(await editor.ask(type, params), type.method);
    const near = await ask(messages.similarFlows, { uri, line: bot, top: 20 });
    const [first] = near.neighbours;
    assert.ok(first && first.token.includes('host-'));
    await ask(messages.similarFlows, { uri, token: first.token, top: 5 });
    await ask(messages.similarFlows, { uri, positive: [near.token, first.token], top: 5 });
    await ask(messages.completeToken, { uri, typed: 'tcp', top: 20 });
    await ask(messages.evaluateModel, { ...asked({}), neighbours: 7 });
    await ask(messages.gridSearch, { ...asked({}), axes: { window: [2, 3] }, neighbours: 7 });
    await ask(messages.scoreCapture, { ...asked({}), by: 'past', top: 100 });
    const { clustering } = await ask(messages.clusterFlows, { ...asked({}), settings: { k: 5 } });
    await ask(messages.clusterDetail, { uri, clustering, id: 0, from: 0, count: 100 });
    await ask(messages.exportClusters, { uri, clustering, out: written('clusters.csv') });
    fileFree('clusters.csv');
    await ask(messages.captureSummary, { uri });
    const { hosts } = await ask(messages.captureOverview, { ...asked({}), top: 1000 });
    await ask(messages.captureColumns, { ...asked({}), top: 1000 });
    await ask(messages.captureFreshness, { ...asked({}), top: 1000, baseline: uri });
    await ask(messages.hostPage, { ...asked({}), address: hosts[0]?.name ?? '', top: 1000 });
    await assert.rejects(
      editor.ask(messages.hostPage, { ...asked({}), address: '147.32.84.165 ', top: 5 }),
      (error: Error) => free(error.message, 'an error') !== '',
    );
    const sql = 'SELECT * FROM flows';
    await ask(messages.queryCapture, { ...asked({}), sql, rows: 1000, seconds: 60 });
    await ask(messages.writeQuery, { ...asked({}), sql, out: written('q.csv'), format: 'csv', seconds: 60 });
    fileFree('q.csv');
    const table = 'a';
    await ask(messages.openTable, { uri, table });
    await ask(messages.tableRows, { table, view: {}, from: 0, count: 200 });
    for (const column of ['SrcAddr', 'DstAddr', 'Label'])
      await ask(messages.tableHover, { table, record: bot + 1, column });
    await ask(messages.tableGroups, { table, by: 'conversations', count: 100 });
    await ask(messages.tableText, { table, records: [2, 3], pseudonyms: true });
    await ask(messages.tableExport, { table, out: written('rows.csv'), as: 'csv' });
    fileFree('rows.csv');
    await ask(messages.exportVectors, { ...asked({}), format: 'csv', out: written('vectors.csv') });
    fileFree('vectors.csv');
  });

  it('names none in an investigation, and in what is exported of it', async () => {
    const names = cells.map(each => each.split(' ')[0]);
    assert.deepEqual([...names, 'routes'].sort(), Object.keys(questions).sort());
    const answered: Case['cells'] = await Promise.all(
      [
        ...cells.map(each => ['question', each] as const),
        ['sql', 'SELECT * FROM flows LIMIT 50'] as const,
      ].map(async ([kind, asks]) => {
        const cell = { kind, text: asks };
        const params = {
          ...asked({ cell, embedding: {}, version: '1' }),
          folder: pathToFileURL(folder.path).href,
        };
        const answer = free(
          await editor.ask(
            messages.askCell,
            params as Parameters<typeof editor.ask<typeof params, never>>[1] as never,
          ),
          asks,
        );
        assert.ok(answer && !answer.error, `${asks}: ${answer?.error}`);
        return { ...cell, answer };
      }),
    );
    const { about, flows, captures } = free(
      await editor.ask(messages.gatherFlows, { ...asked({}), about: { where: "Host = '147.32.84.165'" } }),
      'gathered flows',
    );
    assert.ok(flows.count > 0);
    const pin = { id: 'a', title: 'Flows of 147.32.84.165', question: '', about, flows, captures };
    const said = { verdict: 'malicious' as const, note: '147.32.84.165', tags: [], analyst: 'Ada', time: '' };
    const all = caseText({ title: '', embedding: {}, cells: answered, evidence: [{ ...pin, ...said }] });
    for (const name of ['r.html', 'r.md', 'r.csv', 'r.json', 'r.evidence.json', 'r.ipynb']) {
      await editor.ask(messages.exportCase, { uri, text: all, out: written(name), version: '1' });
      fileFree(name);
    }
    await assert.rejects(
      editor.ask(messages.exportCase, { uri, text: all, out: written('r.stix.json'), version: '1' }),
      /cannot hold pseudonyms/,
    );
  });

  it('leaves the capture as it was', () => {
    const digest = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    assert.equal(digest(readFileSync(path)), digest(text));
  });
});
