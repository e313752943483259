import assert from 'node:assert/strict';
import { Cache } from '../../../server/src/base/files/cache';
import { NetworkStore } from '../../../server/src/engine/routes/networkStore';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Line } from '../../../server/src/base/threads/line';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { createRouteEngine, type RouteEngine } from '../../../server/src/engine/routes/routeEngine';
import { defaultRouteSettings, resolved } from '../../../server/src/engine/routes/networks/plan';
import { trainRoutes, type RouteNetwork } from '../../../server/src/engine/routes/trainRoutes';
import { runJob } from '../../../server/src/engine/routes/networks/job';
import type { NetworkKind, RouteProgress, RouteSettings } from '../../../shared/protocol/routeReport';
import { binaries } from '../../support/networkBinaries';
import { plantedRoutes, plantedText } from '../../support/plantedRoutes';
import { backendsHere } from '../../support/referenceNetworks';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const usual: RouteSettings = { ...defaultRouteSettings, backend: 'wasm', epochs: 4, batchSize: 32 };

/** In this process; an engine has one of its own for it. */
const inProcess = (settings: Partial<RouteSettings>, routesWanted = 600): Promise<RouteNetwork> =>
  trainRoutes(plantedRoutes(routesWanted, 1), {
    model: 'test',
    settings: resolved({ ...usual, ...settings }),
    read: { seconds: 0, notes: [], files: ['planted'] },
    run: (job, onBatch) => runJob({ ...job, wasmFolder: binaries }, onBatch),
    onProgress: () => undefined,
    pause: () => Promise.resolve(),
  });

