import * as tf from '@tensorflow/tfjs-core';
import type { EpochNumbers, NetworkKind, Reconstructions } from '../../../../../shared/protocol/routeReport';
import { loadAdam } from './adam';
import { chooseBackend, type BackendWish } from './backend';
import { loadDense } from './denseDescent';
import { loadLstm } from './lstm';
import { layerSummaries, outputsOf, variablesOf, type Variables, type Weights } from './network';
import { reconstructionsOf } from './reconstructions';
import type { FeatureMap, Samples } from './samples';
import { chunks, type TrainingPlan } from './descent';
import { asKind, trainNetwork, type BatchProgress } from './training';

interface JobBase {
  backend: BackendWish;
  /** Folder of the WASM backend's binaries. */
  wasmFolder: string;
  map: FeatureMap;
  subnets: number;
  /** The last numbers of a route of whose destination nothing is known, where the network is told of it. */
  unknown?: readonly number[] | undefined;
}

export interface TrainJob extends JobBase {
  task: 'train';
  plan: TrainingPlan;
  train: Samples;
  /** Absent: the tested routes validate, as in the notebook. */
  validation?: Samples;
  test: Samples;
}

export interface ClassifyJob extends JobBase {
  task: 'classify';
  kind: NetworkKind;
  align: 'start' | 'end';
  weights: Weights;
  samples: Samples;
}

export type NetworkJob = TrainJob | ClassifyJob;

/** By how much each subnet of a route moves its probability: distinct subnets of route r, from offsets[r] on. */
export interface SubnetEffects {
  /** Routes asked, the first ones of the samples. */
  routes: number;
  offsets: Uint32Array;
  subnets: Int32Array;
  /** Probability with the subnet less that without it. */
  effects: Float32Array;
}

export interface Judged {
  backend: string;
  /** Of being malicious; empty for the autoencoder. */
  probabilities: Float32Array;
  effects: SubnetEffects;
  /** Of each route that was asked: its probability less that of an unknown destination. */
  destinationEffects?: Float32Array;
}

export interface TrainedNetwork extends Judged {
  weights: Weights;
  parameters: number;
  epochs: EpochNumbers[];
  stoppedEarly: boolean;
  reconstructions?: Reconstructions;
  seconds: { train: number; evaluate: number };
}

export type JobResult<J extends NetworkJob> = J extends TrainJob ? TrainedNetwork : Judged;

/** Trains or asks a network; in a process of its own, for nothing else is answered meanwhile. */
export async function runJob<J extends NetworkJob>(
  job: J,
  onBatch: (progress: BatchProgress) => void | Promise<void>,
): Promise<JobResult<J>> {
  const backend = await chooseBackend(job.backend, job.wasmFolder);
  await Promise.all([loadLstm(job.wasmFolder), loadAdam(job.wasmFolder), loadDense(job.wasmFolder)]);
  const result = job.task === 'train' ? await train(job, onBatch) : classify(job);
  return { backend: backend.text, ...result } as JobResult<J>;
}

async function train(
  { plan, map, subnets, train: routes, validation, test, unknown }: TrainJob,
  onBatch: (progress: BatchProgress) => void | Promise<void>,
): Promise<Omit<TrainedNetwork, 'backend'>> {
  const begun = performance.now();
  const [trained, tested] = [asKind(plan.kind, routes, subnets), asKind(plan.kind, test, subnets)];
  const watched = validation && asKind(plan.kind, validation, subnets);
  const outcome = await trainNetwork(plan, map, trained, watched ?? tested, onBatch);
  const between = performance.now();
  const variables = variablesOf(outcome.weights);
  const judged = judge({ ...plan, unknown }, variables, map, tested, test, subnets);
  const reconstructions = plan.kind === 'autoencoder' ? reconstructionsOf(variables, map, tested) : undefined;
  tf.dispose([...variables.values()]);
  return {
    ...outcome,
    ...judged,
    ...(reconstructions ? { reconstructions } : {}),
    parameters: layerSummaries(plan.kind, map).reduce((sum, l) => sum + l.parameters, 0),
    seconds: { train: (between - begun) / 1000, evaluate: (performance.now() - between) / 1000 },
  };
}

function classify(job: ClassifyJob): Omit<Judged, 'backend'> {
  const { kind, map, weights, samples, subnets } = job;
  const variables = variablesOf(weights);
  const judged = judge(job, variables, map, asKind(kind, samples, subnets), samples, subnets);
  tf.dispose([...variables.values()]);
  return judged;
}

/** Routes whose subnets are taken out one by one, at most: a sequence costs a thousand times a sum. */
const askedAtMost: Record<NetworkKind, number> = { dense: 20_000, lstm: 500, hybrid: 1000, autoencoder: 0 };

function judge(
  { kind, align, unknown }: Pick<TrainingPlan, 'kind' | 'align'> & Pick<JobBase, 'unknown'>,
  variables: Variables,
  map: FeatureMap,
  samples: Samples,
  hops: Samples,
  subnets: number,
): Omit<Judged, 'backend'> {
  if (kind === 'autoencoder')
    return {
      probabilities: new Float32Array(0),
      effects: {
        routes: 0,
        offsets: new Uint32Array(1),
        subnets: new Int32Array(0),
        effects: new Float32Array(0),
      },
    };
  const probabilities = new Float32Array(samples.size);
  for (const chosen of chunks(samples.size, kind))
    probabilities.set(probabilitiesOf(kind, variables, { samples, chosen, map, align }), chosen[0]);
  // Distinct subnets of each route, also where the network takes hops in order.
  const distinct = asKind('dense', hops, subnets);
  const routes = Math.min(samples.size, askedAtMost[kind]);
  const offsets = distinct.offsets.slice(0, routes + 1);
  const asked = distinct.hops.slice(0, offsets[routes]);
  const owners = new Uint32Array(asked.length);
  for (let r = 0; r < routes; r++) owners.fill(r, offsets[r], offsets[r + 1]);
  const effects = new Float32Array(asked.length);
  for (const piece of chunks(asked.length, kind)) {
    const from = piece[0] as number;
    const chosen = owners.slice(from, from + piece.length);
    const without = asked.slice(from, from + piece.length);
    const p = probabilitiesOf(kind, variables, { samples, chosen, map, align, without });
    p.forEach((q, i) => (effects[from + i] = (probabilities[chosen[i] as number] as number) - q));
  }
  const destinationEffects = unknown && new Float32Array(routes);
  if (destinationEffects)
    for (const chosen of chunks(routes, kind)) {
      const batch = { samples: withUnknown(samples, map.numbers, unknown), chosen, map, align };
      probabilitiesOf(kind, variables, batch).forEach((q, i) => {
        const r = chosen[i] as number;
        destinationEffects[r] = (probabilities[r] as number) - q;
      });
    }
  const judged = { probabilities, effects: { routes, offsets, subnets: asked, effects } };
  return destinationEffects ? { ...judged, destinationEffects } : judged;
}

function withUnknown(samples: Samples, numbers: number, unknown: readonly number[]): Samples {
  const statistics = samples.statistics.slice();
  for (let r = 1; r <= samples.size; r++) statistics.set(unknown, r * numbers - unknown.length);
  return { ...samples, statistics };
}

function probabilitiesOf(
  kind: NetworkKind,
  variables: Variables,
  batch: Parameters<typeof outputsOf>[2],
): Float32Array {
  return tf
    .tidy(() => outputsOf(kind, variables, batch).dataSync<'float32'>())
    .map(z => 1 / (1 + Math.exp(-z)));
}
