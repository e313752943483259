import assert from 'node:assert/strict';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { linearStart } from '../../../server/src/engine/routes/linearStart';
import { rawFeatures, startsOf, type Samples } from '../../../server/src/engine/routes/networks/samples';

/** Routes without hops, of which two numbers say the class and a third repeats one of them. */
function samplesOf(size: number, seed: number, classOf: (a: number, b: number, chance: number) => boolean) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: size }, () => [2 * random() - 1, 2 * random() - 1] as const);
  const samples: Samples = {
    size,
    statistics: Float32Array.from(rows.flatMap(([a, b]) => [a, b, a])),
    hops: new Int32Array(0),
    offsets: new Uint32Array(size + 1),
    labels: Uint8Array.from(rows, ([a, b]) => Number(classOf(a, b, random()))),
  };
  return samples;
}

describe('where a network that is told numbers begins', () => {
  const drawn = samplesOf(4000, 5, (a, b, chance) => chance < 1 / (1 + Math.exp(-(0.5 + 2 * a - b))));
  const map = { ...rawFeatures(0), numbers: 3 };

  for (const classWeights of [
    [1, 1],
    [0.5, 2],
  ] as const)
    it(`is where the loss of classes that weigh ${classWeights.join(' and ')} has no slope`, () => {
      const start = linearStart(drawn, 3, classWeights);
      const logits = startsOf(drawn, Uint32Array.from(drawn.labels.keys()), { ...map, start });
      const slope = start.map(weight => -weight);
      logits.forEach((z, r) => {
        const label = drawn.labels[r] as 0 | 1;
        const off = classWeights[label] * (label - 1 / (1 + Math.exp(-z)));
        for (let i = 0; i < 4; i++)
          slope[i] = (slope[i] as number) + off * (i === 0 ? 1 : (drawn.statistics[r * 3 + i - 1] as number));
      });
      assert.ok(
        slope.every(each => Math.abs(each) < 0.01),
        slope.join(),
      );
    });

  it('finds the weights that classes were drawn by, shared by numbers that repeat each other', () => {
    const [intercept, a, b, again] = linearStart(drawn, 3, [1, 1]) as [number, number, number, number];
    assert.ok(Math.abs(intercept - 0.5) < 0.15 && Math.abs(a + again - 2) < 0.25 && Math.abs(b + 1) < 0.25);
    assert.ok(Math.abs(a - again) < 1e-6);
  });

  it('stays finite where a number tells the class for sure, and where there is one class only', () => {
    for (const one of [samplesOf(300, 1, a => a > 0), samplesOf(300, 1, () => true)])
      assert.ok(linearStart(one, 3, [1, 1]).every(weight => Math.abs(weight) < 100));
  });
});