describe('training on routes', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const engines: RouteEngine[] = [];
  const engine = (cache = 'cache') => {
    const made = createRouteEngine({
      line: new Line(),
      store: new NetworkStore(join(folder.path, cache, 'routes'), new Cache()),
      log: message => console.log(`      ${message}`),
    });
    engines.push(made);
    return made;
  };
  after(() => Promise.all(engines.map(e => e.dispose())));

  const rates: Partial<Record<NetworkKind, Partial<RouteSettings>>> = {
    // Few short routes: empty steps after the last hop would take an LSTM many more epochs to bridge.
    lstm: { learningRate: 5e-3, epochs: 6, align: 'end' },
    hybrid: { learningRate: 5e-3, agglomerate: 0, epochs: 6, align: 'end' },
    dense: { learningRate: 5e-3 },
  };
  for (const kind of ['dense', 'lstm', 'hybrid'] as const)
    it(`${kind}: learns what is planted, the same with the same seed, on every backend`, async () => {
      const settings = { ...rates[kind], network: kind };
      const accuracies = [];
      for (const backend of await backendsHere()) {
        const { report } = await inProcess({ ...settings, backend });
        assert.match(report.backend, backend === 'wasm' ? /WebAssembly/ : /tfjs-node/);
        const { accuracy = 0 } = report.report ?? {};
        // One label in ten is wrong: no network does much better than 0.9.
        assert.ok(accuracy > 0.8, `${backend} ${accuracy}`);
        const losses = report.epochs.map(epoch => epoch.loss);
        assert.ok((losses.at(-1) as number) < (losses[0] as number));
        accuracies.push(accuracy);
      }
      const again = (await inProcess(settings)).report.report?.accuracy;
      assert.equal(again, accuracies[0]);
      const [first, second = first] = accuracies as [number, number?];
      assert.ok(Math.abs(first - second) <= 0.01, `${first} and ${second}`);
    });

  it('finds the subnets that tell, and the routes that it gets wrong', async () => {
    const { report } = await inProcess({ ...rates.dense, network: 'dense' }, 1200);
    const hostOf = (subnet: string) => Number(subnet.split('.')[1]) - 15;
    // Host subnets come after fifteen others: odd ones are malicious.
    for (const { subnet, effect, routes: asked, malicious } of report.telling.slice(0, 10)) {
      assert.ok(hostOf(subnet) >= 0, subnet);
      assert.equal(effect > 0, hostOf(subnet) % 2 === 1, subnet);
      assert.ok(malicious <= asked && asked >= 5);
    }
    assert.equal(report.misclassifiedTotal, report.misclassified.length);
    for (const { line, probability, label } of report.misclassified) {
      assert.equal(line % 8, 2);
      assert.equal(label, probability > 0.5 ? 'benign' : 'malicious');
    }
    const wrong = (report.confusion?.[0]?.[1] ?? NaN) + (report.confusion?.[1]?.[0] ?? NaN);
    assert.equal(report.misclassifiedTotal, wrong);
  });

  it('says how many reconstructions an autoencoder has, and that it collapsed', async () => {
    const { report } = await inProcess({ network: 'autoencoder', epochs: 1, batchSize: 4096 });
    const found = report.reconstructions;
    assert.ok(found);
    assert.equal(found.routes, report.counts.tested);
    assert.ok(found.recovered >= 0 && found.recovered <= 1 && found.commonest > 0);
    const words = found.collapsed ? /collapsed/ : /tells routes apart/;
    assert.ok(
      report.notes.some(note => words.test(note)),
      report.notes.join(),
    );
    assert.equal(report.report, undefined);
  });

  it('tells an autoencoder that learned from one that did not', async () => {
    const trained = { network: 'autoencoder', epochs: 60, batchSize: 32, learningRate: 3e-3 } as const;
    const [learned, idle] = [await inProcess(trained), await inProcess({ ...trained, learningRate: 1e-9 })];
    assert.equal(learned.report.reconstructions?.collapsed, false, learned.report.notes.join());
    assert.equal(idle.report.reconstructions?.collapsed, true, idle.report.notes.join());
  });

  it('stops early with the weights that were best, watching routes that are not tested', async () => {
    const { report } = await inProcess({
      ...rates.dense,
      learningRate: 0.02,
      network: 'dense',
      epochs: 60,
      earlyStop: 2,
    });
    assert.equal(report.stoppedEarly, true);
    assert.ok(report.epochs.length < 60 && report.counts.validated > 0);
    const losses = report.epochs.map(epoch => epoch.valLoss);
    assert.equal(losses.indexOf(Math.min(...losses)), losses.length - 3);
  });

  it('lowers the rate as the schedule says', async () => {
    const { report } = await inProcess({ network: 'dense', schedule: 'cosine', earlyStop: 0 });
    const rates4 = report.epochs.map(epoch => epoch.learningRate);
    assert.ok(rates4.every((rate, i) => i === 0 || rate < (rates4[i - 1] as number)));
    assert.ok((rates4.at(-1) as number) < 1e-4);
  });

  it('trains in a process of its own, and answers from the cache the second time', async () => {
    const file = folder.file('routes.txt', plantedText(500, 1));
    const settings: RouteSettings = { ...usual, network: 'dense', learningRate: 5e-3, agglomerate: 30 };
    const seen: RouteProgress['stage'][] = [];
    const first = await engine().train([file], settings, { onProgress: ({ stage }) => seen.push(stage) });
    assert.equal(first.cached, false);
    assert.equal(first.features, 30);
    assert.deepEqual([...new Set(seen)], ['read', 'agglomerate', 'train', 'evaluate']);
    const second = await engine().train([file], settings);
    const { cached, ...rest } = second;
    assert.equal(cached, true);
    const { cached: _, ...made } = first;
    void _;
    assert.deepEqual(rest, JSON.parse(JSON.stringify(made)));
    // Another setting is another network; another content too.
    assert.notEqual((await engine().train([file], { ...settings, seed: 2 })).model, first.model);
    writeFileSync(file, plantedText(501, 1));
    assert.notEqual((await engine().train([file], settings)).model, first.model);
  });

  it('trains anew when the cached file is cut short', async () => {
    const file = folder.file('cut.txt', plantedText(200, 3));
    const settings: RouteSettings = { ...usual, network: 'dense', epochs: 1 };
    const { path } = await engine('cut').train([file], settings);
    writeFileSync(path, 'f2varray');
    assert.equal((await engine('cut').train([file], settings)).cached, false);
  });

  it('cancels at once, also a training that waits its turn', async () => {
    const [a, b] = [folder.file('a.txt', plantedText(400, 4)), folder.file('b.txt', plantedText(400, 5))];
    const own = engine('cancel');
    const settings: RouteSettings = { ...usual, network: 'dense', epochs: 100_000, earlyStop: 0 };
    let begun = () => {};
    const training = new Promise<void>(resolve => (begun = resolve));
    const first = own.train([a], settings, { onProgress: ({ stage }) => stage === 'train' && begun() });
    await training;
    const second = own.train([b], settings);
    assert.equal(own.cancel([b]), true);
    assert.equal(own.cancel([a]), true);
    await assert.rejects(first, Cancelled);
    await assert.rejects(second, Cancelled);
    assert.equal(own.cancel([a]), false);
  });

  it('compares the LSTM with the dense net once both are cached', async () => {
    const file = folder.file('both.txt', plantedText(500, 6));
    const own = engine('both');
    const dense = await own.train([file], { ...usual, ...rates.dense, network: 'dense' });
    assert.equal(dense.comparison, undefined);
    const sequence = await own.train([file], { ...usual, ...rates.lstm, network: 'lstm' });
    assert.match(sequence.comparison ?? '', /adds nothing over the dense net|order of hops helps/);
    assert.equal(
      (await own.train([file], { ...usual, ...rates.dense, network: 'dense' })).comparison,
      sequence.comparison,
    );
  });

  it('classifies the routes of another file, subnets it has not seen among them', async () => {
    const [known, fresh] = [
      folder.file('known.txt', plantedText(800, 7)),
      folder.file('fresh.txt', plantedText(120, 8)),
    ];
    const settings: RouteSettings = { ...usual, ...rates.dense, network: 'dense', epochs: 6 };
    const answer = await engine().classify([fresh], settings, { trainedOn: [known] });
    assert.ok((answer.report?.accuracy ?? 0) > 0.8);
    for (const { probability, label, truth, reasons } of answer.routes) {
      assert.equal(label, probability > 0.5 ? 'malicious' : 'benign');
      assert.ok(truth !== undefined && reasons.length <= 3);
    }
    const strange = folder.file('strange.txt', plantedText(20, 9).replaceAll('10.', '11.'));
    const { notes } = await engine().classify([strange], settings, { trainedOn: [known] });
    assert.ok(
      notes.some(note => note.includes('taken for timeouts')),
      notes.join(),
    );
    await assert.rejects(
      engine().classify([fresh], { ...settings, network: 'autoencoder', epochs: 1 }, { trainedOn: [known] }),
      /knows no classes/,
    );
  });

  it('prints the fields that scripts rely on', async () => {
    const file = folder.file('cli.txt', plantedText(300, 10));
    const called = async (...words: string[]) => {
      process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cli');
      try {
        return await say('routes', ...words);
      } finally {
        delete process.env['FLOW2VEC_CACHE'];
      }
    };
    const call = async (...words: string[]) => (await called(...words)).out;
    const options = ['--network', 'dense', '--epochs', '2', '--backend', 'wasm', '--split', 'random'];
    const json = JSON.parse(await call('train', file, ...options, '--json')) as Record<string, unknown>;
    for (const field of [
      'network',
      'parameters',
      'backend',
      'seconds',
      'epochs',
      'report',
      'confusion',
      'rocAuc',
    ])
      assert.ok(field in json, field);
    assert.deepEqual(Object.keys(json['report'] as object), ['perClass', 'accuracy', 'macro', 'weighted']);
    const said = await call('train', file, ...options);
    assert.match(said, /precision +recall +f1-score +support/);
    assert.match(
      said,
      /Counting alone: accuracy 0\.\d+.*\nThe network (?:is ahead of|does not beat) counting/,
    );
    assert.ok('baseline' in json);
    const classified = JSON.parse(
      await call('classify', file, '--trained-on', file, ...options, '--json'),
    ) as { routes: Record<string, unknown>[] };
    for (const field of ['line', 'destination', 'probability', 'label'])
      assert.ok(field in (classified.routes[0] as object), field);
    const refused: [words: string[], says: RegExp][] = [
      [['train', file], /name a network/],
      [['train', file, '--network', 'forest'], /--network takes dense, lstm/],
      [['classify', file, ...options], /--trained-on FILE/],
    ];
    for (const [words, says] of refused) {
      const { code, error } = await called(...words);
      assert.equal(code, 2);
      assert.match(error, says);
    }
  });
});
