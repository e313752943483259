import * as l10n from '@vscode/l10n';
import { seededRandom, shuffled } from '../../../base/seededRandom';
import type { EpochNumbers, NetworkKind } from '../../../../../shared/protocol/routeReport';
import { denseDescent } from './denseDescent';
import type { Descent, TrainingPlan } from './descent';
import { initialWeights, type Weights } from './network';
import { distinctSubnets, type FeatureMap, type Samples } from './samples';
import { tensorDescent } from './tensorDescent';

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
  const descent = descentOf(plan, map, train);
  const random = seededRandom(plan.seed + 1);
  const epochs: EpochNumbers[] = [];
  const batches = Math.ceil(train.size / plan.batchSize);
  const started = now();
  let rate = plan.learningRate;
  let best = { loss: Infinity, epoch: -1, weights: undefined as Weights | undefined };
  // Where the network begins at what is known, that stands until an epoch lowers the loss.
  if (plan.blank && plan.earlyStop > 0)
    best = { loss: descent.evaluate(validation).loss, epoch: -1, weights: descent.weights() };
  let stoppedEarly = false;
  for (let epoch = 0; epoch < plan.epochs && !stoppedEarly; epoch++) {
    const begun = now();
    const order = shuffled(train.size, random);
    const sums = { loss: 0, right: 0 };
    for (let batch = 0; batch < batches; batch++) {
      const share = (epoch * batches + batch) / (plan.epochs * batches);
      if (plan.schedule === 'cosine') rate = plan.learningRate * 0.5 * (1 + Math.cos(Math.PI * share));
      const chosen = order.subarray(batch * plan.batchSize, (batch + 1) * plan.batchSize);
      const numbers = descent.step(chosen, rate);
      if (!Number.isFinite(numbers.loss)) throw diverged(plan, l10n.t('in epoch {0}', epoch + 1));
      sums.loss += numbers.loss * chosen.length;
      sums.right += numbers.right;
      const done = share + 1 / (plan.epochs * batches);
      const secondsLeft = ((now() - started) / 1000) * (1 / done - 1);
      const progress = { epoch: epoch + 1, batch: batch + 1, batches, loss: numbers.loss, secondsLeft };
      await onBatch(progress);
    }
    const seconds = (now() - begun) / 1000;
    const val = descent.evaluate(validation);
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
        weights: plan.earlyStop > 0 ? descent.weights() : undefined,
      };
    else stoppedEarly = plan.earlyStop > 0 && epoch - best.epoch >= plan.earlyStop;
  }
  const weights = best.weights ?? descent.weights();
  // The loss alone does not tell: a rectifier makes nought of what is no number, and a softmax has a largest loss.
  if (!Object.values(weights).every(({ values }) => values.every(w => Math.abs(w) < largestWeight)))
    throw diverged(plan, l10n.t('at its end'));
  descent.dispose();
  return { weights, epochs, stoppedEarly };
}

function descentOf(plan: TrainingPlan, map: FeatureMap, train: Samples): Descent {
  const weights = initialWeights(plan.kind, map, plan);
  return (plan.kind === 'dense' ? denseDescent : tensorDescent)(plan, map, train, weights);
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
