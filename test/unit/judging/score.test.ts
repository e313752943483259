import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Calibration } from '../../../server/src/engine/judging/calibration';
import { defaultConfig, type EmbeddingConfig } from '../../../server/src/engine/training/embedding/config';
import { nearestKnown } from '../../../server/src/engine/judging/distances';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import type { ScoreReport } from '../../../server/src/engine/judging/answers';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeOffice, type PlantedFlow } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config: EmbeddingConfig = { ...defaultConfig, size: 24, epochs: 4, workers: 1, deterministic: true };

describe('a calibration', () => {
  it('says which share of the training stands below, ties not counted', () => {
    const scale = new Calibration([0, 0, 0, 1, 2, NaN]);
    assert.deepEqual(
      [-1, 0, 1, 1.5, 2, 3].map(x => scale.share(x)),
      [0, 0, 0.6, 0.8, 0.8, 1],
    );
    assert.equal(scale.size, 5);
    assert.ok(Math.abs(scale.surprise(1) - -Math.log(0.4)) < 1e-12);
    assert.equal(scale.surprise(0), 0);
  });
  it('keeps order, also beyond all it knows, and never says NaN', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { maxLength: 40 }), number, number, (known, a, b) => {
        const scale = new Calibration(known);
        const [x, y] = [scale.surprise(Math.min(a, b)), scale.surprise(Math.max(a, b))];
        assert.ok(x >= 0 && y >= x, `${x} ${y}`);
      }),
      { examples: [[[-5e-324, -5e-324, 0, 8.4e-323, -5e-324, 8.4e-323], 8e-323, 8.4e-323]] },
    );
    const scale = new Calibration([1, 2, 3]);
    assert.ok(scale.surprise(5) > scale.surprise(4));
    // Nor are different numbers at one place between two of the training.
    assert.ok(scale.surprise(2.5) > scale.surprise(2.25) && scale.surprise(2.25) > scale.surprise(2));
  });
  it('takes a tail to fall by a power, and finds back what it calls that rare', () => {
    const [shape, count] = [0.3, 20_000];
    // Quantiles of the distribution that it fits, so that there is no chance in it.
    const value = (share: number) => (share ** -shape - 1) / shape;
    const scale = new Calibration(Array.from({ length: count }, (_, i) => value((i + 0.5) / count)));
    for (const share of [1e-3, 1e-4, 1e-6]) {
      const surprise = scale.surprise(value(share));
      assert.ok(Math.abs(surprise + Math.log(share)) < 0.3, `${share}: ${surprise}`);
      assert.ok(Math.abs(scale.surprise(scale.above(share)) + Math.log(share)) < 1e-9);
    }
  });
  it('is little moved by what happened once', () => {
    const usual = Array.from({ length: 2000 }, (_, i) => -Math.log((i + 0.5) / 2000));
    const [calm, eventful] = [usual, [...usual, 100]].map(known => new Calibration(known));
    const [before, after] = [calm?.surprise(30) ?? 0, eventful?.surprise(30) ?? 0];
    assert.ok(after > 0.5 * before, `${before} ${after}`);
  });
});

describe('neighbours of vectors that the model does not have', function () {
  this.timeout(60_000);
  for (const [known, asked, size, k] of [
    [50, 7, 12, 3],
    [3, 5, 8, 4],
    [9, 1, 1, 2],
  ] as const)
    it(`are those of brute force: ${asked} among ${known} of ${size} numbers`, async () => {
      const random = seededRandom(known);
      const make = (n: number) =>
        Array.from({ length: n }, () => Float32Array.from({ length: size }, () => random() - 0.5));
      const [a, b] = [make(known), make(asked)];
      const cosine = (x: Float32Array, y: Float32Array) =>
        x.reduce((s, v, i) => s + v * (y[i] as number), 0) / (Math.hypot(...x) * Math.hypot(...y));
      const { rows, similarities } = await nearestKnown(
        size,
        { count: known, fill: (i, to) => to.set(a[i] as Float32Array) },
        { count: asked, fill: (i, to) => to.set(b[i] as Float32Array) },
        k,
        2,
      );
      for (const [q, query] of b.entries()) {
        const want = a.map(x => cosine(x, query)).sort((x, y) => y - x);
        for (let i = 0; i < k; i++) {
          const row = rows[q * k + i] as number;
          if (i >= known) assert.equal(row, 0xffffffff);
          else assert.ok(Math.abs((similarities[q * k + i] as number) - (want[i] as number)) < 1e-5);
        }
      }
    });
});

