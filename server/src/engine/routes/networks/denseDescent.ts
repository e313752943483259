import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as control from '../../../../kernels/routes/parts/denseControl';
import { instantiateKernel, putWords, sharedMemory, pageBytes } from '../../../base/threads/kernelMemory';
import { kernelFile } from '../../../base/threads/kernelFile';
import { adamSettings, chunks, correctedRate, type DescentOf } from './descent';
import type { Weights } from './network';
import { bagsOf, startsOf, type FeatureMap, type Samples } from './samples';

let compiled: WebAssembly.Module | undefined;

/** Loads what `denseDescent` computes with, from the folder of the compiled kernel; once in a process. */
export async function loadDense(folder: string): Promise<void> {
  compiled ??= await WebAssembly.compile(await readFile(join(folder, kernelFile('dense'))));
}

/** In the order of the kernel's parameters. */
const layers = ['dense', 'dense_1', 'dense_2', 'output'].flatMap(name => [`${name}/kernel`, `${name}/bias`]);

/** The dense network, by a kernel that takes a whole step: TensorFlow.js spends its time between small operations. */
export const denseDescent: DescentOf = ({ classWeights }, map, train, weights) => {
  if (!compiled) throw new Error(l10n.t('The dense network was asked for before it was loaded.'));
  const plan = lay(weights, map);
  const kernel = instantiateKernel(compiled, plan.memory);
  const floats = () => new Float32Array(plan.memory.buffer);
  for (const { at, values } of plan.places) floats().set(values, at / 4);
  let steps = 0;
  const right = () => new DataView(plan.memory.buffer).getUint32(plan.control + control.RIGHT, true);
  const put = (samples: Samples, chosen: Uint32Array) => putBatch(plan, map, samples, chosen, classWeights);
  return {
    step(chosen, rate) {
      put(train, chosen);
      const { beta1, beta2, epsilon } = adamSettings;
      const scale = correctedRate(rate, ++steps);
      const loss = kernel['step']?.(plan.control, chosen.length, scale, beta1, beta2, epsilon) ?? NaN;
      return { loss: loss / chosen.length, right: right() };
    },
    evaluate(samples) {
      const sums = { loss: 0, right: 0 };
      for (const chosen of chunks(samples.size, 'dense')) {
        put(samples, chosen);
        sums.loss += kernel['evaluate']?.(plan.control, chosen.length) ?? NaN;
        sums.right += right();
      }
      const size = Math.max(1, samples.size);
      return { loss: sums.loss / size, accuracy: sums.right / size };
    },
    weights: () =>
      Object.fromEntries(
        plan.places.map(({ name, at, values, shape }) => [
          name,
          { shape, values: floats().slice(at / 4, at / 4 + values.length) },
        ]),
      ),
    dispose: () => undefined,
  };
};

interface Plan {
  memory: WebAssembly.Memory;
  control: number;
  places: { name: string; at: number; values: Float32Array; shape: number[] }[];
  /** Where a batch begins; memory grows by what it needs. */
  batch: number;
}

function lay(weights: Weights, { features, numbers }: FeatureMap): Plan {
  let end = pageBytes; // The kernel's own constants stand below.
  const take = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const block = take(control.CONTROL_BYTES);
  const parameters = end;
  const places = layers.map(name => {
    const { shape, values } = weights[name] as Weights[string];
    return { name, at: take(values.byteLength), values, shape };
  });
  const bytes = end - parameters;
  const [gradients, means, squares] = [take(bytes), take(bytes), take(bytes)];
  const scratch = take(control.SCRATCH_BYTES);
  const memory = sharedMemory(end, l10n.t('Agglomerate subnets to fewer groups.'), true);
  putWords(memory, block, [
    [control.PARAMETERS, parameters],
    [control.GRADIENTS, gradients],
    [control.MEANS, means],
    [control.SQUARES, squares],
    [control.BYTES, bytes],
    [control.INPUTS, numbers + features],
    [control.SCRATCH, scratch],
  ]);
  return { memory, control: block, places, batch: end };
}

/** Writes the routes chosen into the kernel's memory. */
function putBatch(
  { memory, control: block, batch }: Plan,
  map: FeatureMap,
  samples: Samples,
  chosen: Uint32Array,
  classWeights: readonly [number, number],
): void {
  const { rows, values, offsets } = bagsOf(samples, chosen, map, { withStatistics: true });
  const labels = Float32Array.from(chosen, r => samples.labels[r] as number);
  const weights = labels.map(label => classWeights[label as 0 | 1]);
  const tables = [rows, values, offsets, labels, weights, startsOf(samples, chosen, map)];
  const bytes = tables.reduce((sum, table) => sum + table.byteLength, 0);
  const missing = batch + bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  let at = batch;
  const addresses = tables.map(table => {
    const here = at;
    new Uint8Array(memory.buffer, here, table.byteLength).set(
      new Uint8Array(table.buffer, table.byteOffset, table.byteLength),
    );
    at += table.byteLength;
    return here;
  });
  const fields = [
    control.FEATURES,
    control.VALUES,
    control.OFFSETS,
    control.LABELS,
    control.CLASS_WEIGHTS,
    control.STARTS,
  ];
  putWords(
    memory,
    block,
    fields.map((field, i) => [field, addresses[i] as number]),
  );
}
