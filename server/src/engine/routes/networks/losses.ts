import * as tf from '@tensorflow/tfjs-core';
import type { Bags } from './samples';

/**
 * Mean binary cross-entropy of `logits` [batch, 1], each weighted, as Keras divides it: by the batch, not by the
 * weights' sum. Computed from the logits, so that a sure network has no infinite loss.
 */
export function binaryCrossEntropy(
  logits: tf.Tensor2D,
  labels: Float32Array,
  weights: Float32Array,
  seen: (probabilities: Float32Array) => void,
): tf.Scalar {
  const op = tf.customGrad((z, save) => {
    const values = (z as tf.Tensor2D).dataSync<'float32'>();
    const gradient = new Float32Array(values.length);
    const probabilities = new Float32Array(values.length);
    let loss = 0;
    for (let i = 0; i < values.length; i++) {
      const [logit, label] = [values[i] as number, labels[i] as number];
      const probability = 1 / (1 + Math.exp(-logit));
      const weight = weights[i] as number;
      loss += weight * (Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit))));
      gradient[i] = (weight * (probability - label)) / values.length;
      probabilities[i] = probability;
    }
    seen(probabilities);
    (save as unknown as tf.GradSaveFunc)([]);
    return {
      value: tf.scalar(loss / Math.max(1, values.length)),
      // The loss is what is differentiated: what comes down to it is one.
      gradFunc: () => tf.tensor2d(gradient, [values.length, 1]),
    };
  });
  return op(logits) as tf.Scalar;
}

/**
 * Mean categorical cross-entropy of the softmax of `logits` [batch, classes] with the ones of `targets`, several
 * in a row, as the notebook asks an autoencoder for. `seen` is told the likeliest class of each row.
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  targets: Bags,
  seen: (likeliest: Int32Array) => void,
): tf.Scalar {
  const [batch, classes] = logits.shape;
  const op = tf.customGrad((z, save) => {
    const shares = tf.softmax(z as tf.Tensor2D).dataSync<'float32'>();
    const likeliest = new Int32Array(batch);
    let loss = 0;
    for (let b = 0; b < batch; b++) {
      const from = b * classes;
      let best = 0;
      for (let c = 1; c < classes; c++)
        if ((shares[from + c] as number) > (shares[from + best] as number)) best = c;
      likeliest[b] = best;
      let ones = 0;
      for (let j = targets.offsets[b] as number; j < (targets.offsets[b + 1] as number); j++) {
        const target = targets.values[j] as number;
        ones += target;
        // Keras' epsilon: a share of nothing costs much, not everything.
        loss -= target * Math.log(Math.max(1e-7, shares[from + (targets.rows[j] as number)] as number));
      }
      for (let c = 0; c < classes; c++) shares[from + c] = ((shares[from + c] as number) * ones) / batch;
      for (let j = targets.offsets[b] as number; j < (targets.offsets[b + 1] as number); j++) {
        const place = from + (targets.rows[j] as number);
        shares[place] = (shares[place] as number) - (targets.values[j] as number) / batch;
      }
    }
    seen(likeliest);
    (save as unknown as tf.GradSaveFunc)([]);
    return {
      value: tf.scalar(loss / Math.max(1, batch)),
      gradFunc: () => tf.tensor2d(shares, [batch, classes]),
    };
  });
  return op(logits) as tf.Scalar;
}
