import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/threads/cancelled';
import * as messages from '../../shared/protocol/messages';
import type { RouteReport, RouteSettings } from '../../shared/protocol/routes';
import type { JobProgress } from '../../shared/protocol/jobProgress';
import type { RouteEngine, RouteTrainOptions } from '../../server/src/engine/routes/routeEngine';
import { defaultRouteSettings } from '../../server/src/engine/routes/networks/plan';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';

const uri = 'file:///routes/day%201.traceroute';
const settings: RouteSettings = { ...defaultRouteSettings, network: 'lstm' };

/** Answers when it is told to, and remembers what it was asked. */
class FakeRoutes implements RouteEngine {
  readonly asked: unknown[][] = [];
  cleared = 0;
  private answer: { resolve(value: unknown): void; reject(error: Error): void } | undefined;
  options: RouteTrainOptions = {};
  private heard = () => {};
  readonly called = new Promise<void>(resolve => (this.heard = resolve));

  private ask<R>(name: string, files: readonly string[], given: RouteSettings, options: object): Promise<R> {
    this.asked.push([name, files, given.network, given.epochs]);
    this.options = options;
    this.heard();
    this.options.signal?.addEventListener('abort', () => this.cancel());
    return new Promise((resolve, reject) => {
      this.answer = { resolve: resolve as (value: unknown) => void, reject };
    });
  }

  train: RouteEngine['train'] = (files, given, options = {}) => this.ask('train', files, given, options);
  classify: RouteEngine['classify'] = (files, given, options) => this.ask('classify', files, given, options);
  finish(value: unknown): void {
    this.answer?.resolve(value);
  }
  cancel(): boolean {
    this.answer?.reject(new Cancelled('The training was cancelled.'));
    return true;
  }
  clearCache() {
    this.cleared++;
    return Promise.resolve({ models: 2, bytes: 10 });
  }
  dispose = () => Promise.resolve();
}

describe('networks of routes', () => {
  let routes: FakeRoutes;
  let editor: EditorClient;
  let reported: JobProgress[];
  beforeEach(async () => {
    routes = new FakeRoutes();
    const engine = new FakeEngine();
    engine.routes = routes;
    editor = await EditorClient.start({ createEngine: () => engine });
    reported = [];
    editor.connection.onNotification(messages.jobProgress.method, (p: JobProgress) => void reported.push(p));
  });
  afterEach(() => editor.stop());

  it('trains, telling the epoch and batch', async () => {
    const labels = 'file:///routes/labels.csv';
    const answer = editor.ask(messages.trainRoutes, { uri, job: 'r1', settings, labels, fresh: true });
    await routes.called;
    assert.deepEqual(routes.asked, [['train', ['/routes/day 1.traceroute'], 'lstm', 0]]);
    assert.equal(routes.options.labels, '/routes/labels.csv');
    assert.equal(routes.options.fresh, true);
    const progress = { stage: 'train', epoch: 2, epochs: 4, batch: 5, batches: 10, loss: 0.5 } as const;
    routes.options.onProgress?.(progress);
    while (reported.length === 0) await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(reported[0], { job: 'r1', fraction: 0.375, routes: progress });
    const report = { model: 'm', network: 'lstm', parameters: 760_769 } as unknown as RouteReport;
    routes.finish(report);
    assert.deepEqual(await answer, { ...report, uri });
  });

  it('classifies by the network of another file', async () => {
    const trainedOn = 'file:///routes/old.traceroute';
    const answer = editor.ask(messages.classifyRoutes, { uri, job: 'r2', trainedOn, settings });
    await routes.called;
    assert.equal(routes.asked[0]?.[0], 'classify');
    assert.deepEqual((routes.options as { trainedOn?: string[] }).trainedOn, ['/routes/old.traceroute']);
    routes.finish({ model: 'm', routes: [] });
    assert.equal((await answer).model, 'm');
  });

  it('says in the document what was classified, until its text changes', async () => {
    const lines = ['traceroute to 10.0.0.9 (10.0.0.9), 30 hops max', ' 1  10.0.1.1  1 ms  1 ms  1 ms'];
    lines.push(' 2  10.0.2.1  2 ms  2 ms  2 ms', ' 3  10.0.0.9  3 ms  3 ms  3 ms');
    const text = `${lines.join('\n')}\n`;
    await editor.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'traceroute', version: 1, text },
    });
    const textDocument = { uri };
    const lenses = async () => {
      const asked = { textDocument };
      const found = await editor.connection.sendRequest<{ command: { title: string } }[]>(
        'textDocument/codeLens',
        asked,
      );
      return found.map(({ command }) => command.title);
    };
    const header = () =>
      editor.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
        textDocument,
        position: { line: 0, character: 3 },
      });
    const first = ['1 route', 'Train a network', 'Classify routes'];
    assert.deepEqual(await lenses(), first);
    const answer = editor.ask(messages.classifyRoutes, { uri, job: 'r6', trainedOn: uri, settings });
    await routes.called;
    const reasons = [{ subnet: '10.0.[2](x).0/24', effect: -0.25 }];
    const route = {
      line: 1,
      file: 0,
      destination: '10.0.0.9',
      probability: 0.91,
      label: 'malicious',
      reasons,
    };
    routes.finish({ model: 'm', network: 'dense', routes: [route], notes: [], files: [] });
    await answer;
    assert.deepEqual(await lenses(), [
      ...first,
      '1 route classified by the dense network, 1 malicious',
      'malicious, probability of malicious 0.91',
    ]);
    const said = (await header()).contents.value;
    assert.match(said, /probability of malicious 0\.91\*\* by the dense network; moved most by/);
    assert.match(said, /towards benign by 0\.25/);
    assert.doesNotMatch(said, /\[2\]\(x\)/);
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `\n${text}` }],
    });
    assert.deepEqual(await lenses(), first);
  });

  it('takes what a client leaves out as usual, and refuses a network there is none of', async () => {
    const short = { network: 'dense' } as unknown as RouteSettings;
    const answer = editor.ask(messages.trainRoutes, { uri, job: 'r3', settings: short });
    await routes.called;
    assert.deepEqual(routes.asked[0]?.slice(2), ['dense', 0]);
    routes.finish({});
    await answer;
    const forest = { network: 'forest' } as unknown as RouteSettings;
    await assert.rejects(
      Promise.resolve(editor.ask(messages.trainRoutes, { uri, job: 'r4', settings: forest })),
      /"Network" takes dense, lstm, hybrid or autoencoder, not "forest"/,
    );
  });

  it('ends when it is cancelled', async () => {
    const source = new CancellationTokenSource();
    const { method } = messages.trainRoutes;
    const asked = editor.connection.sendRequest(method, { uri, job: 'r5', settings }, source.token);
    await routes.called;
    source.cancel();
    await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
  });

  it('empties the cache of networks with the others', async () => {
    const cleared = await editor.ask(messages.clearCache, undefined);
    assert.equal(routes.cleared, 1);
    assert.equal(cleared.networks, 2);
  });
});
