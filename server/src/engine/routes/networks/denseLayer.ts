import * as tf from '@tensorflow/tfjs-core';

/**
 * `inputs` [batch, in] times `kernel` [in, out], plus `bias`, then the rectifier or nothing. Its gradient turns
 * matrices before it multiplies: the WASM backend multiplies turned ones with a plain loop.
 */
export function denseLayer(
  inputs: tf.Tensor2D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: 'relu' | 'linear',
): tf.Tensor2D {
  const op = tf.customGrad((x, w, b, save) => {
    const sums = tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b as tf.Tensor);
    const value = (activation === 'relu' ? tf.relu(sums) : sums) as tf.Tensor2D;
    (save as unknown as tf.GradSaveFunc)([x as tf.Tensor, w as tf.Tensor, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [given, weights, outputs] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const dSums = (activation === 'relu' ? tf.mul(dy, tf.step(outputs)) : dy) as tf.Tensor2D;
        return [
          tf.matMul(dSums, tf.transpose(weights)),
          tf.matMul(tf.transpose(given), dSums),
          tf.sum(dSums, 0),
        ];
      },
    };
  });
  return op(inputs, kernel, bias) as tf.Tensor2D;
}

/**
 * A dense layer over sparse inputs whose product with the kernel was taken already: bias and rectifier.
 * [batch, out].
 */
export function activated(sums: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const op = tf.customGrad((s, b, save) => {
    const value = tf.relu(tf.add(s as tf.Tensor2D, b as tf.Tensor)) as tf.Tensor2D;
    (save as unknown as tf.GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const dSums = tf.mul(dy, tf.step(saved[0] as tf.Tensor));
        return [dSums, tf.sum(dSums, 0)];
      },
    };
  });
  return op(sums, bias) as tf.Tensor2D;
}

/** [batch, 1] and [batch, 1], which has no gradient: their sum. */
export function addStarts(logits: tf.Tensor2D, starts: tf.Tensor2D): tf.Tensor2D {
  const op = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([]);
    return { value: tf.add(x as tf.Tensor2D, starts), gradFunc: (dy: tf.Tensor) => dy };
  });
  return op(logits) as tf.Tensor2D;
}

/** [batch, a] beside [batch, b], which has no gradient: [batch, a + b]. */
export function concatenate(left: tf.Tensor2D, right: tf.Tensor2D): tf.Tensor2D {
  const columns = left.shape[1];
  const op = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([]);
    return {
      value: tf.concat([x as tf.Tensor2D, right], 1),
      gradFunc: (dy: tf.Tensor) => tf.slice(dy, [0, 0], [dy.shape[0] as number, columns]),
    };
  });
  return op(left) as tf.Tensor2D;
}
