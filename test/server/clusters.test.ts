import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type { ClusterDetail, ClustersReport } from '../../shared/protocol/clusters';
import * as messages from '../../shared/protocol/messages';
import type { JobProgress } from '../../shared/protocol/jobProgress';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';

const uri = 'file:///captures/day%201.binetflow';
const text = makeCapture({ flows: 50 });
const lines = text.split('\n');
const tokenOf = (line: number) => {
  const cells = lines[line]?.split(',') ?? [];
  return [cells[2], cells[3], cells[6], cells[7]].join(' ');
};
const summary = {
  id: 0,
  name: 'udp → :53, <b>10.0.0.1</b>, 87 % botnet',
  size: 34,
  flows: 100,
  labels: { botnet: 87, normal: 13 },
  purity: 0.87,
  top: ['udp a b 53'],
};
const detail: ClusterDetail = { ...summary, distinguishing: [], nearest: [], outliers: [], members: [] };
const report: Omit<ClustersReport, 'uri'> = {
  clustering: 'c1',
  cached: false,
  settings: { k: 1, restarts: 1, spherical: false, method: 'full', seed: 1 },
  k: 1,
  tokens: 34,
  iterations: 3,
  inertia: 1,
  seconds: 1,
  silhouette: null,
  silhouetteTokens: 0,
  adjustedRandIndex: null,
  homogeneity: null,
  completeness: null,
  clusters: [summary],
  notes: [],
};

