import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { agglomerate } from '../../../server/src/engine/routes/agglomeration';
import {
  calibration,
  classificationReport,
  confusionMatrix,
  curves,
  histogram,
} from '../../../server/src/engine/routes/classifierReport';
import type { Samples } from '../../../server/src/engine/routes/networks/samples';
import type { ReportRow } from '../../../shared/protocol/routeReport';
import { splitRoutes, type SplitSettings } from '../../../server/src/engine/routes/split';
import { plantedRoutes } from '../../support/plantedRoutes';
import { apart } from '../../support/referenceNetworks';

type TheirRow = Record<'precision' | 'recall' | 'f1-score' | 'support', number>;
interface Golden {
  agglomeration: {
    groups: number;
    subnets: number;
    routes: number[][];
    labels: number[];
    firstRoute: number[];
  };
  report: {
    labels: number[];
    probabilities: number[];
    report: Record<'benign' | 'malicious' | 'macro avg' | 'weighted avg', TheirRow> & { accuracy: number };
    confusion: number[][];
    rocAuc: number;
    averagePrecision: number;
    brier: number;
    roc: [number[], number[]];
    precisionRecall: [number[], number[]];
  };
}
const golden = JSON.parse(readFileSync(inRoot('test/golden/routes.json'), 'utf8')) as Golden;

describe('report on a classifier of routes', () => {
  const g = golden.report;
  const answers = {
    labels: Uint8Array.from(g.labels),
    probabilities: Float32Array.from(g.probabilities),
  };

  it("has scikit-learn's numbers", () => {
    const confusion = confusionMatrix(answers);
    assert.deepEqual(confusion, g.confusion);
    const { perClass, accuracy, macro, weighted } = classificationReport(confusion);
    const same = (ours: ReportRow | undefined, theirs: TheirRow) =>
      assert.ok(
        apart(Object.values(ours ?? {}), [
          theirs.precision,
          theirs.recall,
          theirs['f1-score'],
          theirs.support,
        ]) < 1e-12,
      );
    same(perClass['benign'], g.report.benign);
    same(perClass['malicious'], g.report.malicious);
    same(macro, g.report['macro avg']);
    same(weighted, g.report['weighted avg']);
    assert.ok(Math.abs(accuracy - g.report.accuracy) < 1e-12);
  });

  it("has scikit-learn's curves and areas, ties of probabilities included", () => {
    const { roc, precisionRecall } = curves(answers);
    assert.ok(Math.abs((roc.area ?? NaN) - g.rocAuc) < 1e-9);
    assert.ok(Math.abs((precisionRecall.area ?? NaN) - g.averagePrecision) < 1e-9);
    assert.ok(apart(roc.x, g.roc[0]) < 1e-12);
    assert.ok(apart(roc.y, g.roc[1]) < 1e-12);
    assert.ok(apart(precisionRecall.x, g.precisionRecall[0]) < 1e-12);
    assert.ok(apart(precisionRecall.y, g.precisionRecall[1]) < 1e-12);
  });

  it('is calibrated in tenths that hold every route once', () => {
    const { bins, brier, error } = calibration(answers);
    assert.ok(Math.abs(brier - g.brier) < 1e-6);
    assert.equal(
      bins.reduce((sum, bin) => sum + bin.routes, 0),
      g.labels.length,
    );
    assert.ok(error > 0 && error < 1);
    for (const { from, to, predicted } of bins)
      assert.ok(predicted === null || (predicted >= from - 1e-6 && predicted <= to + 1e-6));
  });

  it('says of any threshold what the histogram says', () => {
    // Away from the edges, which 32-bit floats are on either side of.
    const inside = { ...answers, probabilities: answers.probabilities.map(p => Math.min(0.999, p + 0.003)) };
    const { bins, benign, malicious } = histogram(inside, 20);
    const from = (counts: readonly number[], b: number) => counts.slice(b).reduce((a, c) => a + c, 0);
    for (let b = 1; b < bins; b++) {
      const [[, alarms], [, hits]] = confusionMatrix(inside, b / bins) as [number[], number[]];
      assert.deepEqual([from(benign, b), from(malicious, b)], [alarms, hits]);
    }
  });

  it('has no area without one of the classes', () => {
    const { roc } = curves({ labels: new Uint8Array(3), probabilities: Float32Array.of(0.1, 0.2, 0.3) });
    assert.equal(roc.area, null);
    const empty = curves({ labels: new Uint8Array(0), probabilities: new Float32Array(0) });
    assert.equal(empty.precisionRecall.area, null);
  });
});

