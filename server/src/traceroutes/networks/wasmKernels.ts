import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Bags } from './samples';

export const onWasm = () => tf.getBackend() === 'wasm';

let registered = false;

/**
 * Adds to TensorFlow.js's WASM backend what it lacks: sums of chosen rows, their gradient (it has no
 * UnsortedSegmentSum), and a step of Adam in one pass over its memory in place of ten.
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernelFunc] of Object.entries({ SumRows, SpreadRows, AdamStep }))
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: kernelFunc as unknown as tf.KernelFunc,
    });
}

interface Call<I, A> {
  inputs: I;
  attrs: A;
  backend: BackendWasm;
}

function SumRows({ inputs, attrs, backend }: Call<{ weights: tf.TensorInfo }, { bags: Bags }>) {
  const { size, rows, values, offsets } = attrs.bags;
  const columns = inputs.weights.shape[1] as number;
  const result = backend.makeOutput([size, columns], 'float32');
  const weights = backend.typedArrayFromHeap(inputs.weights) as Float32Array;
  const out = (backend.typedArrayFromHeap(result) as Float32Array).fill(0);
  for (let b = 0; b < size; b++) {
    const to = b * columns;
    for (let j = offsets[b] as number; j < (offsets[b + 1] as number); j++) {
      const from = (rows[j] as number) * columns;
      const value = values[j] as number;
      for (let c = 0; c < columns; c++)
        out[to + c] = (out[to + c] as number) + value * (weights[from + c] as number);
    }
  }
  return result;
}

function SpreadRows({ inputs, attrs, backend }: Call<{ dy: tf.TensorInfo }, { bags: Bags; rows: number }>) {
  const { size, rows, values, offsets } = attrs.bags;
  const columns = inputs.dy.shape[1] as number;
  const result = backend.makeOutput([attrs.rows, columns], 'float32');
  const dy = backend.typedArrayFromHeap(inputs.dy) as Float32Array;
  const out = (backend.typedArrayFromHeap(result) as Float32Array).fill(0);
  for (let b = 0; b < size; b++) {
    const from = b * columns;
    for (let j = offsets[b] as number; j < (offsets[b + 1] as number); j++) {
      const to = (rows[j] as number) * columns;
      const value = values[j] as number;
      for (let c = 0; c < columns; c++)
        out[to + c] = (out[to + c] as number) + value * (dy[from + c] as number);
    }
  }
  return result;
}

/** What Adam (Kingma and Ba 2015) needs beside the weights; `step` counts from 1. */
export interface AdamRates {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  step: number;
}

/** Rate of a step with both corrections of the moments in it: epsilon then stands beside the raw root, as in Keras. */
export const adamScale = ({ rate, beta1, beta2, step }: AdamRates) =>
  (rate * Math.sqrt(1 - Math.pow(beta2, step))) / (1 - Math.pow(beta1, step));

type AdamInputs = Record<'weights' | 'mean' | 'square' | 'gradient', tf.TensorInfo>;

/**
 * The weights after a step, as a new tensor: the backend packs a matrix for its products once, and would go on with
 * the packed old one. Both moments, which nothing multiplies with, change in place.
 */
function AdamStep({ inputs, attrs, backend }: Call<AdamInputs, AdamRates>) {
  const result = backend.makeOutput(inputs.weights.shape, 'float32');
  const view = (tensor: tf.TensorInfo) => backend.typedArrayFromHeap(tensor) as Float32Array;
  const [weights, mean, square, gradient] = [
    view(inputs.weights),
    view(inputs.mean),
    view(inputs.square),
    view(inputs.gradient),
  ];
  const out = view(result);
  const { beta1, beta2, epsilon } = attrs;
  const scale = adamScale(attrs);
  for (let i = 0; i < out.length; i++) {
    const g = gradient[i] as number;
    const m = beta1 * (mean[i] as number) + (1 - beta1) * g;
    const v = beta2 * (square[i] as number) + (1 - beta2) * g * g;
    mean[i] = m;
    square[i] = v;
    out[i] = (weights[i] as number) - (scale * m) / (Math.sqrt(v) + epsilon);
  }
  return result;
}
