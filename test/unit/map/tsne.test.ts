import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import {
  tsne,
  tsneNeighbours,
  type TsneProgress,
  type TsneSettings,
} from '../../../server/src/engine/map/tsne';
import { plainAffinities, plainGradient, squaredDistances } from '../../support/plainTsne';

const settings: TsneSettings = {
  dimensions: 2,
  perplexity: 10,
  earlyExaggeration: 12,
  learningRate: 0,
  iterations: 0,
  seed: 1,
  threads: 2,
};

const golden = JSON.parse(readFileSync(inRoot('test/golden/tsne.json'), 'utf8')) as {
  probabilities: number[][];
  kl: number;
  gradient: number[];
  finalKl: number;
};

/** Points around `groups` centres that are far from each other; point i belongs to group i % groups. */
function grouped(n: number, d: number, groups: number, spread: number): Float32Array {
  const random = seededRandom(7);
  const centres = Array.from({ length: groups * d }, () => random() * 10);
  return Float32Array.from({ length: n * d }, (_, at) => {
    const group = Math.floor(at / d) % groups;
    return (centres[group * d + (at % d)] as number) + (random() - 0.5) * spread;
  });
}

/** Uniform in a square or cube of that side. */
function scattered(n: number, dimensions: number, side: number, seed = 3): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: n * dimensions }, () => (random() - 0.5) * side);
}

/** The first step of the descent over rate and first gain: minus the gradient, its mean taken away. */
async function firstStep(
  rows: Float32Array,
  n: number,
  d: number,
  start: Float32Array,
  dimensions: 2 | 3,
  rate: number,
  perplexity = settings.perplexity,
): Promise<Float64Array> {
  const { layout } = await tsne(rows, n, d, {
    ...settings,
    perplexity,
    dimensions,
    earlyExaggeration: 1,
    learningRate: rate,
    iterations: 1,
    start,
  });
  const before = minusMean(Float64Array.from(start), dimensions);
  return minusMean(Float64Array.from(layout), dimensions).map(
    (x, at) => (x - (before[at] as number)) / (-0.8 * rate),
  );
}

function minusMean(points: Float64Array, dimensions: number): Float64Array {
  const n = points.length / dimensions;
  const means = Array.from(
    { length: dimensions },
    (_, c) => points.reduce((s, x, at) => s + (at % dimensions === c ? x : 0), 0) / n,
  );
  return points.map((x, at) => x - (means[at % dimensions] as number));
}

/** Root of the mean square of a difference, as a share of that of what was wanted. */
function relativeError(found: Float64Array, wanted: Float64Array): number {
  let [error, size] = [0, 0];
  wanted.forEach((x, at) => {
    error += ((found[at] as number) - x) ** 2;
    size += x * x;
  });
  return Math.sqrt(error / size);
}

