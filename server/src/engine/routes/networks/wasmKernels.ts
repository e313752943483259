import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Bags } from './samples';

export const onWasm = () => tf.getBackend() === 'wasm';

let registered = false;

/**
 * Adds to TensorFlow.js's WASM backend what it lacks: sums of chosen rows and their gradient, for which it has no
 * UnsortedSegmentSum.
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernelFunc] of Object.entries({ SumRows, SpreadRows }))
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
