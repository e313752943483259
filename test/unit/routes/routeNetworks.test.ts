import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { adam, loadAdam } from '../../../server/src/engine/routes/networks/adam';
import { denseLayer } from '../../../server/src/engine/routes/networks/denseLayer';
import { embeddingBag } from '../../../server/src/engine/routes/networks/embeddingBag';
import { orthogonal } from '../../../server/src/engine/routes/networks/initial';
import { binaryCrossEntropy, softmaxCrossEntropy } from '../../../server/src/engine/routes/networks/losses';
import { loadLstm, lstm } from '../../../server/src/engine/routes/networks/lstm';
import { LstmKernel } from '../../../server/src/engine/routes/networks/lstmKernel';
import { layerSummaries } from '../../../server/src/engine/routes/networks/network';
import { binaries } from '../../support/networkBinaries';
import { apart, backendsHere, bagsFrom, laidOut, use } from '../../support/referenceNetworks';

interface Golden {
  lstm: Record<'batch' | 'steps' | 'features' | 'units', number> &
    Record<'inputs' | 'kernel' | 'recurrent' | 'bias' | 'towards' | 'output', number[]> & {
      gradients: Record<'inputs' | 'kernel' | 'recurrent' | 'bias', number[]>;
    };
  dense: { inputs: number[][]; labels: number[]; weights: number[][]; firstLoss: number; after: number[][] };
}
const golden = JSON.parse(readFileSync(inRoot('test/golden/routes.json'), 'utf8')) as Golden;