describe('t-SNE', function () {
  this.timeout(120_000);
  const [n, d] = [300, 12];
  const rows = grouped(n, d, 4, 6);
  const k = tsneNeighbours(n, settings.perplexity);

  // Small layouts are those of the first steps; wide ones have more nodes than points.
  for (const [dimensions, side] of [
    [2, 0.01],
    [2, 3],
    [2, 40],
    [2, 180],
    [3, 0.01],
    [3, 3],
    [3, 40],
  ] as const)
    it(`steps down the exact gradient in ${dimensions} dimensions, layout ${side} wide`, async () => {
      const p = plainAffinities(rows, n, d, k, settings.perplexity);
      const start = scattered(n, dimensions, side);
      const { gradient, kl } = plainGradient(p, start, n, dimensions);
      const largest = gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      // Steps of a fiftieth of the layout: far above rounding, far below the longest step.
      const rate = Math.min(2, side / 50) / largest;
      const found = await firstStep(rows, n, d, start, dimensions, rate);
      const error = relativeError(found, minusMean(gradient, dimensions));
      assert.ok(error < 0.02, `gradient off by ${error}`);
      const measured = await tsne(rows, n, d, { ...settings, dimensions, start });
      assert.ok(Math.abs(measured.kl - kl) < 0.02, `${measured.kl}, exactly ${kl}`);
    });

  it('has the probabilities, divergence and gradient of scikit-learn', async () => {
    const noise = (i: number, c: number) => ((i * 7919 + c * 104729 + i * i * c * 31) % 1009) / 1009;
    const points = Float32Array.from({ length: 300 }, (_, at) => {
      const [i, c] = [Math.floor(at / 5), at % 5];
      return noise(i, c) + 2 * Number(i % 4 === c);
    });
    const start = Float32Array.from({ length: 120 }, (_, at) =>
      at % 2 === 0 ? noise(at / 2 + 100, 1) * 3 : noise((at - 1) / 2 + 200, 2) * 3,
    );
    const p = plainAffinities(points, 60, 5, 59, 19.5);
    golden.probabilities
      .flat()
      .forEach((wanted, at) => assert.ok(Math.abs((p[at] as number) - wanted) < 2e-8));
    const atStart = await tsne(points, 60, 5, { ...settings, perplexity: 19.5, start });
    assert.ok(Math.abs(atStart.kl - golden.kl) < 2e-3, `${atStart.kl}, scikit-learn ${golden.kl}`);
    const wanted = minusMean(
      Float64Array.from(golden.gradient, x => x / 4),
      2,
    );
    const found = await firstStep(points, 60, 5, start, 2, 5, 19.5);
    assert.ok(relativeError(found, wanted) < 0.01);
    const end = await tsne(points, 60, 5, { ...settings, perplexity: 19.5, iterations: 1000 });
    assert.ok(end.kl < golden.finalKl * 1.1, `${end.kl}, scikit-learn's descent came to ${golden.finalKl}`);
  });

  for (const dimensions of [2, 3] as const)
    it(`takes groups apart and lets the divergence fall, ${dimensions} dimensions`, async () => {
      const points = grouped(400, 20, 5, 3);
      const random = scattered(400, dimensions, 1e-4);
      const seen: TsneProgress[] = [];
      const before = await tsne(points, 400, 20, { ...settings, dimensions, start: random });
      const after = await tsne(
        points,
        400,
        20,
        { ...settings, dimensions, start: random, iterations: 500 },
        { onProgress: progress => seen.push(progress) },
      );
      assert.ok(after.kl < before.kl / 3, `${before.kl} to ${after.kl}`);
      const squares = squaredDistances(after.layout, 400, dimensions);
      for (let i = 0; i < 400; i++) {
        const others = Array.from({ length: 400 }, (_, j) => j).filter(j => j !== i);
        const nearest = others.reduce((a, b) =>
          (squares[i * 400 + a] as number) < (squares[i * 400 + b] as number) ? a : b,
        );
        assert.equal(nearest % 5, i % 5, `the nearest of point ${i}`);
      }
      for (const { iteration, of, layout } of seen.filter(s => s.stage === 'layout')) {
        assert.ok(iteration <= of);
        assert.equal(layout?.length ?? 400 * dimensions, 400 * dimensions);
      }
    });

  for (const dimensions of [2, 3] as const)
    it(`is the same again for a seed and a number of threads, ${dimensions} dimensions`, async () => {
      const same = { ...settings, dimensions, iterations: 60 };
      const [a, b, other] = await Promise.all([
        tsne(rows, n, d, same),
        tsne(rows, n, d, same),
        tsne(rows, n, d, { ...same, seed: 2 }),
      ]);
      assert.deepEqual(a.layout, b.layout);
      assert.equal(a.kl, b.kl);
      assert.notDeepEqual(a.layout, other.layout);
      const means = minusMean(Float64Array.from(a.layout), dimensions).map(
        (x, at) => x - (a.layout[at] as number),
      );
      assert.ok(
        means.every(x => Math.abs(x) < 1e-3),
        'centred',
      );
    });

  it('lays out duplicates and rows that are all alike', async () => {
    const alike = new Float32Array(200 * 4).fill(1);
    const { layout, kl } = await tsne(alike, 200, 4, { ...settings, iterations: 100 });
    assert.ok(layout.every(Number.isFinite) && Number.isFinite(kl));
    const pairs = grouped(200, 4, 100, 0);
    const twins = await tsne(pairs, 200, 4, { ...settings, iterations: 300 });
    assert.ok(twins.layout.every(Number.isFinite));
  });

  it('ends when it is cancelled, before or while it runs', async () => {
    const many = grouped(6000, d, 9, 8);
    await assert.rejects(tsne(many, 6000, d, settings, { signal: AbortSignal.abort() }), Cancelled);
    const stop = new AbortController();
    const job = tsne(
      many,
      6000,
      d,
      { ...settings, iterations: 1_000_000 },
      {
        signal: stop.signal,
        onProgress: ({ stage, iteration }) => {
          if (stage === 'layout' && iteration > 0) stop.abort();
        },
      },
    );
    await assert.rejects(job, Cancelled);
  });

  it('says what it cannot lay out', async () => {
    await assert.rejects(tsne(new Float32Array(8), 4, 2, settings), /at least 5 points/);
    // Five points are enough, with a perplexity to match.
    assert.equal((await tsne(rows, 5, d, { ...settings, iterations: 20 })).layout.length, 10);
    await assert.rejects(tsne(rows, n, d, { ...settings, perplexity: 0.5 }), /above 1/);
  });
});