describe('clusters in the editor', () => {
  let engine: FakeEngine;
  let editor: EditorClient;
  beforeEach(async () => {
    engine = new FakeEngine();
    editor = await EditorClient.start({ createEngine: () => engine });
  });
  afterEach(() => editor.stop());

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise(resolve => setImmediate(resolve));
  };
  const asked = (start: string) => engine.asked.find(a => a.startsWith(start));

  it('are made as the settings say, over which the request stands, with progress', async () => {
    await editor.configure({ clusters: { k: 40, restarts: 3 }, embedding: { seed: 7 } });
    const reported: JobProgress[] = [];
    editor.connection.onNotification(messages.jobProgress.method, (p: JobProgress) => void reported.push(p));
    const answer = editor.ask(messages.clusterFlows, {
      uri,
      job: 'c',
      settings: { spherical: true },
      fresh: true,
    });
    await until(() => asked('clusters ') !== undefined);
    assert.equal(
      asked('clusters '),
      'clusters /captures/day 1.binetflow {"k":40,"restarts":3,"spherical":true,"method":"full","seed":7} fresh',
    );
    const clusters = { stage: 'iterate', iteration: 3, of: 300 } as const;
    engine.reportJob({ fraction: 0.5, clusters });
    await until(() => reported.length > 0);
    assert.deepEqual(reported[0], { job: 'c', fraction: 0.5, clusters });
    engine.finishJob(report);
    assert.deepEqual(await answer, { uri, ...report });
  });

  const wrong: [settings: object, says: RegExp][] = [
    [{ k: -1 }, /"Clusters" takes a whole number from 0 to 1,000,000, not -1/],
    [{ k: 2.5 }, /whole number/],
    [{ restarts: 0 }, /"Starts" takes a whole number/],
    [{ method: 'fast' }, /full or mini-batch, not "fast"/],
  ];
  for (const [settings, says] of wrong)
    it(`are not made of ${JSON.stringify(settings)}`, () =>
      assert.rejects(editor.ask(messages.clusterFlows, { uri, job: 'c', settings }), says));

  it('end when their request is cancelled', async () => {
    const source = new CancellationTokenSource();
    const params = { uri, job: 'c' };
    const answer = editor.connection.sendRequest(messages.clusterFlows.method, params, source.token);
    await until(() => asked('clusters ') !== undefined);
    source.cancel();
    await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
    assert.ok(engine.asked.includes('cancel'));
  });

  it('are suggested in a number', async () => {
    const answer = editor.ask(messages.suggestClusters, { uri, job: 's', settings: { spherical: true } });
    await until(() => asked('suggestClusters') !== undefined);
    assert.match(asked('suggestClusters') ?? '', /day 1\.binetflow .*"spherical":true/);
    const suggestion = { k: 8, tried: [{ k: 8, silhouette: 0.5 }], notes: ['of a sample'] };
    engine.finishJob(suggestion);
    assert.deepEqual(await answer, { uri, ...suggestion });
  });

  it('tell one cluster, find and export', async () => {
    engine.clusterDetails = [detail];
    const page = { uri, clustering: 'c1', id: 0, from: -5, count: 1e9 };
    assert.deepEqual(await editor.ask(messages.clusterDetail, page), detail);
    assert.ok(engine.asked.includes('cluster c1 0 {"from":0,"count":10000}'));
    assert.deepEqual(await editor.ask(messages.findClusters, { uri, clustering: 'c1', text: ':53' }), [0]);
    const out = 'file:///tmp/a%20b.csv';
    const written = await editor.ask(messages.exportClusters, { uri, clustering: 'c1', out });
    assert.deepEqual(written, { path: '/tmp/a b.csv', rows: 4 });
    const remote = { uri, clustering: 'c1', out: 'vscode-vfs://x/a.csv' };
    await assert.rejects(editor.ask(messages.exportClusters, remote), /choose a local folder/);
  });

  it('say so when they are no longer cached', async () => {
    const gone = /no longer cached.*cluster the flows again/;
    const page = { uri, clustering: 'c1', id: 0, from: 0, count: 5 };
    await assert.rejects(editor.ask(messages.clusterDetail, page), gone);
    await assert.rejects(editor.ask(messages.findClusters, { uri, clustering: 'c1', text: 'x' }), gone);
  });

  it('number the lines of an open capture as they read now', async () => {
    const ask = (more: object = {}) =>
      editor.ask(messages.clusterLines, { uri, clustering: 'c1', firstLine: 0, lastLine: 3, ...more });
    await assert.rejects(ask(), /Open the capture in an editor/);
    await editor.open(uri, text);
    engine.clusterNumbers = { [tokenOf(1)]: 4, [tokenOf(3)]: 2 };
    const want = [null, 4, engine.clusterNumbers[tokenOf(2)] ?? null, 2];
    assert.deepEqual(await ask(), want);
    assert.deepEqual(await ask({ firstLine: 3, lastLine: 3 }), [2]);
    assert.equal((await ask({ firstLine: 40, lastLine: 1e9 })).length, lines.length - 40);
    await ask({ clustering: undefined });
    assert.match(engine.asked.at(-1) ?? '', /clustersOfTokens \{"files":\["\/captures\/day 1\.binetflow"\]/);
    await editor.edit(uri, 2, 3, 'no flow');
    assert.deepEqual(await ask(), [...want.slice(0, 3), null]);
    await editor.configure({ corpus: { tokenColumns: ['Proto'] } });
    assert.deepEqual(await ask(), [null, null, null, null], 'tokens of other columns are not looked up');
  });

  it('stand in the hover on one line, escaped, once there are any', async () => {
    engine.ready = true;
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.doesNotMatch(await editor.hover(uri, 2), /Cluster/);
    engine.flowCluster = { ...summary, clustering: 'c1', k: 9 };
    const hover = await editor.hover(uri, 2);
    const [line = ''] = hover.split('\n').filter(l => l.startsWith('Cluster 0: **udp'));
    assert.match(line, /\\<b\\>/);
    assert.match(line, /34 tokens · purity 87 % · \[Show cluster\]\(command:flow2vec\.showClusterOfFlow\?/);
    engine.flowCluster = { ...engine.flowCluster, composed: true, purity: null };
    assert.match(
      await editor.hover(uri, 2),
      /Cluster 0 \(the nearest: this token was not clustered\): .* tokens · \[Show/,
    );
  });

  it('are left out of a hover that cannot wait for them', async () => {
    engine.ready = true;
    engine.clusterOf = () => new Promise(() => undefined);
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.match(await editor.hover(uri, 2), /Token \*\*/);
  });
});
