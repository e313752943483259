import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../../server/src/engine/flowEngine';
import * as messages from '../../shared/protocol/messages';
import type { JobProgress } from '../../shared/protocol/jobProgress';
import { EditorClient, type RawSettings } from '../support/editorClient';
import { makeOffice } from '../support/plantedCapture';
import { temporaryFolder } from '../support/temporaryFolder';

const quick: RawSettings = { embedding: { size: 16, epochs: 2, workers: 1 }, clusters: { k: 10 } };

describe('clusters of the server with its engine', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const text = makeOffice({ flows: 600, seed: 5 });
  let uri: string;
  const start = () =>
    EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }) },
      quick,
    );

  before(function () {
    // The kernels and the worker thread are made by the build.
    if (!existsSync('server/dist/kmeans.wasm')) this.skip();
    uri = pathToFileURL(folder.file('office.binetflow', text)).href;
  });

  it('are made, told of lines and flows, and found again in a new session', async () => {
    let editor = await start();
    const reported: JobProgress[] = [];
    editor.connection.onNotification(messages.jobProgress.method, (p: JobProgress) => void reported.push(p));
    await editor.open(uri, text);
    const report = await editor.ask(messages.clusterFlows, { uri, job: 'c' });
    assert.deepEqual([report.k, report.clusters.length, report.cached], [10, 10, false]);
    assert.ok(reported.some(p => p.training) && reported.every(p => p.fraction >= 0 && p.fraction <= 1));
    const { clustering } = report;
    const lines = { uri, firstLine: 0, lastLine: 600 };
    const numbers = await editor.ask(messages.clusterLines, { ...lines, clustering });
    assert.equal(numbers[0], null, 'the header');
    const flows = report.clusters.map(({ id }) => numbers.filter(n => n === id).length);
    assert.deepEqual(
      flows,
      report.clusters.map(c => c.flows),
    );
    const page = { uri, clustering, id: numbers[1] as number, from: 0, count: 1000 };
    const { members } = await editor.ask(messages.clusterDetail, page);
    const cells = text.split('\n')[1]?.split(',') ?? [];
    const token = [cells[2], cells[3], cells[6], cells[7]].join(' ');
    assert.ok(members.some(m => m.token === token && m.firstLine === 2));
    await editor.stop();

    editor = await start();
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
    assert.deepEqual(await editor.ask(messages.clusterLines, lines), numbers);
    // A hover does not wait long for it: on a busy machine, the next one has it.
    let hover = await editor.hover(uri, 1);
    while (!hover.includes('Show cluster')) hover = await editor.hover(uri, 1);
    assert.match(
      hover,
      new RegExp(`^Cluster ${numbers[1] as number}: \\*\\*.+ · purity .+\\[Show cluster\\]`, 'm'),
    );
    const again = await editor.ask(messages.clusterFlows, { uri, job: 'c' });
    assert.deepEqual(again, { ...report, cached: true });
    await editor.stop();
  });
});
