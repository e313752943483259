import assert from 'node:assert/strict';
import { Cache } from '../../../server/src/base/files/cache';
import { NetworkStore } from '../../../server/src/engine/routes/networkStore';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Line } from '../../../server/src/base/threads/line';
import { DestinationCounts } from '../../../server/src/engine/routes/destinationCounts';
import {
  baselineOf,
  countDestinations,
  knownOfOthers,
} from '../../../server/src/engine/routes/destinationFeature';
import { networksOf } from '../../../server/src/engine/hosts/mmdb';
import { runJob } from '../../../server/src/engine/routes/networks/job';
import { defaultRouteSettings, resolved } from '../../../server/src/engine/routes/networks/plan';
import { createRouteEngine } from '../../../server/src/engine/routes/routeEngine';
import type { RouteTable } from '../../../server/src/engine/routes/routeTable';
import { defaultPrefix } from '../../../server/src/engine/routes/subnets';
import { trainRoutes } from '../../../server/src/engine/routes/trainRoutes';
import { networkKinds, type RouteSettings } from '../../../shared/protocol/routeReport';
import { makeMmdb } from '../../support/makeMmdb';
import { binaries } from '../../support/networkBinaries';
import { plantedRoutes, plantedText } from '../../support/plantedRoutes';
import { temporaryFolder } from '../../support/temporaryFolder';

const usual: RouteSettings = { ...defaultRouteSettings, backend: 'wasm', split: 'random' };
const train = (table: RouteTable, settings: Partial<RouteSettings>) =>
  trainRoutes(table, {
    model: 'test',
    settings: resolved({ ...usual, ...settings }),
    read: { seconds: 0, notes: [], files: ['planted'] },
    run: (job, onBatch) => runJob({ ...job, wasmFolder: binaries }, onBatch),
    onProgress: () => undefined,
    pause: () => Promise.resolve(),
  });

/** Routes of which no hop answered: only the destination tells the class. */
function silentRoutes(count: number): RouteTable {
  const table = plantedRoutes(count, 1);
  return { ...table, hops: table.hops.map((_, j) => (j % 6 === 0 ? 0 : -1)) };
}

describe('counts of destinations', () => {
  const counted = (
    routes: readonly [destination: string, label: 0 | 1][],
    networkOf?: (a: string) => string,
  ) => {
    const counts = new DestinationCounts(defaultPrefix, networkOf);
    for (const [destination, label] of routes) counts.add(destination, label);
    return counts;
  };
  const says = (counts: DestinationCounts, destination: string) =>
    counts.probability(destination) > 0.5 ? 'malicious' : 'benign';

  const routes: [string, 0 | 1][] = [
    ...Array<[string, 0 | 1]>(9).fill(['10.1.1.1', 0]),
    ...Array<[string, 0 | 1]>(5).fill(['10.2.1.1', 1]),
    ['10.2.2.1', 0],
    ['10.2.2.2', 1],
    ['2001:db8:1::1', 1],
    ['t.example', 1],
    ['', 0],
  ];
  const cases: [what: string, destination: string, label: string, of: readonly [number, number]][] = [
    ['the commoner label of the /24', '10.1.1.77', 'benign', [9, 0]],
    ['the /16 where the /24 has as many of both', '10.2.2.9', 'malicious', [1, 1]],
    ['the /16 where the /24 is not known', '10.2.9.9', 'malicious', [0, 0]],
    ['all routes where nothing is known', '172.16.0.1', 'benign', [0, 0]],
    ['the /48 of IPv6', '2001:db8:1:2::9', 'malicious', [0, 1]],
    ['the /32 of IPv6', '2001:db8:9::9', 'malicious', [0, 0]],
    ['a name', 'T.example', 'malicious', [0, 1]],
    ['a destination that no tool told', '', 'benign', [0, 0]],
  ];
  for (const [what, destination, label, of] of cases)
    it(`say ${what}`, () => {
      const counts = counted(routes);
      assert.equal(says(counts, destination), label);
      assert.deepEqual([...counts.of(destination)], of);
      const kept = new DestinationCounts(defaultPrefix, undefined, counts.entries());
      assert.equal(kept.probability(destination), counts.probability(destination));
    });

  it('say the network where neither subnet is known, by a file that tells it', async () => {
    const data = { autonomous_system_number: 64500 };
    const file = folder.file(
      'asn.mmdb',
      makeMmdb([
        { subnet: '172.16.0.0/16', data },
        { subnet: '172.30.0.0/16', data },
      ]),
    );
    const networkOf = await networksOf(file);
    assert.deepEqual([networkOf('172.30.0.1'), networkOf('10.0.0.1')], ['AS64500', undefined]);
    const more: [string, 0 | 1][] = [...routes, ['172.16.0.1', 1], ['172.16.0.2', 1]];
    const counts = counted(more, networkOf as (a: string) => string);
    assert.equal(says(counts, '172.30.0.1'), 'malicious');
    assert.equal(
      says(counted(more), '172.30.0.1'),
      'malicious' === says(counted(more), '9.9.9.9') ? 'malicious' : 'benign',
    );
    assert.deepEqual(counts.levels, ['/24', '/16', 'network']);
    await assert.rejects(
      networksOf(folder.file('no.mmdb', 'x')),
      /no\.mmdb: cannot be read as a MaxMind file/,
    );
  });

  it('of a route that is learned from leave its own label out', () => {
    const table = plantedRoutes(200, 2);
    const all = Uint32Array.from({ length: 200 }, (_, r) => r);
    const known = knownOfOthers(table, all, seededRandom(3), defaultPrefix);
    for (const r of [0, 17, 199]) {
      const labels = table.labels.map((label, i) => (i === r ? 1 - label : label));
      const other = knownOfOthers({ ...table, labels }, all, seededRandom(3), defaultPrefix);
      assert.equal(other[r], known[r]);
      assert.notDeepEqual(other, known);
    }
  });

  it('are set beside the network in words, ahead, behind, or within chance', () => {
    const table = plantedRoutes(400, 4);
    const all = Uint32Array.from({ length: 400 }, (_, r) => r);
    const counts = countDestinations(table, all.subarray(0, 200), defaultPrefix);
    const tested = all.subarray(200);
    const labels = Uint8Array.from(tested, r => table.labels[r] as number);
    const verdict = (probabilities: Float32Array) =>
      baselineOf(table, tested, counts, { labels, probabilities })?.verdict ?? '';
    const same = Float32Array.from(tested, r => counts.probability(table.destinations[r] as string));
    assert.match(
      verdict(Float32Array.from(labels)),
      /^The network is ahead of counting: the network has 1\.000 of 200/,
    );
    assert.match(verdict(same), /^The network does not beat counting by more than chance/);
    assert.match(
      verdict(labels.length ? Float32Array.from(labels, l => 1 - l) : same),
      /^The network does not beat counting: /,
    );
    assert.equal(baselineOf(table, new Uint32Array(0), counts, { labels, probabilities: same }), undefined);
  });
});

