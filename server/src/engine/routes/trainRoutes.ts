import * as l10n from '@vscode/l10n';
import { seededRandom } from '../../base/seededRandom';
import { agglomerate } from './agglomeration';
import { calibration, classificationReport, confusionMatrix, curves, histogram } from './classifierReport';
import type { NetworkOf } from '../hosts/mmdb';
import type { DestinationCounts } from './destinationCounts';
import { linearStart } from './linearStart';
import { baselineOf, countDestinations, knownOf, knownOfOthers } from './destinationFeature';
import { samplesOf, scaleOf, type StatisticsScale } from './featureScale';
import type { Judged, TrainedNetwork, TrainJob } from './networks/job';
import { layerSummaries, type Weights } from './networks/network';
import { planOf } from './networks/plan';
import { rawFeatures, type FeatureMap } from './networks/samples';
import type { BatchProgress } from './networks/training';
import {
  routeClasses,
  type MisclassifiedRoute,
  type NetworkReport,
  type RouteProgress,
  type RouteSettings,
  type TellingSubnet,
} from '../../../../shared/protocol/routeReport';
import type { RouteTable } from './routeTable';
import { splitAll, splitRoutes } from './split';
import { language } from '../../../../shared/text/language';

/** All that is needed to ask a network about other routes. */
export interface RouteNetwork {
  report: NetworkReport;
  map: FeatureMap;
  scale: StatisticsScale;
  subnets: readonly string[];
  weights: Weights;
  /** Of the routes that it was trained on or that watched the training. */
  destinations: DestinationCounts;
}

export interface RouteTraining {
  /** Names the network. */
  model: string;
  /** As `resolved` gives them. */
  settings: RouteSettings;
  networkOf?: NetworkOf | undefined;
  /** Seconds that reading the routes took, and what was said of it. */
  read: { seconds: number; notes: readonly string[]; files: readonly string[] };
  run(job: Omit<TrainJob, 'wasmFolder'>, onBatch: (progress: BatchProgress) => void): Promise<TrainedNetwork>;
  onProgress(progress: RouteProgress): void;
  /** Awaited between pieces of long work; throws to end it. */
  pause(): Promise<void>;
}