describe('agglomeration of subnets', () => {
  const g = golden.agglomeration;
  const samples = samplesFrom(g.routes);
  const pause = () => Promise.resolve();

  it("groups as scikit-learn's FeatureAgglomeration, and pools by the mean", async () => {
    const map = await agglomerate(samples, g.subnets, g.groups, pause);
    assert.deepEqual(pairs(map.row), pairs(g.labels));
    const pooled = new Array<number>(g.groups).fill(0);
    for (const s of g.routes[0] as number[])
      pooled[map.row[s] as number] = (pooled[map.row[s] as number] as number) + (map.value[s] as number);
    assert.ok(
      apart(
        pooled.sort((a, b) => a - b),
        g.firstRoute,
      ) < 1e-6,
    );
  });

  it('makes as many groups as are asked for, each subnet in one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 6 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        async (routes, groups) => {
          const map = await agglomerate(samplesFrom(routes), 12, groups, pause);
          assert.equal(map.features, groups);
          assert.deepEqual(
            [...new Set(map.row)].sort((a, b) => a - b),
            Array.from({ length: groups }, (_, i) => i),
          );
          for (const [s, group] of map.row.entries())
            assert.ok(
              Math.abs((map.value[s] as number) - 1 / map.row.filter(other => other === group).length) < 1e-6,
            );
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  it('ends when it is told to', async () => {
    const stop = () => Promise.reject(new Error('stop'));
    await assert.rejects(agglomerate(samples, g.subnets, g.groups, stop), /stop/);
  });
});

describe('split of routes', () => {
  const usual: SplitSettings = { split: 'temporal', testShare: 0.2, balance: 'undersample', holdBack: false };
  const table = plantedRoutes(300, 2);
  const split = (settings: Partial<SplitSettings>) =>
    splitRoutes(table, { ...usual, ...settings }, seededRandom(1));
  const count = (routes: Uint32Array, label: number) => routes.filter(r => table.labels[r] === label).length;

  for (const settings of [{}, { split: 'random' }, { holdBack: true }] as Partial<SplitSettings>[])
    it(`${JSON.stringify(settings)}: no route on two sides, classes even on each`, () => {
      const { train, validation, test, leftOut } = split(settings);
      const all = [...train, ...validation, ...test];
      assert.equal(new Set(all).size, all.length);
      assert.equal(all.length + leftOut, table.labels.filter(label => label !== 255).length);
      for (const side of [train, test]) assert.equal(count(side, 0), count(side, 1));
      assert.equal(validation.length > 0, settings.holdBack === true);
    });

  it('tests the last of each class in time', () => {
    const { train, test } = split({ balance: 'none' });
    for (const label of [0, 1]) {
      const times = (routes: Uint32Array) =>
        [...routes].filter(r => table.labels[r] === label).map(r => table.times[r] as number);
      assert.ok(Math.max(...times(train)) <= Math.min(...times(test)));
    }
  });

  it('weighs classes so that each has half of the loss', () => {
    const { train, classWeights } = split({ balance: 'weights' });
    const [a, b] = [0, 1].map(label => count(train, label) * (classWeights[label] as number));
    assert.ok(Math.abs((a as number) - (b as number)) < 1e-6);
    assert.notEqual(classWeights[0], classWeights[1]);
  });

  it('says that it goes by the file when no route has a time', () => {
    const timeless = { ...table, times: new Float64Array(table.size).fill(NaN) };
    const { notes } = splitRoutes(timeless, usual, seededRandom(1));
    assert.ok(notes.some(note => note.includes('no times')));
  });

  it('asks for labels where there are too few', () => {
    const bare = { ...table, labels: new Uint8Array(table.size).fill(255) };
    assert.throws(() => splitRoutes(bare, usual, seededRandom(1)), /# label: benign/);
  });
});

function samplesFrom(routes: readonly (readonly number[])[]): Samples {
  const offsets = Uint32Array.from([
    0,
    ...routes.map(
      (
        (sum: number) => (r: readonly number[]) =>
          (sum += r.length)
      )(0),
    ),
  ]);
  return {
    size: routes.length,
    statistics: new Float32Array(routes.length * 5),
    hops: Int32Array.from(routes.flat()),
    offsets,
    labels: new Uint8Array(routes.length),
  };
}

/** Which of all pairs are together: the same for any naming of the groups. */
function pairs(groups: ArrayLike<number>): boolean[] {
  const list = Array.from(groups);
  return list.flatMap((a, i) => list.slice(i + 1).map(b => a === b));
}
