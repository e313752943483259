import { basename } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { messageOf } from '../../../server/src/base/errors';
import type { Evaluation } from '../../../server/src/engine/judging/evaluation';
import { defaultConfig, parseSentenceScheme } from '../../../server/src/engine/training/embedding/config';
import { answerParameters } from '../../../shared/parameters/answers';
import { corpusParameters } from '../../../shared/parameters/training';
import type { Bench } from '../sections';
import { score, table } from '../tables';
import { mean, seedsOf } from './means';

/** How far neighbours' labels agree with a token's own, beside what a field alone gives; with its source and without. */
export async function labelsTable(_: string, { captures, rounds, log }: Bench): Promise<string> {
  const engine = createEngine({ cacheDirectory: inRoot('out/bench/cache'), maxCacheBytes: Infinity });
  const rows: string[][] = [];
  const said: string[] = [];
  for (const capture of captures)
    for (const tokenColumns of [defaultConfig.tokenColumns, withoutSource]) {
      const name = `${basename(capture)}, ${tokenColumns.join(' ')}`;
      log(name);
      try {
        const all = await evaluations(engine, capture, tokenColumns, rounds);
        rows.push(rowOf(name, all));
        said.push(`${name}: ${all[0]?.besideCounting}`);
      } catch (error) {
        said.push(`${name}: ${messageOf(error)}`);
      }
    }
  await engine.dispose();
  return `## Labels of neighbours

Macro-F1 of ${neighbours} neighbours' vote; beside it what a field alone gives, and counts of all fields.

${table(head, rows)}

${said.map(line => `- ${line}`).join('\n')}`;
}

const { default: neighbours } = answerParameters.neighbours;
const withoutSource = defaultConfig.tokenColumns.filter(column => column !== 'SrcAddr');
const baselines = ['portShare', 'sourceMajority', 'protoState', 'protoDport', 'counts'] as const;
const head = [
  'tokens',
  'macro-F1',
  'destination port',
  'source address',
  'protocol and state',
  'protocol and port',
  'counts of all fields',
];

async function evaluations(
  engine: Engine,
  capture: string,
  tokenColumns: readonly string[],
  rounds: number,
): Promise<Evaluation[]> {
  const all: Evaluation[] = [];
  for (const seed of seedsOf(rounds)) {
    // Sentences as they are for those who name these columns and no scheme.
    const sentence = parseSentenceScheme(corpusParameters.sentence.default, tokenColumns);
    const config = { ...defaultConfig, tokenColumns: [...tokenColumns], sentence, seed };
    const found = await engine.evaluate([capture], config, { neighbours });
    if (found) all.push(found);
  }
  return all;
}

function rowOf(name: string, all: readonly Evaluation[]): string[] {
  const of = (value: (each: Evaluation) => number | undefined) => {
    const known = all.flatMap(each => value(each) ?? []);
    return known.length > 0 ? score(mean(known)) : '–';
  };
  return [name, of(each => each.macroF1), ...baselines.map(b => of(each => each.baselines[b]?.macroF1))];
}