const folder = temporaryFolder();

describe('networks that are told the destination', function () {
  this.timeout(300_000);

  for (const network of ['dense', 'hybrid'] as const)
    it(`${network}: knows what the counts know, and without them nothing`, async () => {
      const table = silentRoutes(1200);
      const none = (await train(table, { network, agglomerate: -1, epochs: 5 })).report;
      const { report, map } = await train(table, {
        network,
        agglomerate: -1,
        destination: 'counts',
        epochs: 12,
      });
      const counted = report.baseline?.report.accuracy ?? 0;
      assert.ok(counted > 0.8 && none.baseline?.report.accuracy === counted);
      assert.ok((none.report?.accuracy ?? 1) < 0.65, `${none.report?.accuracy}`);
      assert.ok((report.report?.accuracy ?? 0) > counted - 0.05, `${report.report?.accuracy}, ${counted}`);
      assert.equal(map.numbers, 6);
      assert.match(report.notes.join(), /told the share of malicious routes to the destination/);
      assert.match(none.notes.join(), /As in the notebook, the network is not told the destination/);
      // One more number in the first layer that takes numbers.
      assert.equal(report.parameters - none.parameters, 64);
    });

  it('begins at what the numbers say, and stays there where no epoch lowers the loss', async () => {
    const rate = 1e-9;
    const settings = { network: 'dense', destination: 'counts', epochs: 1, learningRate: rate } as const;
    const { report, weights, map } = await train(silentRoutes(600), settings);
    assert.ok((report.report?.accuracy ?? 0) > (report.baseline?.report.accuracy ?? 1) - 0.05);
    assert.equal(map.start?.length, 7);
    assert.ok(weights['output/kernel']?.values.every(weight => Math.abs(weight) < 1e-6));
  });

  it('lstm and autoencoder: take no numbers, told or not', () => {
    for (const network of ['lstm', 'autoencoder'] as const)
      assert.deepEqual(
        resolved({ ...usual, network, destination: 'counts' }),
        resolved({ ...usual, network, destination: 'none' }),
      );
  });

  it('say what the destination adds to each route, the same from the cache', async () => {
    const [known, fresh] = [
      folder.file('known.txt', plantedText(600, 7)),
      folder.file('fresh.txt', plantedText(60, 8)),
    ];
    const engine = createRouteEngine({
      line: new Line(),
      store: new NetworkStore(join(folder.path, 'cache'), new Cache()),
    });
    const settings: RouteSettings = { ...usual, network: 'dense', destination: 'counts', epochs: 6 };
    const first = await engine.classify([fresh], settings, { trainedOn: [known] });
    const second = await engine.classify([fresh], settings, { trainedOn: [known] });
    assert.deepEqual(second, first);
    assert.ok((first.baseline?.report.accuracy ?? 0) > 0.7 && first.baseline?.known === 60);
    const reasons = first.routes.flatMap(route => route.reasons.map(reason => reason.subnet));
    assert.ok(reasons.some(reason => /^destination \(\d+ of \d+ routes there malicious\)$/.test(reason)));
    await engine.dispose();
  });
});

describe('a training that diverges', function () {
  this.timeout(120_000);

  for (const network of networkKinds)
    it(`${network}: names the learning rate`, async () => {
      const diverging = train(plantedRoutes(300, 1), {
        network,
        learningRate: 1e15,
        batchSize: 32,
        epochs: 3,
      });
      await assert.rejects(
        diverging,
        /training diverged .* learning rate 1000000000000000\. Choose a lower one/,
      );
    });

  it('leaves nothing in the cache', async () => {
    const cache = join(folder.path, 'diverged');
    const engine = createRouteEngine({ line: new Line(), store: new NetworkStore(cache, new Cache()) });
    const file = folder.file('diverging.txt', plantedText(300, 1));
    const settings: RouteSettings = { ...usual, network: 'dense', learningRate: 1e15 };
    await assert.rejects(engine.train([file], settings), /learning rate/);
    assert.deepEqual(existsSync(cache) ? readdirSync(cache) : [], []);
    await engine.dispose();
  });
});