describe('a score of an unseen capture', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let office: string;
  before(() => {
    office = folder.file('office.binetflow', makeOffice({ flows: 4000, seed: 1 }));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  const score = (planted: readonly PlantedFlow[], top = 20, settings = config): Promise<ScoreReport> => {
    const unseen = folder.file('unseen.binetflow', makeOffice({ flows: 1000, seed: 2 }, planted));
    return engine.score([office], settings, [unseen], { top });
  };
  const irc = { src: '10.0.0.3', dst: '66.6.6.6', port: '6667', label: 'From-Botnet-C&C' };

  const settings: [name: string, more: Partial<EmbeddingConfig>][] = [
    ['composed vectors', {}],
    ['plain vectors', { vectors: 'plain' }],
    ['sentences of hosts', { sentence: { by: 'host' } }],
    ['hierarchical softmax', { output: 'hierarchical' }],
    ['a minimum count', { minCount: 2 }],
  ];
  for (const [name, more] of settings)
    it(`puts a planted flow first, with its line, label and reason: ${name}`, async () => {
      const report = await score([irc], 20, { ...config, ...more });
      assert.equal(report.flows, 1001);
      const [first] = report.anomalies;
      assert.deepEqual(
        [first?.token, first?.line, first?.file, first?.label],
        ['tcp 10.0.0.3 66.6.6.6 6667', 502, 0, 'From-Botnet-C&C'],
      );
      assert.ok((first?.score as number) > 0.99 && (first?.score as number) <= 1);
      const reasons = first?.reasons.join('\n') ?? '';
      assert.match(
        reasons,
        /^10\.0\.0\.3 never used tcp port 6667 in its \d+ flows; from 10:08:20 it did in 1 flow to 1 host; 0 of 7 hosts did so before$/m,
      );
      const [host] = report.hosts;
      const [incident] = report.incidents;
      assert.deepEqual([host?.address, incident?.address], ['10.0.0.3', '10.0.0.3']);
      assert.deepEqual([first?.incident, incident?.id, host?.incidents[0]], [1, 1, 1]);
      assert.ok(incident?.lines.includes(502));
      assert.ok((incident?.from as string) <= '2011-08-16T10:08:20.000Z');
      assert.ok((incident?.to as string) >= '2011-08-16T10:08:20.000Z');
      if (name === 'composed vectors') assert.ok((host?.unchanged.length as number) > 0);
    });

  it('finds a host that does what only another does', async () => {
    const { anomalies } = await score([{ src: '10.0.0.4', dst: '10.0.0.25', port: '25' }]);
    const [first] = anomalies;
    assert.equal(first?.token, 'tcp 10.0.0.4 10.0.0.25 25');
    assert.match(
      first?.reasons.join('\n') ?? '',
      /10\.0\.0\.4 never used tcp port 25 in its \d+ flows; .*; 1 of 7 hosts did so before/,
    );
  });

  it('is calibrated: of flows like those of the training, few are called unlikely', async () => {
    const { anomalies, unknown, flows } = await score([], 1000);
    const scores = anomalies.map(a => a.score);
    assert.deepEqual(
      [...scores].sort((a, b) => b - a),
      scores,
    );
    assert.ok(scores.every(s => s >= 0 && s <= 1));
    for (const level of [0.9, 0.99]) {
      const above = scores.filter(s => s > level).length / flows;
      assert.ok(above < 3 * (1 - level), `${above} above ${level}`);
    }
    // The peer's strangers are unknown and yet usual: a fifth of all flows.
    assert.ok(unknown > 0.1 * flows && unknown < 0.3 * flows, `${unknown}`);
    assert.ok(anomalies.every(a => a.reasons.length > 0));
  });

  it('says the same twice, and of several files which one a flow is in', async () => {
    assert.deepEqual(await score([irc]), await score([irc]));
    const quiet = folder.file('quiet.binetflow', makeOffice({ flows: 300, seed: 3 }));
    const loud = folder.file('loud.binetflow', makeOffice({ flows: 300, seed: 4 }, [irc]));
    const { anomalies } = await engine.score([office], config, [quiet, loud], { top: 1 });
    assert.deepEqual([anomalies[0]?.file, anomalies[0]?.line], [1, 152]);
  });

  it('takes hostile cells as text, shortened', async () => {
    const evil = [
      "'; DROP TABLE flows;--",
      '__proto__',
      '<img src=x onerror=1>',
      '\u202e\u0007',
      'x'.repeat(5000),
    ];
    const { anomalies } = await score(
      evil.map(port => ({ ...irc, port })),
      5,
    );
    assert.equal(anomalies.length, 5);
    for (const { reasons } of anomalies) {
      assert.match(reasons.join('\n'), /10\.0\.0\.3 never used tcp port/);
      assert.ok(reasons.every(reason => reason.length < 500));
    }
  });

  it('is cancelled like a training', async () => {
    const job = engine.score([office], { ...config, epochs: 1000, deterministic: false }, [office], {
      top: 1,
    });
    const caught = assert.rejects(job, (error: unknown) => error instanceof Cancelled);
    while (!engine.cancel([office])) await new Promise(resolve => setImmediate(resolve));
    await caught;
  });

  it('does not touch the captures', () => {
    assert.equal(readFileSync(office, 'utf8'), makeOffice({ flows: 4000, seed: 1 }));
  });
});