describe('networks of routes', function () {
  this.timeout(120_000);
  let backends: ('wasm' | 'native')[] = [];
  before(async () => {
    backends = await backendsHere();
    await loadLstm(binaries, 2);
    await loadAdam(binaries);
  });

  /** The same check on every backend that is here. */
  const onEach = (name: string, check: () => void | Promise<void>) =>
    it(name, async () => {
      for (const backend of backends) {
        await use(backend);
        await check();
      }
    });

  for (const [kind, features, parameters] of [
    ['lstm', 2874, 760_769],
    ['dense', 2874, 2879 * 64 + 64 + 2 * (64 * 64 + 64) + 65],
    ['hybrid', 50, 4 * 64 * (50 + 64 + 1) + (69 * 64 + 64) + (64 * 64 + 64) + 65],
    ['autoencoder', 2874, 2874 * 256 + 256 + 256 * 2874 + 2874],
  ] as const)
    it(`${kind}: ${parameters} parameters at ${features} features`, () => {
      const layers = layerSummaries(kind, { features, numbers: 5 });
      assert.equal(
        layers.reduce((sum, layer) => sum + layer.parameters, 0),
        parameters,
      );
    });

  onEach('an embedding bag is the dense layer over one-hots, in value and gradient', () => {
    const cell = fc.constantFrom(0, 0, 0, 1, 0.25, -2);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 7, maxLength: 7 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (matrix, seed) => {
          const random = seededRandom(seed);
          const weights = tf.tensor2d(Float32Array.from({ length: 7 * 5 }, random), [7, 5]);
          const towards = tf.tensor2d(Float32Array.from({ length: matrix.length * 5 }, random), [
            matrix.length,
            5,
          ]);
          const bags = bagsFrom(matrix);
          assert.deepEqual(laidOut(bags, 7), matrix);
          const own = embeddingBag(weights, bags);
          const dense = tf.matMul(tf.tensor2d(matrix), weights);
          assert.ok(apart(own.dataSync(), dense.dataSync()) < 1e-5);
          const [gradient] = tf.grads(w => embeddingBag(w as tf.Tensor2D, bags))([weights], towards);
          const wanted = tf.matMul(tf.tensor2d(matrix), towards, true);
          assert.ok(apart(gradient?.dataSync() ?? [], wanted.dataSync()) < 1e-5);
          tf.dispose([weights, towards, own, dense, wanted, ...(gradient ? [gradient] : [])]);
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  onEach('an LSTM answers and learns as Keras does', () => {
    const g = golden.lstm;
    const rows = stepMajor(g.inputs, g.batch, g.steps, g.features);
    const kernel = tf.tensor2d(g.kernel, [g.features, 4 * g.units]);
    const recurrent = tf.tensor2d(g.recurrent, [g.units, 4 * g.units]);
    const bias = tf.tensor1d(g.bias);
    const run = (x: tf.Tensor, u: tf.Tensor, b: tf.Tensor) =>
      lstm(x as tf.Tensor2D, u as tf.Tensor2D, b as tf.Tensor1D, g.batch);
    const sums = tf.matMul(tf.tensor2d(rows, [g.steps * g.batch, g.features]), kernel);
    assert.ok(apart(run(sums, recurrent, bias).dataSync(), g.output) < 1e-5);
    const [dSums, dRecurrent, dBias] = tf.grads(run)(
      [sums, recurrent, bias],
      tf.tensor2d(g.towards, [g.batch, g.units]),
    ) as [tf.Tensor2D, tf.Tensor, tf.Tensor];
    assert.ok(apart(dRecurrent.dataSync(), g.gradients.recurrent) < 1e-4);
    assert.ok(apart(dBias.dataSync(), g.gradients.bias) < 1e-4);
    const dInputs = tf.matMul(dSums, kernel, false, true).dataSync();
    const wanted = stepMajor(g.gradients.inputs, g.batch, g.steps, g.features);
    assert.ok(apart(dInputs, wanted) < 1e-4);
  });

  it('an LSTM answers the same for any number of threads, and for batches of any size', async () => {
    const random = seededRandom(3);
    for (const batch of [1, 5, 33]) {
      const shape = { batch, units: 16, steps: 6 };
      const numbers = (n: number) => Float32Array.from({ length: n }, () => random() - 0.5);
      const given = [numbers(6 * batch * 64), numbers(16 * 64), numbers(64)] as const;
      const towards = numbers(batch * 16);
      const answers = [];
      for (const threads of [1, 3]) {
        const kernel = await LstmKernel.load(binaries, threads);
        answers.push({
          last: kernel.forward(...given, shape),
          ...kernel.backward(towards, shape),
        });
      }
      const [one, three] = answers as [(typeof answers)[0], (typeof answers)[0]];
      assert.deepEqual(one.last, three.last);
      assert.deepEqual(one.inputs, three.inputs);
      assert.ok(apart(one.recurrent, three.recurrent) < 1e-5);
      assert.ok(apart(one.bias, three.bias) < 1e-5);
    }
  });

  onEach('a dense net and Adam step as in Keras', () => {
    const g = golden.dense;
    const shapes = [[6, 8], [8], [8, 1], [1]];
    const names = ['first', 'firstBias', 'last', 'lastBias'];
    const variables = new Map(
      names.map((name, i) => [name, tf.variable(tf.tensor(g.weights[i] as number[], shapes[i]))]),
    );
    const matrix = (name: string) => variables.get(name) as unknown as tf.Tensor2D;
    const vector = (name: string) => variables.get(name) as unknown as tf.Tensor1D;
    const optimizer = adam(variables);
    const losses: number[] = [];
    for (let step = 0; step < 2; step++) {
      const { value, grads } = tf.variableGrads(() => {
        const x = denseLayer(tf.tensor2d(g.inputs), matrix('first'), vector('firstBias'), 'relu');
        const logits = denseLayer(x, matrix('last'), vector('lastBias'), 'linear');
        const ones = new Float32Array(g.labels.length).fill(1);
        return binaryCrossEntropy(logits, Float32Array.from(g.labels), ones, () => undefined);
      });
      losses.push(value.dataSync()[0] as number);
      optimizer.apply(
        Object.fromEntries([...variables].map(([name, v]) => [name, grads[v.name] as tf.Tensor])),
        0.01,
      );
    }
    assert.ok(Math.abs((losses[0] as number) - g.firstLoss) < 1e-5);
    names.forEach((name, i) =>
      assert.ok(apart(variables.get(name)?.dataSync() ?? [], g.after[i] as number[]) < 2e-5, name),
    );
  });

  onEach('the softmax loss has the gradient that small steps show', () => {
    const targets = bagsFrom([
      [1, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
    const start = [0.3, -0.2, 0.9, 0.1, -0.4, 0.5, 0.2, -0.1];
    const loss = (values: number[]) =>
      softmaxCrossEntropy(tf.tensor2d(values, [2, 4]), targets, () => undefined).dataSync()[0] as number;
    const gradient = tf
      .grad(z => softmaxCrossEntropy(z as tf.Tensor2D, targets, () => undefined))(tf.tensor2d(start, [2, 4]))
      .dataSync();
    const shifted = (i: number, by: number) => loss(start.map((x, j) => (i === j ? x + by : x)));
    const shown = start.map((_, i) => (shifted(i, 0.01) - shifted(i, -0.01)) / 0.02);
    assert.ok(apart(gradient, shown) < 1e-3);
  });

  it('recurrent weights begin with orthogonal rows of length one', () => {
    const [rows, columns] = [8, 32];
    const matrix = orthogonal(rows, columns, seededRandom(1));
    for (let a = 0; a < rows; a++)
      for (let b = 0; b < rows; b++) {
        let dot = 0;
        for (let c = 0; c < columns; c++)
          dot += (matrix[a * columns + c] as number) * (matrix[b * columns + c] as number);
        assert.ok(Math.abs(dot - Number(a === b)) < 1e-5);
      }
  });
});

/** [batch][steps][width] as [steps][batch][width]. */
function stepMajor(values: readonly number[], batch: number, steps: number, width: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < steps; t++)
      out.set(values.slice((b * steps + t) * width, (b * steps + t + 1) * width), (t * batch + b) * width);
  return out;
}
