import type { NetworkKind } from '../../../../../shared/protocol/routeReport';
import type { Weights } from './network';
import type { FeatureMap, Samples } from './samples';

export interface TrainingPlan {
  kind: NetworkKind;
  epochs: number;
  batchSize: number;
  learningRate: number;
  schedule: 'constant' | 'halve' | 'cosine';
  /** Epochs without a lower validation loss after which training ends with the best weights; 0: never. */
  earlyStop: number;
  align: 'start' | 'end';
  /** Of each class, benign and malicious. */
  classWeights: readonly [number, number];
  seed: number;
  /** The network begins by saying nothing beyond `FeatureMap.start`, and not at random. */
  blank?: boolean;
}

/** Adam (Kingma and Ba 2015) with Keras' settings. */
export const adamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** The rate of a step with both corrections of the moments in it: epsilon then stands beside the raw root, as in Keras. */
export function correctedRate(rate: number, step: number): number {
  const { beta1, beta2 } = adamSettings;
  return (rate * Math.sqrt(1 - Math.pow(beta2, step))) / (1 - Math.pow(beta1, step));
}

/** Weights on their way down the loss. */
export interface Descent {
  /** One step for the routes chosen: their mean loss before it, and how many answers were right. */
  step(chosen: Uint32Array, rate: number): { loss: number; right: number };
  /** Mean loss and accuracy over all the samples; classes weigh as in the training. */
  evaluate(samples: Samples): { loss: number; accuracy: number };
  /** A copy. */
  weights(): Weights;
  dispose(): void;
}

export type DescentOf = (
  plan: Pick<TrainingPlan, 'kind' | 'classWeights' | 'align'>,
  map: FeatureMap,
  train: Samples,
  weights: Weights,
) => Descent;

/** All routes in pieces that bound the memory: what a network answers is not one big tensor. */
export function* chunks(size: number, kind: NetworkKind): Generator<Uint32Array> {
  const piece = kind === 'dense' ? 4096 : 1024;
  for (let from = 0; from < size; from += piece)
    yield Uint32Array.from({ length: Math.min(piece, size - from) }, (_, i) => from + i);
}
