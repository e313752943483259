import * as l10n from '@vscode/l10n';
import * as tf from '@tensorflow/tfjs-core';
import { LstmKernel } from './lstmKernel';

let kernel: LstmKernel | undefined;

/** Loads what `lstm` computes with; once in a process. */
export async function loadLstm(folder: string, threads?: number): Promise<void> {
  kernel ??= await LstmKernel.load(folder, threads);
}

/**
 * An LSTM (Hochreiter and Schmidhuber 1997) as Keras computes it with `activation='relu'`: gates input, forget,
 * candidate, output in this order, sigmoid gates, the last hidden state answered, [batch, units].
 * `inputs` is [steps × batch, 4 units], the input products with step-major rows; `recurrent` [units, 4 units];
 * `bias` [4 units]. All steps are one operation on either backend, by a kernel of ours on threads: a tape of two
 * thousand small operations takes longer than their numbers. Its gradient is to be asked for before the next one.
 */
export function lstm(
  inputs: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
  batch: number,
): tf.Tensor2D {
  const own = kernel;
  if (!own) throw new Error(l10n.t('The LSTM was asked for before it was loaded.'));
  const units = recurrent.shape[0];
  const shape = { batch, units, steps: inputs.shape[0] / batch };
  const op = tf.customGrad((x, u, b, save) => {
    (save as unknown as tf.GradSaveFunc)([]);
    const values = [x, u, b].map(tensor => (tensor as tf.Tensor).dataSync<'float32'>());
    const last = own.forward(...(values as [Float32Array, Float32Array, Float32Array]), shape);
    return {
      value: tf.tensor2d(last, [batch, units]),
      gradFunc: (dy: tf.Tensor) => {
        const d = own.backward(dy.dataSync<'float32'>(), shape);
        return [
          tf.tensor2d(d.inputs, [shape.steps * batch, 4 * units]),
          tf.tensor2d(d.recurrent, [units, 4 * units]),
          tf.tensor1d(d.bias),
        ];
      },
    };
  });
  return op(inputs, recurrent, bias) as tf.Tensor2D;
}
