import * as tf from '@tensorflow/tfjs-core';
import type { Bags } from './samples';
import { onWasm } from './wasmKernels';

/**
 * A sparse matrix times `weights` [rows, columns]: [bags, columns]. It is the product of a dense layer over one-hot
 * inputs, as a sum of the weight rows that the ones choose, at a two-hundredth of the multiplications. The gradient
 * reaches `weights` only. A test compares values and gradients with the dense product.
 */
export function embeddingBag(weights: tf.Tensor2D, bags: Bags): tf.Tensor2D {
  const op = tf.customGrad((w, save) => {
    (save as tf.GradSaveFunc)([]);
    return {
      value: sumRows(w as tf.Tensor2D, bags),
      gradFunc: (dy: tf.Tensor) => spread(dy as tf.Tensor2D, bags, weights.shape[0]),
    };
  });
  return op(weights) as tf.Tensor2D;
}

function sumRows(weights: tf.Tensor2D, bags: Bags): tf.Tensor2D {
  if (onWasm()) return run('SumRows', { weights }, { bags }) as tf.Tensor2D;
  const [rows, values, owners] = tensorsOf(bags);
  return tf.unsortedSegmentSum(tf.mul(tf.gather(weights, rows), values), owners, bags.size);
}

function spread(dy: tf.Tensor2D, bags: Bags, rows: number): tf.Tensor2D {
  if (onWasm()) return run('SpreadRows', { dy }, { bags, rows }) as tf.Tensor2D;
  const [index, values, owners] = tensorsOf(bags);
  return tf.unsortedSegmentSum(tf.mul(tf.gather(dy, owners), values), index, rows);
}

function tensorsOf({ rows, values, offsets, size }: Bags): [tf.Tensor1D, tf.Tensor2D, tf.Tensor1D] {
  const owners = new Int32Array(rows.length);
  for (let b = 0; b < size; b++) owners.fill(b, offsets[b], offsets[b + 1]);
  return [
    tf.tensor1d(rows.slice(), 'int32'),
    tf.tensor2d(values.slice(), [values.length, 1]),
    tf.tensor1d(owners, 'int32'),
  ];
}

function run(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}
