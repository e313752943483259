import { basename } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { messageOf } from '../../../server/src/base/errors';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { AcrossEvaluation } from '../../../server/src/engine/judging/acrossEvaluation';
import { behaviourColumns } from '../../../server/src/engine/training/corpus/columnParts';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { answerParameters } from '../../../shared/parameters/answers';
import type { Bench } from '../sections';
import { score, table } from '../tables';
import { mean, meanAndLeast, seedsOf } from './means';

/** How well labels of each network carry to each other one, and to each from all the others together. */
export async function transferTable(_: string, { captures, rounds, log }: Bench): Promise<string> {
  const heading = '## Labels carried to other networks';
  if (captures.length < 2)
    return `${heading}\n\nLabels are carried from one capture to another: name two with \`--capture\`, or more.`;
  const engine = createEngine({ cacheDirectory: inRoot('out/bench/cache'), maxCacheBytes: Infinity });
  const rows: string[][] = [];
  const carried: AcrossEvaluation[][] = [];
  const refused: string[] = [];
  for (const [training, asked] of questionsOf(captures)) {
    const name = `${training.map(nameOf).join(', ')} → ${nameOf(asked)}`;
    log(name);
    const all: AcrossEvaluation[] = [];
    try {
      for (const seed of seedsOf(rounds)) {
        const config = { ...defaultConfig, tokenColumns: [...behaviourColumns], seed };
        all.push(await engine.evaluateAcross(training, config, [asked], { confidence }));
      }
    } catch (error) {
      refused.push(`- ${name}: ${messageOf(error)}`);
      continue;
    }
    carried.push(all);
    rows.push(rowOf(name, all));
  }
  await engine.dispose();
  rows.push(lastRow(carried));
  return `${heading}

Balanced accuracy; flows of which it cannot be told count as wrong. Beside it what counts give without vectors, and the
majority of what the training has of protocol and state, of protocol and port, and of the source address.

${table(head, rows)}${refused.length > 0 ? `\n\n${refused.join('\n')}` : ''}`;
}

const { default: confidence } = answerParameters.confidence;
const baselines = ['counts', 'protoState', 'protoDport', 'source'] as const;
const head = [
  'from → to',
  'flows',
  'carried',
  'macro-F1',
  'cannot tell',
  'counts',
  'protocol and state',
  'protocol and port',
  'source address',
  'leans most on',
];
const nameOf = (capture: string) => basename(capture).replace(/\..*$/, '');

/** Each by each other; then, of three captures or more, each by the others together. */
function questionsOf(captures: readonly string[]): [training: string[], asked: string][] {
  const others = (asked: string) => captures.filter(capture => capture !== asked);
  return [
    ...captures.flatMap(asked => others(asked).map(training => [[training], asked] as [string[], string])),
    ...(captures.length > 2 ? captures.map(asked => [others(asked), asked] as [string[], string]) : []),
  ];
}

function rowOf(name: string, all: readonly AcrossEvaluation[]): string[] {
  const [first] = all as [AcrossEvaluation];
  const [leant] = first.leanedOn;
  return [
    name,
    first.flows.toLocaleString('en'),
    accuracy(all),
    score(mean(all.map(each => each.macroF1))),
    `${(100 * mean(all.map(each => each.cannotTell / each.flows))).toFixed(1)} %`,
    ...baselines.map(name => accuracy(all.map(each => each.baselines[name]))),
    leant ? `${leant.evidence} ${(100 * leant.share).toFixed(0)} %` : '–',
  ];
}

type Accurate = Pick<AcrossEvaluation, 'balancedAccuracy'>;
const accuraciesOf = (all: readonly Accurate[]) => all.flatMap(each => each.balancedAccuracy ?? []);

function accuracy(all: readonly Accurate[]): string {
  const known = accuraciesOf(all);
  return known.length > 0 ? score(mean(known)) : '–';
}

/** Over all questions, and the least. */
function lastRow(carried: readonly AcrossEvaluation[][]): string[] {
  const over = (of: (each: AcrossEvaluation) => Accurate) =>
    meanAndLeast(
      carried.flatMap(all => {
        const known = accuraciesOf(all.map(of));
        return known.length > 0 ? [mean(known)] : [];
      }),
    );
  return [
    'mean (least)',
    '',
    over(each => each),
    '',
    '',
    ...baselines.map(name => over(each => each.baselines[name])),
    '',
  ];
}
