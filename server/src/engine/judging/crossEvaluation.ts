import { labelClasses } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';
import type { Model } from '../training/models/model';
import { byFlows, byTokens, predictByValue } from './baselines';
import type { EmbeddingConfig } from '../training/embedding/config';
import { nearestKnown } from './distances';
import {
  askedTokens,
  majorityClasses,
  reportOf,
  type BaselineColumn,
  type Evaluation,
  type EvaluationOptions,
  type Extended,
  nearestClasses,
} from './evaluation';
import { compose, compositionOf, lookedUp } from './unseenTokens';

/**
 * The evaluation of a capture that the model was not trained on: vectors of its tokens are looked up, or composed of
 * fields the model knows; only tokens of the training vote, and only they inform the baselines. Tokens the model can
 * give no vector are counted and left out. A model without output vectors is enough.
 */
export async function evaluateOn(
  model: Model,
  test: Vocabulary,
  {
    neighbours = 7,
    random,
    extended = {},
    testExtended = {},
  }: EvaluationOptions & { testExtended?: Extended },
): Promise<Evaluation> {
  const { size, tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  const train = model.vocabulary;
  const names = labelClasses.filter(c => train.labelClasses.includes(c) || test.labelClasses.includes(c));
  const renamed = (vocabulary: Vocabulary) =>
    majorityClasses(vocabulary).map(c => names.findIndex(name => name === vocabulary.labelClasses[c]));
  const [voting, truth] = [renamed(train), renamed(test)];
  const picked = askedTokens(truth, names.indexOf('background'), random);
  const composition = lookedUp(
    model,
    picked.asked.map(row => test.tokens[row] as string),
  );
  const scratch = new Float32Array(size);
  const places = picked.asked.flatMap((_, i) => (compose(composition, i, model.inputs, scratch) ? [i] : []));
  const asked = places.map(i => picked.asked[i] as number);
  const k = Math.max(10, neighbours);
  const known = compositionOf(
    model,
    Uint32Array.from({ length: train.size }, (_, row) => row),
  );
  const { rows } = await nearestKnown(
    size,
    { count: train.size, fill: (i, target) => void compose(known, i, model.inputs, target) },
    {
      count: asked.length,
      fill: (i, target) => void compose(composition, places[i] as number, model.inputs, target),
    },
    k,
  );
  const predict = (column: BaselineColumn) => {
    const c = tokenColumns.indexOf(column);
    const [ofTrain, ofTest] = [extended[column], testExtended[column]];
    if (c >= 0) {
      const values = asked.map(row => [
        { value: (test.tokens[row] as string).split(' ')[c] as string, weight: 1, own: [] },
      ]);
      // Of a phrase, the fields of its last token count.
      const { witnesses } = byTokens(train.tokens, voting, c - tokenColumns.length, names.length);
      return predictByValue(witnesses, values, names.length);
    }
    if (!ofTrain || !ofTest) return undefined;
    const ofRows = new Map(test.tokens.map((token, row) => [token, row]));
    const values = byFlows(ofTest, ofRows, names).asked;
    return predictByValue(
      byFlows(ofTrain, new Map(), names).witnesses,
      // What a test token itself testified is not among the training's.
      asked.map(row => (values[row] ?? []).map(value => ({ ...value, own: [] }))),
      names.length,
    );
  };
  return reportOf({
    names,
    truth: asked.map(row => truth[row] as number),
    near: nearestClasses(rows, asked.length, k, voting),
    neighbours,
    sampledOut: picked.sampledOut,
    withoutVector: picked.asked.length - asked.length,
    baselines: { portShare: predict('Dport'), sourceMajority: predict('SrcAddr') },
  });
}
