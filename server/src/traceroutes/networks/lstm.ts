import * as tf from '@tensorflow/tfjs-core';

/**
 * An LSTM (Hochreiter and Schmidhuber 1997) as Keras computes it with `activation='relu'`: gates input, forget,
 * candidate, output in this order, sigmoid gates, the last hidden state answered, [batch, units].
 * `inputs` is [steps × batch, 4 units], the input products with step-major rows; `recurrent` [units, 4 units];
 * `bias` [4 units]. The steps run over plain arrays with one product each, and back through time likewise: a
 * tape of a thousand small operations would take longer than their numbers.
 */
export function lstm(
  inputs: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
  batch: number,
): tf.Tensor2D {
  const units = recurrent.shape[0];
  const steps = inputs.shape[0] / batch;
  const op = tf.customGrad((x, u, b, save) => {
    const run = forward(x as tf.Tensor2D, u as tf.Tensor2D, b as tf.Tensor1D, { batch, units, steps });
    (save as unknown as tf.GradSaveFunc)([u as unknown as tf.Tensor]);
    return {
      value: tf.tensor2d(run.hidden.slice(steps * batch * units), [batch, units]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        backward(run, saved[0] as tf.Tensor2D, dy, { batch, units, steps }),
    };
  });
  return op(inputs, recurrent, bias) as tf.Tensor2D;
}

interface Shape {
  batch: number;
  units: number;
  steps: number;
}

interface Run {
  /** steps × batch × 4 units: the gates after their activations. */
  gates: Float32Array;
  /** (steps + 1) × batch × units, the first of zeros. */
  cells: Float32Array;
  hidden: Float32Array;
}

function forward(inputs: tf.Tensor2D, recurrent: tf.Tensor2D, bias: tf.Tensor1D, shape: Shape): Run {
  const { batch, units, steps } = shape;
  const cell = batch * units;
  // The inputs' own array becomes the gates: what dataSync hands over is a copy.
  const gates = inputs.dataSync<'float32'>();
  const b = bias.dataSync<'float32'>();
  const cells = new Float32Array((steps + 1) * cell);
  const hidden = new Float32Array((steps + 1) * cell);
  for (let t = 0; t < steps; t++) {
    const product = t === 0 ? undefined : multiply(hidden.slice(t * cell, (t + 1) * cell), recurrent, shape);
    activate(gates, product, b, cells, hidden, t, shape);
  }
  return { gates, cells, hidden };
}

/** Hidden state [batch, units] times the recurrent weights. */
function multiply(state: Float32Array, recurrent: tf.Tensor2D, { batch, units }: Shape): Float32Array {
  const result = tf.tidy(() => tf.matMul(tf.tensor2d(state, [batch, units]), recurrent));
  const values = result.dataSync<'float32'>();
  result.dispose();
  return values;
}

function activate(
  gates: Float32Array,
  product: Float32Array | undefined,
  bias: Float32Array,
  cells: Float32Array,
  hidden: Float32Array,
  t: number,
  { batch, units }: Shape,
): void {
  const cell = batch * units;
  for (let r = 0; r < batch; r++) {
    const from = (t * batch + r) * 4 * units;
    const at = r * 4 * units;
    const sum = (k: number) =>
      (gates[from + k] as number) + (product ? (product[at + k] as number) : 0) + (bias[k] as number);
    for (let k = 0; k < units; k++) {
      const i = 1 / (1 + Math.exp(-sum(k)));
      const f = 1 / (1 + Math.exp(-sum(units + k)));
      const g = Math.max(0, sum(2 * units + k));
      const o = 1 / (1 + Math.exp(-sum(3 * units + k)));
      const place = t * cell + r * units + k;
      const c = f * (cells[place] as number) + i * g;
      cells[place + cell] = c;
      hidden[place + cell] = o * Math.max(0, c);
      gates[from + k] = i;
      gates[from + units + k] = f;
      gates[from + 2 * units + k] = g;
      gates[from + 3 * units + k] = o;
    }
  }
}

/** Gradients of inputs, recurrent weights and bias. */
function backward(
  { gates, cells, hidden }: Run,
  recurrent: tf.Tensor2D,
  dy: tf.Tensor,
  shape: Shape,
): tf.Tensor[] {
  const { batch, units, steps } = shape;
  const cell = batch * units;
  const turned = tf.transpose(recurrent);
  let dHidden = dy.dataSync<'float32'>();
  const dCell = new Float32Array(cell);
  const dSums = new Float32Array(gates.length);
  for (let t = steps - 1; t >= 0; t--) {
    for (let r = 0; r < batch; r++) {
      const from = (t * batch + r) * 4 * units;
      for (let k = 0; k < units; k++) {
        const p = r * units + k;
        const c = cells[(t + 1) * cell + p] as number;
        const [i, f] = [gates[from + k] as number, gates[from + units + k] as number];
        const [g, o] = [gates[from + 2 * units + k] as number, gates[from + 3 * units + k] as number];
        const dh = dHidden[p] as number;
        const dc = (dCell[p] as number) + (c > 0 ? dh * o : 0);
        dSums[from + k] = dc * g * i * (1 - i);
        dSums[from + units + k] = dc * (cells[t * cell + p] as number) * f * (1 - f);
        dSums[from + 2 * units + k] = g > 0 ? dc * i : 0;
        dSums[from + 3 * units + k] = c > 0 ? dh * c * o * (1 - o) : 0;
        dCell[p] = dc * f;
      }
    }
    if (t === 0) break;
    const part = tf.tensor2d(dSums.slice(t * cell * 4, (t + 1) * cell * 4), [batch, 4 * units]);
    const product = tf.matMul(part, turned);
    dHidden = product.dataSync<'float32'>();
    tf.dispose([part, product]);
  }
  turned.dispose();
  const dInputs = tf.tensor2d(dSums, [steps * batch, 4 * units]);
  const states = tf.tensor2d(hidden.slice(0, steps * cell), [steps * batch, units]);
  const turnedStates = tf.transpose(states);
  const dRecurrent = tf.matMul(turnedStates, dInputs);
  tf.dispose([states, turnedStates]);
  return [dInputs, dRecurrent, tf.sum(dInputs, 0)];
}
