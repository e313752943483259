import * as tf from '@tensorflow/tfjs-core';
import { adam } from './adam';
import { chunks, type DescentOf, type TrainingPlan } from './descent';
import { binaryCrossEntropy, softmaxCrossEntropy } from './losses';
import { outputsOf, variablesOf, type Variables, type Weights } from './network';
import { bagsOf, type FeatureMap, type Samples } from './samples';

/** Any of the networks, by operations of TensorFlow.js and their gradients. */
export const tensorDescent: DescentOf = (plan, map, train, weights) => {
  const variables = variablesOf(weights);
  const optimizer = adam(variables);
  return {
    step: (chosen, rate) =>
      step({ plan, map, variables, samples: train, chosen }, gradients => optimizer.apply(gradients, rate)),
    evaluate: samples => evaluate({ plan, map, variables, samples }),
    weights: () => weightsOf(variables),
    dispose: () => tf.dispose([...variables.values()]),
  };
};

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
