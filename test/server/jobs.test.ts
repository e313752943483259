import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes, type InlayHint } from 'vscode-languageserver/node';
import * as messages from '../../shared/protocol/messages';
import type { JobProgress } from '../../shared/protocol/jobProgress';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';

const uri = 'file:///captures/day%201.binetflow';
const unseen = 'file:///captures/day2.binetflow';
const text = makeCapture({ flows: 200 });
const lines = text.split('\n');
const botLine = lines.findIndex(line => line.includes('Botnet'));
const report = {
  perClass: { botnet: { precision: 1, recall: 0.5, f1: 2 / 3, support: 4 } },
  macroF1: 2 / 3,
  weightedF1: 2 / 3,
  accuracy: 0.5,
};
const evaluation = {
  ...report,
  neighbours: 7,
  precisionAt10: { botnet: 0.9 },
  tokens: 4,
  sampledOut: 3,
  unsure: 1,
  withoutVector: 2,
  addressAlone: 'The source address alone gives 0.9.',
  besideCounting: 'The vectors add nothing.',
  baselines: { portShare: report, sourceMajority: null, protoState: null, protoDport: null, counts: report },
};
const run = { params: { window: 5 }, macroF1: 0.7, weightedF1: 0.8, seconds: 2, resumed: false };

describe('long jobs', () => {
  let engine: FakeEngine;
  let editor: EditorClient;
  let reported: JobProgress[];
  beforeEach(async () => {
    engine = new FakeEngine();
    editor = await EditorClient.start({ createEngine: () => engine });
    reported = [];
    editor.connection.onNotification(messages.jobProgress.method, (p: JobProgress) => void reported.push(p));
  });
  afterEach(() => editor.stop());

  const asked = async (start: string): Promise<string> => {
    for (;;) {
      const found = engine.asked.find(a => a.startsWith(start));
      if (found) return found;
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise(resolve => setImmediate(resolve));
  };

  it('evaluates, telling how far the training is that it begins with', async () => {
    const answer = editor.ask(messages.evaluateModel, { uri, job: 'j1', neighbours: 7 });
    assert.equal(await asked('evaluate'), 'evaluate /captures/day 1.binetflow 7');
    engine.reportJob({ stage: 'train', epoch: 2, epochs: 5, fraction: 0.4 });
    await until(() => reported.length > 0);
    assert.deepEqual(reported[0], {
      job: 'j1',
      fraction: 0.4,
      training: { stage: 'train', epoch: 2, epochs: 5, fraction: 0.4 },
    });
    engine.finishJob(evaluation);
    assert.deepEqual(await answer, { uri, ...evaluation });
  });

  it('says so when the model went away meanwhile', async () => {
    const answer = editor.ask(messages.evaluateModel, { uri, job: 'j', neighbours: 7 });
    await asked('evaluate');
    engine.finishJob(undefined);
    await assert.rejects(answer, /deleted while it was evaluated/);
  });

  it('evaluates on another capture', async () => {
    const answer = editor.ask(messages.evaluateModel, { uri, job: 'j', neighbours: 7, test: unseen });
    assert.equal(await asked('evaluate'), 'evaluate /captures/day 1.binetflow 7 /captures/day2.binetflow');
    engine.finishJob(evaluation);
    assert.equal((await answer).withoutVector, 2);
  });

  it('carries labels to another network, by what flows do', async () => {
    const answer = editor.ask(messages.carryLabels, { uri, job: 'c', test: unseen });
    assert.equal(
      await asked('evaluateAcross'),
      'evaluateAcross /captures/day 1.binetflow /captures/day2.binetflow 0.6',
    );
    const many = { balancedAccuracy: null, macroF1: 0, verdicts: Array.from({ length: 1500 }, () => ({})) };
    engine.finishJob(many);
    const { verdicts, verdictsInAll, test } = await answer;
    assert.deepEqual([verdicts.length, verdictsInAll, test], [1000, 1500, unseen]);
  });

  it('searches a grid, telling each combination that is done', async () => {
    const answer = editor.ask(messages.gridSearch, {
      uri,
      job: 'g',
      neighbours: 7,
      axes: { window: [5, 10] },
    });
    assert.equal(await asked('grid'), 'grid /captures/day 1.binetflow {"window":[5,10]}');
    engine.reportJob(1, 2, run);
    await until(() => reported.length > 0);
    assert.deepEqual(reported[0], { job: 'g', fraction: 0.5, runs: { done: 1, of: 2, last: run } });
    engine.finishJob({ runs: [run], best: run });
    assert.deepEqual(await answer, { uri, runs: [run], best: run, failures: [] });
  });

  const wrong: [Record<string, number[]>, RegExp][] = [
    [{}, /at least one parameter/],
    [{ colour: [1] }, /"colour" is no parameter: choose from sentence, tokenColumns/],
    [{ constructor: [1] }, /"constructor" is no parameter/],
    [{ window: [] }, /at least one value of window/],
  ];
  for (const [axes, want] of wrong)
    it(`refuses the axes ${JSON.stringify(axes)}`, () =>
      assert.rejects(editor.ask(messages.gridSearch, { uri, job: 'g', neighbours: 7, axes }), want));

  it('scores another capture', async () => {
    const answer = editor.ask(messages.scoreCapture, { uri, job: 's', unseen, by: 'past', top: 50 });
    assert.equal(await asked('score'), 'score /captures/day 1.binetflow /captures/day2.binetflow 50');
    const anomaly = { line: 3, token: 't', score: 0.9, reasons: ['unknown'], label: 'botnet' };
    engine.finishJob({ flows: 10, unknown: 1, anomalies: [{ ...anomaly, file: 0 }] });
    assert.deepEqual(await answer, { uri, unseen, flows: 10, unknown: 1, anomalies: [anomaly] });
    await assert.rejects(
      editor.ask(messages.scoreCapture, { uri, job: 's', unseen: 'untitled:2', by: 'past', top: 50 }),
      /save it first/,
    );
  });

  it('ends a job when its request is cancelled, and stops the engine', async () => {
    const source = new CancellationTokenSource();
    const params = { uri, job: 'e', neighbours: 7 };
    const answer = editor.connection.sendRequest(messages.evaluateModel.method, params, source.token);
    await asked('evaluate');
    source.cancel();
    await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
    assert.ok(engine.asked.includes('cancel'));
  });

  it('tells the engine of a cancel once, and the client nothing more', async () => {
    const source = new CancellationTokenSource();
    const params = { uri, job: 'e', neighbours: 7 };
    const answer = editor.connection.sendRequest(messages.evaluateModel.method, params, source.token);
    await asked('evaluate');
    source.cancel();
    await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
    engine.reportJob({ stage: 'train', epoch: 1, epochs: 5, fraction: 0.1 });
    assert.equal(engine.asked.filter(a => a === 'cancel').length, 1);
    assert.deepEqual(reported, []);
  });

  it('exports vectors to where it is told', async () => {
    const out = 'file:///tmp/a%20b.txt';
    const written = await editor.ask(messages.exportVectors, { uri, format: 'word2vec', out });
    assert.deepEqual(written, { path: '/tmp/a b.txt', rows: 4 });
    const remote = { uri, format: 'csv', out: 'vscode-vfs://x/a.csv' } as const;
    await assert.rejects(editor.ask(messages.exportVectors, remote), /choose a local folder/);
  });

  it('completes what is typed', async () => {
    engine.tokens = ['udp a b 53', 'udp a c 53', 'tcp a b 80'];
    const found = await editor.ask(messages.completeToken, { uri, typed: 'udp', top: 5 });
    assert.deepEqual(found, ['udp a b 53', 'udp a c 53']);
  });

  it('looks near a sum of tokens', async () => {
    engine.ready = true;
    await editor.ask(messages.similarFlows, { uri, positive: ['a', 'b'], negative: ['c'], top: 3 });
    assert.ok(engine.asked.includes('mostSimilar {"positive":["a","b"],"negative":["c"]}'));
  });
});

describe('labels that neighbours vote for', () => {
  let engine: FakeEngine;
  let editor: EditorClient;
  beforeEach(async () => {
    engine = new FakeEngine();
    engine.ready = true;
    editor = await EditorClient.start({ createEngine: () => engine });
  });
  afterEach(() => editor.stop());

  const cells = lines[botLine]?.split(',') ?? [];
  const token = [cells[2], cells[3], cells[6], cells[7]].join(' ');
  const opened = async (): Promise<void> => {
    await editor.open(uri, text);
    await editor.status(s => s.ready.includes(uri));
  };
  const hints = (): Promise<InlayHint[]> =>
    editor.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: botLine, character: 0 }, end: { line: botLine, character: 0 } },
    });

  it('stand in the hover', async () => {
    engine.votes[token] = {
      label: 'botnet',
      confidence: 0.92,
      votes: { botnet: 0.92, normal: 0.08 },
      voters: 7,
      agreeing: 7,
    };
    await opened();
    assert.match(await editor.hover(uri, botLine), /Neighbours vote: \*\*botnet\*\* 92 % \(7 of 7\)\./);
    const times = () => engine.asked.filter(a => a.startsWith('predictLabel')).length;
    await editor.hover(uri, botLine);
    assert.equal(times(), 1, 'the second hover remembers');
    await editor.configure({ labels: { confidence: 0.95 } });
    await editor.hover(uri, botLine);
    assert.match(engine.asked.findLast(a => a.startsWith('predictLabel')) ?? '', / 7 0\.95$/);
  });

  it('are hinted at line ends only when asked for, first from memory, then as they arrive', async () => {
    engine.votes[token] = {
      label: 'botnet',
      confidence: 0.92,
      votes: { botnet: 0.92, normal: 0.08 },
      voters: 7,
      agreeing: 7,
    };
    await opened();
    assert.deepEqual(await hints(), []);
    assert.ok(!engine.asked.some(a => a.startsWith('predictLabel')));
    await editor.configure({ labels: { inlayHints: true } });
    assert.deepEqual(await hints(), [], 'nothing is known yet');
    let found = await hints();
    while (found.length === 0) found = await hints();
    assert.equal(found[0]?.label, 'botnet 92 %');
    assert.deepEqual(found[0]?.position, { line: botLine, character: lines[botLine]?.length });
  });

  it('do without the engine when it fails', async () => {
    engine.failure = new Error('model file truncated');
    await opened();
    assert.match(await editor.hover(uri, botLine), /asked/);
    await editor.logged(/No label was voted for: model file truncated/);
  });
});