/** From routes to a network with its report. `settings` have been resolved. */
export async function trainRoutes(table: RouteTable, training: RouteTraining): Promise<RouteNetwork> {
  const { settings, read, onProgress } = training;
  const begun = performance.now();
  const random = seededRandom(settings.seed);
  const [epochs, stage] = [settings.epochs, { epoch: 0, epochs: settings.epochs, batch: 0, batches: 0 }];
  const splitting = { ...settings, holdBack: settings.earlyStop > 0 };
  const divide = settings.network === 'autoencoder' ? splitAll : splitRoutes;
  const split = divide(table, splitting, random);
  const prefix = { ipv4: settings.prefix4, ipv6: settings.prefix6 };
  const { networkOf } = training;
  const counted = [...split.train, ...split.validation].filter(route => (table.labels[route] as number) < 2);
  const destinations = countDestinations(table, counted, prefix, networkOf);
  const asked = settings.destination === 'counts';
  const known = asked ? knownOfOthers(table, split.train, random, prefix, networkOf) : undefined;
  const scale = scaleOf(table, split.train, known);
  const train = samplesOf(table, split.train, scale, { beside: known });
  // Routes that watch the training count for those that are tested, and not for themselves.
  const others = asked ? countDestinations(table, split.train, prefix, networkOf) : undefined;
  const samples = (chosen: Uint32Array, counts: DestinationCounts | undefined) =>
    samplesOf(table, chosen, scale, { beside: counts && knownOf(table, chosen, counts) });
  const grouped = settings.agglomerate > 0 && settings.agglomerate < table.subnets.length;
  if (grouped) onProgress({ stage: 'agglomerate', ...stage });
  const subnets = grouped
    ? await agglomerate(train, table.subnets.length, settings.agglomerate, training.pause)
    : rawFeatures(table.subnets.length);
  const numbers = scale.mean.length;
  const map: FeatureMap = {
    ...subnets,
    numbers,
    ...(asked ? { start: linearStart(train, numbers, split.classWeights) } : {}),
  };
  const agglomerated = performance.now();
  const network = await training.run(
    {
      task: 'train',
      backend: settings.backend,
      map,
      subnets: table.subnets.length,
      plan: planOf(settings, split.classWeights),
      train,
      ...(split.validation.length > 0 ? { validation: samples(split.validation, others) } : {}),
      test: samples(split.test, asked ? destinations : undefined),
      ...(asked ? { unknown: unknownOf(destinations, scale) } : {}),
    },
    progress => onProgress({ stage: 'train', epochs, ...progress }),
  );
  onProgress({ stage: 'evaluate', ...stage, epoch: network.epochs.length });
  const labelled = (label: number) => table.labels.reduce((sum, l) => sum + (l === label ? 1 : 0), 0);
  const layers = layerSummaries(settings.network, map);
  const seconds = (performance.now() - begun) / 1000 + read.seconds;
  const report: NetworkReport = {
    model: training.model,
    trainedAt: new Date().toISOString(),
    network: settings.network,
    settings,
    parameters: network.parameters,
    layers,
    backend: network.backend,
    seconds,
    stages: {
      read: read.seconds,
      agglomerate: (agglomerated - begun) / 1000,
      train: network.seconds.train,
      evaluate: network.seconds.evaluate,
    },
    counts: {
      routes: table.size,
      benign: labelled(0),
      malicious: labelled(1),
      unlabelled: labelled(255),
      trained: split.train.length,
      validated: split.validation.length,
      tested: split.test.length,
    },
    files: read.files,
    subnets: table.subnets.length,
    features: map.features,
    epochs: network.epochs,
    stoppedEarly: network.stoppedEarly,
    classes: routeClasses,
    ...numbersOf(table, split.test, network, destinations),
    notes: [
      ...read.notes,
      ...split.notes,
      ...notesOf(settings, split.validation.length, network, split.test.length),
    ],
  };
  return { report, map, scale, subnets: table.subnets, weights: network.weights, destinations };
}

type Numbers = Pick<
  NetworkReport,
  | 'report'
  | 'baseline'
  | 'confusion'
  | 'rocAuc'
  | 'roc'
  | 'precisionRecall'
  | 'calibration'
  | 'histogram'
  | 'telling'
  | 'tellingRoutes'
  | 'misclassified'
  | 'misclassifiedTotal'
  | 'reconstructions'
>;

/** The scaled number of a destination of which nothing is known but how common the classes are. */
export const unknownOf = (counts: DestinationCounts, { mean, deviation }: StatisticsScale): number[] => [
  (counts.logOdds('') - (mean.at(-1) as number)) / (deviation.at(-1) as number),
];

function numbersOf(
  table: RouteTable,
  test: Uint32Array,
  network: TrainedNetwork,
  destinations: DestinationCounts,
): Numbers {
  const none = { telling: [], tellingRoutes: 0, misclassified: [], misclassifiedTotal: 0 };
  if (network.reconstructions) return { ...none, reconstructions: network.reconstructions };
  const answers = {
    labels: Uint8Array.from(test, r => table.labels[r] as number),
    probabilities: network.probabilities,
  };
  const confusion = confusionMatrix(answers);
  const { roc, precisionRecall } = curves(answers);
  const wrong = misclassified(table, test, answers.probabilities);
  const baseline = baselineOf(table, test, destinations, answers);
  return {
    report: classificationReport(confusion),
    ...(baseline ? { baseline } : {}),
    confusion,
    rocAuc: roc.area,
    roc,
    precisionRecall,
    calibration: calibration(answers),
    histogram: histogram(answers),
    telling: tellingSubnets(table, network, answers.labels),
    tellingRoutes: network.effects.routes,
    misclassified: wrong.slice(0, 500),
    misclassifiedTotal: wrong.length,
  };
}

