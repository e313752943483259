import assert from 'node:assert/strict';
import { loadAdam } from '../../../server/src/engine/routes/networks/adam';
import type { Descent } from '../../../server/src/engine/routes/networks/descent';
import { denseDescent, loadDense } from '../../../server/src/engine/routes/networks/denseDescent';
import { initialWeights } from '../../../server/src/engine/routes/networks/network';
import {
  rawFeatures,
  type FeatureMap,
  type Samples,
} from '../../../server/src/engine/routes/networks/samples';
import { tensorDescent } from '../../../server/src/engine/routes/networks/tensorDescent';
import { asKind } from '../../../server/src/engine/routes/networks/training';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { binaries } from '../../support/networkBinaries';
import { apart, use } from '../../support/referenceNetworks';

const subnets = 30;

type Numbers = ReturnType<Descent['step']>;

/** Routes of up to nine hops, timeouts and repeated subnets among them; some have none. */
function randomSamples(size: number, seed: number): Samples {
  const random = seededRandom(seed);
  const routes = Array.from({ length: size }, () =>
    Array.from({ length: Math.floor(random() * 10) }, () => Math.floor(random() * (subnets + 1)) - 1),
  );
  const offsets = new Uint32Array(size + 1);
  routes.forEach((route, r) => (offsets[r + 1] = (offsets[r] as number) + route.length));
  return asKind(
    'dense',
    {
      size,
      statistics: Float32Array.from({ length: size * 5 }, () => 2 * random() - 1),
      hops: Int32Array.from(routes.flat()),
      offsets,
      labels: Uint8Array.from({ length: size }, () => Math.floor(random() * 2)),
    },
    subnets,
  );
}

describe("the dense network's kernel", function () {
  this.timeout(60_000);
  before(async () => {
    await use('wasm');
    await Promise.all([loadAdam(binaries), loadDense(binaries)]);
  });

  const plan = { kind: 'dense', classWeights: [0.75, 1.5], align: 'start' } as const;
  const groups: FeatureMap = {
    ...rawFeatures(subnets),
    features: 4,
    row: Int32Array.from({ length: subnets }, (_, s) => s % 4),
    value: new Float32Array(subnets).fill(0.25),
  };

  // Products take four routes at a time, and layers 64: batches below, at and above both.
  for (const [what, map] of [
    ['raw subnets', rawFeatures(subnets)],
    ['groups of subnets', groups],
    ['numbers that say something first', { ...rawFeatures(subnets), start: [0.4, -1, 0.5, 0, 2, -0.25] }],
  ] satisfies [string, FeatureMap][])
    for (const batch of [1, 3, 4, 64, 65, 150])
      it(`takes the steps of TensorFlow.js: ${what}, ${batch} routes`, () => {
        const samples = randomSamples(200, batch);
        const weights = initialWeights('dense', map, { seed: 3 });
        const [ours, theirs] = [denseDescent, tensorDescent].map(of => of(plan, map, samples, weights));
        assert.ok(ours && theirs);
        const before = ours.weights();
        for (let step = 0; step < 3; step++) {
          const chosen = Uint32Array.from({ length: batch }, (_, i) => (step * 31 + i) % samples.size);
          const [a, b] = [ours, theirs].map(each => each.step(chosen, 0.01)) as [Numbers, Numbers];
          assert.ok(Math.abs(a.loss - b.loss) < 1e-4, `loss ${a.loss}, ${b.loss}`);
          assert.equal(a.right, b.right);
        }
        const [a, b] = [ours.weights(), theirs.weights()];
        assert.deepEqual(Object.keys(a), Object.keys(b));
        for (const [name, { shape, values }] of Object.entries(b)) {
          assert.deepEqual(a[name]?.shape, shape);
          assert.ok(apart(a[name]?.values ?? [], values) < 2e-4, `${name} differs`);
        }
        assert.ok(apart(a['dense_1/kernel']?.values ?? [], before['dense_1/kernel']?.values ?? []) > 0.01);
        const [c, d] = [ours.evaluate(samples), theirs.evaluate(samples)];
        assert.ok(Math.abs(c.loss - d.loss) < 1e-4 && c.accuracy === d.accuracy);
        theirs.dispose();
      });
});
