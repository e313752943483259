import { composeRows, type Composition } from './unseenTokens';

/** Flows in an order in which neighbours in time, of a host or a service, stand side by side. */
export interface Sequence {
  /** Token numbers, and the first position of each sentence, with one more entry than sentences. */
  tokens: Uint32Array;
  sentences: Uint32Array;
}

/** What a model says of flows side by side. */
export interface WindowModel {
  size: number;
  inputs: Float32Array;
  outputs: Float32Array;
  /** Contexts drawn from the training, as they would surround a flow anywhere. */
  noise: Composition;
}

/** Flows looked at on each side: skip-gram's shrunk windows weigh the nearest most as well. */
const mostAside = 5;

/**
 * How much more each flow is expected where it stands than anywhere: the mean of σ(context · output) over the
 * flows around it, less the same mean over contexts drawn as noise; -1 to 1. NaN where the model has no vector for
 * the flow, or nothing stands around it.
 */
export function windowFit(
  sequence: Sequence,
  composition: Composition,
  model: WindowModel,
  window: number,
): Float32Array {
  const { size } = model;
  const inputs = composeRows(composition, model.inputs, size);
  const outputs = composeRows(composition, model.outputs, size);
  const noise = meanOverNoise(outputs, model);
  const has = hasRows(composition);
  const aside = Math.min(window, mostAside);
  const { tokens, sentences } = sequence;
  const fit = new Float32Array(tokens.length).fill(NaN);
  for (let s = 0; s + 1 < sentences.length; s++) {
    const [from, end] = [sentences[s] as number, sentences[s + 1] as number];
    for (let i = from; i < end; i++) {
      const token = tokens[i] as number;
      if (!has[token]) continue;
      let sum = 0;
      let contexts = 0;
      for (let j = Math.max(from, i - aside); j < Math.min(end, i + aside + 1); j++) {
        const other = tokens[j] as number;
        if (j === i || !has[other]) continue;
        sum += sigmoid(dot(inputs, other * size, outputs, token * size, size));
        contexts++;
      }
      if (contexts > 0) fit[i] = sum / contexts - (noise[token] as number);
    }
  }
  return fit;
}

function meanOverNoise(outputs: Float32Array, { size, inputs, noise }: WindowModel): Float32Array {
  const contexts = composeRows(noise, inputs, size);
  const drawn = contexts.length / size;
  return Float32Array.from({ length: outputs.length / size }, (_, token) => {
    let sum = 0;
    for (let n = 0; n < drawn; n++) sum += sigmoid(dot(contexts, n * size, outputs, token * size, size));
    return sum / Math.max(1, drawn);
  });
}

function hasRows({ columns, rows }: Composition): Uint8Array {
  return Uint8Array.from({ length: rows.length / columns }, (_, token) => {
    for (let c = 0; c < columns; c++) if ((rows[token * columns + c] as number) >= 0) return 1;
    return 0;
  });
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

function dot(a: Float32Array, from: number, b: Float32Array, other: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += (a[from + k] as number) * (b[other + k] as number);
  return sum;
}
