import * as l10n from '@vscode/l10n';
import * as tf from '@tensorflow/tfjs-core';
import { seededRandom, shuffled } from '../../../base/seededRandom';
import type { EpochNumbers, NetworkKind } from '../../../../../shared/protocol/routeReport';
import { adam } from './adam';
import { binaryCrossEntropy, softmaxCrossEntropy } from './losses';
import { initialWeights, outputsOf, variablesOf, type Variables, type Weights } from './network';
import { bagsOf, distinctSubnets, type FeatureMap, type Samples } from './samples';

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
  /** Subnets begin by saying nothing, and not at random. */
  blankSubnets?: boolean;
}

export interface BatchProgress {
  epoch: number;
  batch: number;
  batches: number;
  loss: number;
  secondsLeft: number;
}

/** Networks of sequences take hops in order; the others each subnet once. */
export const asKind = (kind: NetworkKind, samples: Samples, subnets: number): Samples =>
  kind === 'lstm' || kind === 'hybrid' ? samples : { ...samples, ...distinctSubnets(samples, subnets) };

/**
 * Trains on `train`, with the loss on `validation` after each epoch. The same seed gives the same order of routes
 * and the same first weights on every backend. Both samples as `asKind` makes them.
 */
export async function trainNetwork(
  plan: TrainingPlan,
  map: FeatureMap,
  train: Samples,
  validation: Samples,
  onBatch: (progress: BatchProgress) => void | Promise<void>,
  now: () => number = () => performance.now(),
): Promise<{ weights: Weights; epochs: EpochNumbers[]; stoppedEarly: boolean }> {
  const variables = variablesOf(initialWeights(plan.kind, map, plan));
  const optimizer = adam(variables);
  const random = seededRandom(plan.seed + 1);
  const epochs: EpochNumbers[] = [];
  const batches = Math.ceil(train.size / plan.batchSize);
  const started = now();
  let rate = plan.learningRate;
  let best = { loss: Infinity, epoch: -1, weights: undefined as Weights | undefined };
  let stoppedEarly = false;
  for (let epoch = 0; epoch < plan.epochs && !stoppedEarly; epoch++) {
    const begun = now();
    const order = shuffled(train.size, random);
    const sums = { loss: 0, right: 0 };
    for (let batch = 0; batch < batches; batch++) {
      const share = (epoch * batches + batch) / (plan.epochs * batches);
      if (plan.schedule === 'cosine') rate = plan.learningRate * 0.5 * (1 + Math.cos(Math.PI * share));
      const chosen = order.subarray(batch * plan.batchSize, (batch + 1) * plan.batchSize);
      const numbers = step({ plan, map, variables, samples: train, chosen }, gradients =>
        optimizer.apply(gradients, rate),
      );
      if (!Number.isFinite(numbers.loss)) throw diverged(plan, l10n.t('in epoch {0}', epoch + 1));
      sums.loss += numbers.loss * chosen.length;
      sums.right += numbers.right;
      const done = share + 1 / (plan.epochs * batches);
      const secondsLeft = ((now() - started) / 1000) * (1 / done - 1);
      const progress = { epoch: epoch + 1, batch: batch + 1, batches, loss: numbers.loss, secondsLeft };
      await onBatch(progress);
    }
    const seconds = (now() - begun) / 1000;
    const val = evaluate({ plan, map, variables, samples: validation });
    if (validation.size > 0 && !Number.isFinite(val.loss))
      throw diverged(plan, l10n.t('after epoch {0}', epoch + 1));
    epochs.push({
      loss: sums.loss / Math.max(1, train.size),
      accuracy: sums.right / Math.max(1, train.size),
      valLoss: val.loss,
      valAccuracy: val.accuracy,
      seconds,
      learningRate: rate,
    });
    const better = val.loss < best.loss;
    if (!better && plan.schedule === 'halve') rate /= 2;
    if (better)
      best = {
        loss: val.loss,
        epoch,
        weights: plan.earlyStop > 0 ? weightsOf(variables) : undefined,
      };
    else stoppedEarly = plan.earlyStop > 0 && epoch - best.epoch >= plan.earlyStop;
  }
  const weights = best.weights ?? weightsOf(variables);
  // The loss alone does not tell: a rectifier makes nought of what is no number, and a softmax has a largest loss.
  if (!Object.values(weights).every(({ values }) => values.every(w => Math.abs(w) < largestWeight)))
    throw diverged(plan, l10n.t('at its end'));
  tf.dispose([...variables.values()]);
  return { weights, epochs, stoppedEarly };
}

