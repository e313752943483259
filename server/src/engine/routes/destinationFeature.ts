import * as l10n from '@vscode/l10n';
import { shuffled } from '../../base/seededRandom';
import type { DestinationBaseline } from '../../../../shared/protocol/routeReport';
import { classificationReport, confusionMatrix, curves, type Answers } from './classifierReport';
import type { NetworkOf } from '../hosts/mmdb';
import { DestinationCounts } from './destinationCounts';
import type { RouteTable } from './routeTable';
import type { SubnetPrefix } from './subnets';
import { language } from '../../../../shared/text/language';

/** What the routes chosen say of destinations. */
export function countDestinations(
  table: RouteTable,
  chosen: Iterable<number>,
  prefix: SubnetPrefix,
  networkOf?: NetworkOf,
): DestinationCounts {
  const counts = new DestinationCounts(prefix, networkOf);
  for (const r of chosen) counts.add(table.destinations[r] as string, table.labels[r] as number);
  return counts;
}

/** What is known of the destinations of the routes chosen: a number for each. */
export const knownOf = (table: RouteTable, chosen: Uint32Array, counts: DestinationCounts): Float32Array =>
  Float32Array.from(chosen, r => counts.logOdds(table.destinations[r] as string));

const folds = 10;

/**
 * The same of the routes that are trained on, each from the counts of the other nine tenths: with its own label among
 * the counts, a network would learn to read the label out of them (Micci-Barreca 2001; in parts, as scikit-learn's
 * `TargetEncoder`).
 */
export function knownOfOthers(
  table: RouteTable,
  chosen: Uint32Array,
  random: () => number,
  prefix: SubnetPrefix,
  networkOf?: NetworkOf,
): Float32Array {
  const fold = new Uint8Array(chosen.length);
  shuffled(chosen.length, random).forEach((i, place) => (fold[i] = place % folds));
  const known = new Float32Array(chosen.length);
  for (let f = 0; f < folds; f++) {
    const others = countDestinations(
      table,
      chosen.filter((_, i) => fold[i] !== f),
      prefix,
      networkOf,
    );
    chosen.forEach((r, i) => {
      if (fold[i] === f) known[i] = others.logOdds(table.destinations[r] as string);
    });
  }
  return known;
}

/** The wrong answers of either differ by chance within two standard errors. */
const standardErrors = 2;

/** What counting alone says of the routes chosen, beside the network's answers; undefined without any. */
export function baselineOf(
  table: RouteTable,
  chosen: Uint32Array,
  counts: DestinationCounts,
  network: Answers,
): DestinationBaseline | undefined {
  if (chosen.length === 0) return undefined;
  const destinations = Array.from(chosen, r => table.destinations[r] as string);
  const answers = {
    labels: network.labels,
    probabilities: Float32Array.from(destinations, each => counts.probability(each)),
  };
  const report = classificationReport(confusionMatrix(answers));
  const known = destinations.filter(each => counts.of(each).some(count => count > 0)).length;
  const { levels } = counts;
  return {
    report,
    rocAuc: curves(answers).roc.area,
    known,
    levels,
    verdict: verdictOf(network, answers, levels),
  };
}

/** Only routes that one of both has wrong tell which is better (McNemar 1947). */
function verdictOf(network: Answers, counted: Answers, levels: readonly string[]): string {
  const { labels } = network;
  const right = ({ probabilities }: Answers, i: number) =>
    Number((probabilities[i] as number) > 0.5) === labels[i];
  let [learned, counts, differ] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const [a, b] = [right(network, i), right(counted, i)];
    learned += Number(a);
    counts += Number(b);
    differ += Number(a !== b);
  }
  const tested = labels.length;
  const ahead = (learned - counts) / tested;
  const chance = (standardErrors * Math.sqrt(differ)) / tested;
  const backOff =
    levels.length > 1 ? l10n.t(', then its {0}', levels.slice(1).join(l10n.t(', then its '))) : '';
  const counting = l10n.t(
    "the commoner label of the destination's {0}{1}, among the routes trained on",
    levels[0] ?? '',
    backOff,
  );
  const both = l10n.t(
    'the network has {0} of {1} routes right, counting {2} ({3})',
    (learned / tested).toFixed(3),
    tested.toLocaleString(language()),
    (counts / tested).toFixed(3),
    counting,
  );
  if (ahead > chance)
    return l10n.t(
      'The network is ahead of counting: {0}, by more than the {1} that chance explains.',
      both,
      chance.toFixed(3),
    );
  if (-ahead > chance)
    return l10n.t('The network does not beat counting: {0}. The counts are to be trusted more.', both);
  return l10n.t(
    'The network does not beat counting by more than chance: {0}; chance explains {1}.',
    both,
    chance.toFixed(3),
  );
}
