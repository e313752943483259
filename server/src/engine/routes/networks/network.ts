import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '../../../base/seededRandom';
import type { LayerSummary, NetworkKind } from '../../../../../shared/protocol/routeReport';
import { activated, addStarts, concatenate, denseLayer } from './denseLayer';
import { embeddingBag } from './embeddingBag';
import { glorotUniform, orthogonal } from './initial';
import { lstm } from './lstm';
import { bagsOf, sequencesOf, startsOf, statisticsOf, type FeatureMap, type Samples } from './samples';

const hidden = 64;
const encoding = 256;

interface LayerShape {
  name: string;
  kind: 'dense' | 'lstm';
  inputs: number;
  units: number;
}

/** Of subnets, and in numbers. */
export type FeatureCounts = Pick<FeatureMap, 'features' | 'numbers'>;

/** The layers of the notebook's networks, for any number of features. */
export function layerShapes(kind: NetworkKind, { features, numbers }: FeatureCounts): LayerShape[] {
  const dense = (name: string, inputs: number, units: number): LayerShape => ({
    name,
    kind: 'dense',
    inputs,
    units,
  });
  if (kind === 'autoencoder')
    return [dense('encoded', features, encoding), dense('decoded', encoding, features)];
  const sequence: LayerShape = { name: 'lstm', kind: 'lstm', inputs: features, units: hidden };
  const first = {
    dense: [dense('dense', numbers + features, hidden), dense('dense_1', hidden, hidden)],
    lstm: [sequence, dense('dense', hidden, hidden)],
    hybrid: [sequence, dense('dense', hidden + numbers, hidden)],
  }[kind];
  return [...first, dense(`dense_${kind === 'dense' ? 2 : 1}`, hidden, hidden), dense('output', hidden, 1)];
}

/** Weights by name, each an array in rows, and its shape. */
export type Weights = Record<string, { shape: number[]; values: Float32Array }>;

/**
 * Weights as Keras begins: Glorot and Bengio 2010; orthogonal ones within an LSTM, whose forget gates start open. With
 * `blank` those of subnets begin at nought, so that a subnet that no route passes says nothing, and those of the last
 * layer too, so that the network begins where `FeatureMap.start` stands.
 */
export function initialWeights(
  kind: NetworkKind,
  counts: FeatureCounts,
  { seed, blank = false }: { seed: number; blank?: boolean },
): Weights {
  const random = seededRandom(seed);
  const weights: Weights = {};
  for (const { name, kind: form, inputs, units } of layerShapes(kind, counts)) {
    const columns = form === 'lstm' ? 4 * units : units;
    const kernel = glorotUniform(inputs, columns, random);
    // The first layer's rows, behind those of the numbers where it has such.
    if (blank && Object.keys(weights).length === 0)
      kernel.fill(0, kind === 'dense' ? counts.numbers * columns : 0);
    if (blank && name === 'output') kernel.fill(0);
    weights[`${name}/kernel`] = { shape: [inputs, columns], values: kernel };
    if (form === 'lstm')
      weights[`${name}/recurrent`] = { shape: [units, columns], values: orthogonal(units, columns, random) };
    const bias = new Float32Array(columns);
    if (form === 'lstm') bias.fill(1, units, 2 * units);
    weights[`${name}/bias`] = { shape: [columns], values: bias };
  }
  return weights;
}

export function layerSummaries(kind: NetworkKind, counts: FeatureCounts): LayerSummary[] {
  return layerShapes(kind, counts).map(({ name, kind: form, inputs, units }) => ({
    name: `${name} (${form === 'lstm' ? 'LSTM' : 'Dense'})`,
    output: String(units),
    parameters: form === 'lstm' ? 4 * units * (inputs + units + 1) : units * (inputs + 1),
  }));
}

export type Variables = ReadonlyMap<string, tf.Variable>;

export function variablesOf(weights: Weights): Map<string, tf.Variable> {
  return new Map(
    Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      tf.variable(tf.tensor(values.slice(), shape, 'float32')),
    ]),
  );
}

/** Routes chosen of the samples, without one subnet each when `without` says which. */
export interface Batch {
  /** For networks of sequences: hops in order; else distinct subnets. */
  samples: Samples;
  chosen: Uint32Array;
  map: FeatureMap;
  without?: Int32Array;
  /** Of sequences. */
  align: 'start' | 'end';
}

/** Logits of the batch: [batch, 1]; of the autoencoder [batch, features]. */
export function outputsOf(kind: NetworkKind, variables: Variables, batch: Batch): tf.Tensor2D {
  const { samples, chosen, map, without, align } = batch;
  const matrix = (name: string) => variables.get(name) as unknown as tf.Tensor2D;
  const vector = (name: string) => variables.get(name) as unknown as tf.Tensor1D;
  const layer = (x: tf.Tensor2D, name: string, activation: 'relu' | 'linear') =>
    denseLayer(x, matrix(`${name}/kernel`), vector(`${name}/bias`), activation);
  if (kind === 'dense' || kind === 'autoencoder') {
    const name = kind === 'dense' ? 'dense' : 'encoded';
    const withStatistics = kind === 'dense';
    const bags = bagsOf(samples, chosen, map, { withStatistics, ...(without ? { without } : {}) });
    const x = activated(embeddingBag(matrix(`${name}/kernel`), bags), vector(`${name}/bias`));
    if (kind === 'autoencoder') return layer(x, 'decoded', 'linear');
    return started(layer(layer(layer(x, 'dense_1', 'relu'), 'dense_2', 'relu'), 'output', 'linear'), batch);
  }
  const bags = sequencesOf(samples, chosen, map, { align, ...(without ? { without } : {}) });
  const sums = embeddingBag(matrix('lstm/kernel'), bags);
  let x = lstm(sums, matrix('lstm/recurrent'), vector('lstm/bias'), chosen.length);
  if (kind === 'hybrid')
    x = concatenate(x, tf.tensor2d(statisticsOf(samples, chosen, map), [chosen.length, map.numbers]));
  return started(layer(layer(layer(x, 'dense', 'relu'), 'dense_1', 'relu'), 'output', 'linear'), batch);
}

/** The logits beside those at which the network begins. */
function started(logits: tf.Tensor2D, { samples, chosen, map }: Batch): tf.Tensor2D {
  if (!map.start) return logits;
  return addStarts(logits, tf.tensor2d(startsOf(samples, chosen, map), [chosen.length, 1]));
}
