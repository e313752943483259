import * as tf from '@tensorflow/tfjs-core';
import type { Variables } from './network';
import { adamScale, onWasm, type AdamRates } from './wasmKernels';

const usual = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

export interface Optimizer {
  /** Changes the variables by one step down the gradients, which it disposes of. */
  apply(gradients: tf.NamedTensorMap, rate: number): void;
  dispose(): void;
}

/**
 * Adam with Keras' settings. One kernel for a step where ours is registered; else the same formula in operations of
 * the backend.
 */
export function adam(variables: Variables): Optimizer {
  const moments = new Map(
    [...variables].map(([name, v]) => [
      name,
      { mean: tf.variable(tf.zeros(v.shape)), square: tf.variable(tf.zeros(v.shape)) },
    ]),
  );
  let step = 0;
  const next = onWasm() ? stepOfKernel : stepOfOperations;
  return {
    apply(gradients, rate) {
      const rates: AdamRates = { ...usual, rate, step: ++step };
      for (const [name, variable] of variables) {
        const gradient = gradients[name] as tf.Tensor;
        const { mean, square } = moments.get(name) as { mean: tf.Variable; square: tf.Variable };
        const weights = tf.tidy(() => next({ weights: variable, mean, square, gradient }, rates));
        variable.assign(weights);
        tf.dispose([weights, gradient]);
      }
    },
    dispose() {
      for (const { mean, square } of moments.values()) tf.dispose([mean, square]);
    },
  };
}

interface Tensors {
  weights: tf.Variable;
  mean: tf.Variable;
  square: tf.Variable;
  gradient: tf.Tensor;
}

function stepOfKernel(tensors: Tensors, rates: AdamRates): tf.Tensor {
  const inputs = tensors as unknown as tf.NamedTensorMap;
  return tf.engine().runKernel('AdamStep', inputs, rates as unknown as tf.NamedAttrMap);
}

function stepOfOperations({ weights, mean, square, gradient }: Tensors, rates: AdamRates): tf.Tensor {
  const { beta1, beta2, epsilon } = rates;
  mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
  square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const root = tf.add(tf.sqrt(square), epsilon);
  return tf.sub(weights, tf.mul(tf.div(mean, root), adamScale(rates)));
}