/** Surest of their error first. */
function misclassified(table: RouteTable, test: Uint32Array, p: Float32Array): MisclassifiedRoute[] {
  const wrong: MisclassifiedRoute[] = [];
  test.forEach((r, i) => {
    const [label, probability] = [table.labels[r] as 0 | 1, p[i] as number];
    if (Number(probability > 0.5) === label) return;
    wrong.push({
      line: table.lines[r] as number,
      file: table.files[r] as number,
      destination: table.destinations[r] as string,
      probability,
      label: routeClasses[label],
    });
  });
  return wrong.sort((a, b) => Math.abs(b.probability - 0.5) - Math.abs(a.probability - 0.5));
}

/** Subnets of fewer routes say more about those routes than about the network. */
const fewestRoutes = 5;
const toldSubnets = 50;

function tellingSubnets(
  { subnets }: RouteTable,
  { effects: { routes, offsets, subnets: asked, effects } }: Judged,
  labels: Uint8Array,
): TellingSubnet[] {
  const sums = new Map<number, { effect: number; routes: number; malicious: number }>();
  for (let r = 0; r < routes; r++)
    for (let j = offsets[r] as number; j < (offsets[r + 1] as number); j++) {
      const subnet = asked[j] as number;
      const sum = sums.get(subnet) ?? { effect: 0, routes: 0, malicious: 0 };
      sum.effect += effects[j] as number;
      sum.routes++;
      sum.malicious += labels[r] as number;
      sums.set(subnet, sum);
    }
  return [...sums]
    .filter(([, sum]) => sum.routes >= fewestRoutes)
    .map(([s, sum]) => ({ subnet: subnets[s] as string, ...sum, effect: sum.effect / sum.routes }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, toldSubnets);
}

function notesOf(
  settings: RouteSettings,
  validated: number,
  network: TrainedNetwork,
  tested: number,
): string[] {
  const notes = [
    validated > 0
      ? l10n.t(
          'Training watched {0} routes that are neither trained on nor tested.',
          validated.toLocaleString(language()),
        )
      : l10n.t('The validation after each epoch is of the tested routes.'),
  ];
  if (settings.network === 'dense' || settings.network === 'hybrid')
    notes.push(l10n.t('The five statistics are scaled to mean 0 and deviation 1 of the training routes.'));
  if (settings.destination === 'counts')
    notes.push(
      l10n.t(
        'The network is told the share of malicious routes to the destination, of the routes trained on, each without itself.',
      ),
      l10n.t('It begins where a logistic regression of its six numbers stands, and learns the rest.'),
    );
  else if (settings.network === 'dense' || settings.network === 'hybrid')
    notes.push(
      l10n.t(
        'As in the notebook, the network is not told the destination of a route that did not reach it; the option "destination" tells it what is known of that.',
      ),
    );
  if (network.effects.routes > 0 && network.effects.routes < tested)
    notes.push(
      l10n.t(
        'The most telling subnets are of {0} of the {1} tested routes.',
        network.effects.routes.toLocaleString(language()),
        tested.toLocaleString(language()),
      ),
    );
  const { reconstructions: r } = network;
  if (r) {
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const counted = l10n.t(
      "{0} distinct reconstructions of {1} distinct routes, with {2} of a route's subnets; the commonest subnets, whatever the route, have {3}",
      r.distinct.toLocaleString(language()),
      r.distinctInputs.toLocaleString(language()),
      percent(r.recovered),
      percent(r.commonest),
    );
    notes.push(
      r.collapsed
        ? l10n.t(
            'The autoencoder has collapsed: {0}. A softmax over so many subnets, of which a route has few, learns the commonest ones.',
            counted,
          )
        : l10n.t('The autoencoder tells routes apart: {0}.', counted),
    );
  }
  return notes;
}
