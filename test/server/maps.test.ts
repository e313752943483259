import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type { MapReport, MapSettings } from '../../shared/protocol/map';
import * as messages from '../../shared/protocol/messages';
import type { JobProgress } from '../../shared/protocol/jobProgress';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';

const uri = 'file:///captures/day%201.binetflow';
const text = makeCapture({ flows: 50 });
const settings: MapSettings = {
  method: 'tsne',
  dimensions: 2,
  points: 20_000,
  perplexity: 30,
  earlyExaggeration: 12,
  learningRate: 0,
  iterations: 1000,
  neighbours: 15,
  minDist: 0.1,
  epochs: 0,
  seed: 1,
};
const report: Omit<MapReport, 'uri'> = {
  map: 'm1',
  path: '/cache/maps/m1.map',
  cached: false,
  settings,
  method: 'tsne',
  dimensions: 2,
  points: 34,
  of: 34,
  seconds: 1,
  trustworthiness: 0.97,
  preservation: 0.5,
  qualityPoints: 34,
  notes: [],
};

describe('maps in the editor', () => {
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

  it('are drawn as the settings say, over which the request stands, and show how they come about', async () => {
    await editor.configure({ map: { method: 'umap', perplexity: 50 }, embedding: { seed: 7 } });
    const reported: JobProgress[] = [];
    editor.connection.onNotification(messages.jobProgress.method, (p: JobProgress) => void reported.push(p));
    const wanted = { dimensions: 3, points: 0 } as const;
    const answer = editor.ask(messages.runMap, { uri, job: 'm', settings: wanted, fresh: true });
    await until(() => asked('map ') !== undefined);
    const expected = { ...settings, method: 'umap', perplexity: 50, ...wanted, seed: 7 };
    assert.equal(asked('map '), `map /captures/day 1.binetflow ${JSON.stringify(expected)} fresh`);
    const map = { stage: 'layout', iteration: 3, of: 200, snapshot: 'AAD//w==' } as const;
    engine.reportJob({ fraction: 0.5, map });
    await until(() => reported.length > 0);
    assert.deepEqual(reported[0], { job: 'm', fraction: 0.5, map });
    engine.finishJob(report);
    assert.deepEqual(await answer, { uri, ...report });
  });

  it('are not drawn by settings that the editor would not take, which are named', async () => {
    for (const [wanted, message] of [
      [{ perplexity: -1 }, /"Perplexity" takes a number above 1, at most 1,000, not -1/],
      [{ dimensions: 4 as 3 }, /"Dimensions" takes 2 or 3, not 4/],
      [{ seed: 0.5 }, /"Seed" takes a whole number/],
    ] as const)
      await assert.rejects(editor.ask(messages.runMap, { uri, job: 'm', settings: wanted }), message);
    assert.equal(asked('map '), undefined);
  });

  it('end at once when they are cancelled', async () => {
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(messages.runMap, { uri, job: 'm' }, source.token);
    await until(() => asked('map ') !== undefined);
    source.cancel();
    await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
    await until(() => engine.asked.includes('cancel'));
  });

  it('are marked at a token, at the text of a row, or at a line as it stands in the editor', async () => {
    editor.open(uri, text);
    const mark = { point: 3, token: 'udp a b 53', known: true };
    engine.mark = mark;
    const at = async (where: object) => editor.ask(messages.markOnMap, { uri, map: 'm1', ...where });
    assert.deepEqual(await at({ token: 'udp a b 53' }), mark);
    assert.equal(engine.asked.at(-1), 'markOnMap m1 {"token":"udp a b 53"}');
    const row = text.split('\n')[4] as string;
    assert.deepEqual(await at({ line: 4 }), mark);
    assert.equal(engine.asked.at(-1), `markOnMap m1 ${JSON.stringify({ text: row })}`);
    assert.deepEqual(await at({ line: 4, text: 'typed' }), mark);
    assert.equal(engine.asked.at(-1), 'markOnMap m1 {"text":"typed"}');
    await assert.rejects(at({ line: 4000 }), /Say which flow/);
    await assert.rejects(at({}), /Say which flow/);
  });

  it('that are no longer cached have no mark', async () => {
    assert.equal(await editor.ask(messages.markOnMap, { uri, map: 'gone', token: 'udp a b 53' }), null);
  });
});
