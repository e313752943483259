import * as l10n from '@vscode/l10n';
import { kernelFile } from '../../../base/threads/kernelFile';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { adamSettings, correctedRate } from './descent';
import type { Variables } from './network';

const pageBytes = 65536;

let compiled: WebAssembly.Module | undefined;

/** Loads what `adam` computes with, from the folder of the compiled kernel; once in a process. */
export async function loadAdam(folder: string): Promise<void> {
  compiled ??= await WebAssembly.compile(await readFile(join(folder, kernelFile('adam'))));
}

export interface Optimizer {
  /** Changes the variables by one step down the gradients, which it disposes of. */
  apply(gradients: tf.NamedTensorMap, rate: number): void;
}

/**
 * Adam (Kingma and Ba 2015) with Keras' settings, by a kernel of ours on either backend: one pass over weights and
 * moments, which stay in its memory, where operations of the backend take ten.
 */
export function adam(variables: Variables): Optimizer {
  if (!compiled) throw new Error(l10n.t('Adam was asked for before it was loaded.'));
  let end = 16;
  const place = (bytes: number) => {
    const at = end;
    end += bytes;
    return at;
  };
  const places = [...variables].map(([name, variable]) => {
    const bytes = Math.ceil(variable.size / 4) * 16;
    const [weights, mean, square, gradient] = [place(bytes), place(bytes), place(bytes), place(bytes)];
    return { name, variable, bytes, weights, mean, square, gradient };
  });
  const pages = Math.ceil(end / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const abort = () => {
    throw new Error(l10n.t('A kernel stopped itself: its input breaks an invariant.'));
  };
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  const kernel = exports['step'] as (...args: number[]) => void;
  const floats = new Float32Array(memory.buffer);
  for (const { variable, weights } of places) floats.set(variable.dataSync<'float32'>(), weights / 4);
  let step = 0;
  return {
    apply(gradients, rate) {
      step++;
      const { beta1, beta2, epsilon } = adamSettings;
      const scale = correctedRate(rate, step);
      for (const { name, variable, bytes, weights, mean, square, gradient } of places) {
        const given = gradients[name] as tf.Tensor;
        floats.set(given.dataSync<'float32'>(), gradient / 4);
        kernel(weights, mean, square, gradient, bytes, scale, beta1, beta2, epsilon);
        // A tensor of its own: the WASM backend packs a matrix for its products once for each tensor.
        const values = floats.slice(weights / 4, weights / 4 + variable.size);
        const next = tf.tensor(values, variable.shape, 'float32');
        variable.assign(next);
        tf.dispose([next, given]);
      }
    },
  };
}
