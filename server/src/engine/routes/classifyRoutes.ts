import * as l10n from '@vscode/l10n';
import { classificationReport, confusionMatrix, curves } from './classifierReport';
import { baselineOf, knownOf } from './destinationFeature';
import { samplesOf } from './featureScale';
import type { ClassifyJob, Judged } from './networks/job';
import {
  routeClasses,
  type ClassificationReport,
  type ClassifiedRoute,
  type DestinationBaseline,
  type NetworkKind,
} from '../../../../shared/protocol/routeReport';
import type { RouteTable } from './routeTable';
import { unknownOf, type RouteNetwork } from './trainRoutes';
import { language } from '../../../../shared/text/language';

export interface Classification {
  model: string;
  network: NetworkKind;
  backend: string;
  routes: ClassifiedRoute[];
  report?: ClassificationReport;
  rocAuc?: number | null;
  baseline?: DestinationBaseline;
  notes: string[];
}

/** Asks a network about each route. Subnets it has not seen say nothing: they are taken for timeouts. */
export async function classifyRoutes(
  table: RouteTable,
  network: RouteNetwork,
  run: (job: Omit<ClassifyJob, 'wasmFolder'>) => Promise<Judged>,
): Promise<Classification> {
  const { report, map, scale, weights, destinations } = network;
  const asked = report.settings.destination === 'counts';
  if (report.network === 'autoencoder')
    throw new Error(
      l10n.t('An autoencoder knows no classes: choose dense, lstm or hybrid to classify routes.'),
    );
  const numbers = new Map(network.subnets.map((name, s) => [name, s]));
  const numberOf = Int32Array.from(table.subnets, name => numbers.get(name) ?? -1);
  const all = Uint32Array.from({ length: table.size }, (_, r) => r);
  const judged = await run({
    task: 'classify',
    kind: report.network,
    align: report.settings.align,
    backend: report.settings.backend,
    map,
    weights,
    subnets: network.subnets.length,
    samples: samplesOf(table, all, scale, {
      numberOf,
      ...(asked ? { beside: knownOf(table, all, destinations) } : {}),
    }),
    ...(asked ? { unknown: unknownOf(destinations, scale) } : {}),
  });
  const routes = [...all].map(r => routeOf(table, r, network, judged));
  const known = all.filter(r => table.labels[r] !== 255);
  const answers = {
    labels: known.map(r => table.labels[r] as number) as unknown as Uint8Array,
    probabilities: Float32Array.from(known, r => judged.probabilities[r] as number),
  };
  const baseline = baselineOf(table, known, destinations, answers);
  const unseen = numberOf.reduce((sum, n) => sum + (n < 0 ? 1 : 0), 0);
  const notes = [
    ...(unseen > 0
      ? [
          l10n.t(
            '{0} of {1} subnets were not in the training routes; they are taken for timeouts.',
            unseen.toLocaleString(language()),
            table.subnets.length.toLocaleString(language()),
          ),
        ]
      : []),
    ...(judged.effects.routes < table.size
      ? [
          l10n.t(
            'Reasons are told for the first {0} routes.',
            judged.effects.routes.toLocaleString(language()),
          ),
        ]
      : []),
  ];
  return {
    model: report.model,
    network: report.network,
    backend: judged.backend,
    routes,
    ...(known.length > 0
      ? {
          report: classificationReport(confusionMatrix(answers)),
          rocAuc: curves(answers).roc.area,
          ...(baseline ? { baseline } : {}),
        }
      : {}),
    notes,
  };
}

const toldReasons = 3;

function routeOf(
  table: RouteTable,
  r: number,
  { subnets, destinations }: RouteNetwork,
  { probabilities, effects, destinationEffects }: Judged,
): ClassifiedRoute {
  const probability = probabilities[r] as number;
  const truth = routeClasses[table.labels[r] as number];
  const [from, to] = r < effects.routes ? [effects.offsets[r], effects.offsets[r + 1]] : [0, 0];
  const reasons = Array.from(effects.subnets.subarray(from, to), (s, j) => ({
    subnet: subnets[s] as string,
    effect: effects.effects[(from as number) + j] as number,
  }));
  const leaning = destinationEffects?.[r];
  if (leaning !== undefined) {
    const [benign, malicious] = destinations.of(table.destinations[r] as string);
    const known = l10n.t('{0} of {1} routes there malicious', malicious, benign + malicious);
    reasons.push({ subnet: l10n.t('destination ({0})', known), effect: leaning });
  }
  return {
    line: table.lines[r] as number,
    file: table.files[r] as number,
    destination: table.destinations[r] as string,
    probability,
    label: routeClasses[probability > 0.5 ? 1 : 0],
    ...(truth ? { truth } : {}),
    reasons: reasons.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, toldReasons),
  };
}