/** Weights begin below one; networks that learned anything stay far below this. */
const largestWeight = 1e6;

function diverged({ learningRate }: TrainingPlan, when: string): Error {
  return new Error(
    l10n.t(
      'The training diverged {0}: its numbers have grown beyond all bounds at the learning rate {1}. Choose a lower one; 0.001 is usual. Nothing was kept.',
      when,
      learningRate,
    ),
  );
}

export function weightsOf(variables: Variables): Weights {
  return Object.fromEntries(
    [...variables].map(([name, v]) => [
      name,
      { shape: [...v.shape], values: v.dataSync<'float32'>().slice() },
    ]),
  );
}

interface Part {
  plan: Pick<TrainingPlan, 'kind' | 'classWeights' | 'align'>;
  map: FeatureMap;
  variables: Variables;
  samples: Samples;
}

/** Loss of a batch and its right answers; `descend` gets the gradients. */
function step(
  { plan, map, variables, samples, chosen }: Part & { chosen: Uint32Array },
  descend: (gradients: tf.NamedTensorMap) => void,
): { loss: number; right: number } {
  let right = 0;
  const [names, list] = [[...variables.keys()], [...variables.values()]];
  const { value, grads } = tf.variableGrads(
    () => lossOf({ plan, map, variables, samples, chosen }, count => (right = count)),
    list,
  );
  const loss = value.dataSync<'float32'>()[0] as number;
  value.dispose();
  descend(Object.fromEntries(list.map((v, i) => [names[i] as string, grads[v.name] as tf.Tensor])));
  return { loss, right };
}

function lossOf(
  { plan, map, variables, samples, chosen }: Part & { chosen: Uint32Array },
  seen: (right: number) => void,
): tf.Scalar {
  const outputs = outputsOf(plan.kind, variables, { samples, chosen, map, align: plan.align });
  if (plan.kind === 'autoencoder') {
    const targets = bagsOf(samples, chosen, map, { withStatistics: false });
    return softmaxCrossEntropy(outputs, targets, likeliest =>
      seen(
        likeliest.reduce((sum, c, b) => {
          const own = targets.rows.subarray(targets.offsets[b], targets.offsets[b + 1]);
          return sum + (own.includes(c) ? 1 : 0);
        }, 0),
      ),
    );
  }
  const labels = Float32Array.from(chosen, r => samples.labels[r] as number);
  const weights = labels.map(label => plan.classWeights[label as 0 | 1]);
  return binaryCrossEntropy(outputs, labels, weights, probabilities =>
    seen(probabilities.reduce((sum, p, b) => sum + (Number(p > 0.5) === labels[b] ? 1 : 0), 0)),
  );
}

/** Mean loss and accuracy over all the samples; classes weigh as in the training. */
function evaluate({ plan, map, variables, samples }: Part): { loss: number; accuracy: number } {
  const sums = { loss: 0, right: 0 };
  for (const chosen of chunks(samples.size, plan.kind))
    tf.tidy(() => {
      const part = { plan, map, variables, samples, chosen };
      const loss = lossOf(part, right => (sums.right += right)).dataSync<'float32'>()[0] as number;
      sums.loss += loss * chosen.length;
    });
  const size = Math.max(1, samples.size);
  return { loss: sums.loss / size, accuracy: sums.right / size };
}

/** All routes in pieces that bound the memory: what a network answers is not one big tensor. */
export function* chunks(size: number, kind: NetworkKind): Generator<Uint32Array> {
  const piece = kind === 'dense' ? 4096 : 1024;
  for (let from = 0; from < size; from += piece)
    yield Uint32Array.from({ length: Math.min(piece, size - from) }, (_, i) => from + i);
}
