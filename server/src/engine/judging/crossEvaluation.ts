import { labelClasses } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';
import type { Model } from '../training/models/model';
import {
  baselineColumns,
  byFlows,
  byTokens,
  fieldsOf,
  predictByCounts,
  predictByValue,
  valueOf,
  type BaselineName,
} from './baselines';
import type { EmbeddingConfig } from '../training/embedding/config';
import { nearestKnown } from './distances';
import {
  askedTokens,
  classesOf,
  majorityClasses,
  refuseUntellable,
  reportOf,
  type Evaluation,
  type EvaluationOptions,
  type Extended,
  predictedBy,
} from './evaluation';
import { nearestOf } from '../similar/keyedVectors';
import { labelledRows } from '../similar/labelVote';
import { compose, compositionOf, lookedUp } from './unseenTokens';

/**
 * The evaluation of a capture that the model was not trained on: vectors of its tokens are looked up, or composed of
 * fields the model knows; only labelled tokens of the training vote, and only they inform the baselines. Tokens the model can
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
  const voters = labelledRows(train);
  const labelled = labelledRows(test);
  refuseUntellable(names, classesOf(voters, voting), classesOf(labelled, truth));
  const picked = askedTokens(labelled, truth, names.indexOf('background'), random);
  const composition = lookedUp(
    model,
    picked.asked.map(row => test.tokens[row] as string),
  );
  const scratch = new Float32Array(size);
  const places = picked.asked.flatMap((_, i) => (compose(composition, i, model.inputs, scratch) ? [i] : []));
  const asked = places.map(i => picked.asked[i] as number);
  const k = Math.max(10, neighbours);
  const known = compositionOf(model, voters);
  const found = await nearestKnown(
    size,
    { count: voters.length, fill: (i, target) => void compose(known, i, model.inputs, target) },
    {
      count: asked.length,
      fill: (i, target) => void compose(composition, places[i] as number, model.inputs, target),
    },
    k,
  );
  const predict = (name: BaselineName) => {
    const looked = baselineColumns[name];
    const fields = fieldsOf(looked, tokenColumns);
    const [ofTrain, ofTest] = [extended[name], testExtended[name]];
    if (fields) {
      const values = asked.map(row => [
        { value: valueOf((test.tokens[row] as string).split(' '), fields), weight: 1, own: [] },
      ]);
      const { witnesses } = byTokens(train.tokens, voting, fields, names.length);
      return predictByValue(witnesses, values, names.length);
    }
    if (!ofTrain || !ofTest) return undefined;
    const ofRows = new Map(test.tokens.map((token, row) => [token, row]));
    const values = byFlows(ofTest, looked.length, ofRows, names).asked;
    return predictByValue(
      byFlows(ofTrain, looked.length, new Map(), names).witnesses,
      // What a test token itself testified is not among the training's.
      asked.map(row => (values[row] ?? []).map(value => ({ ...value, own: [] }))),
      names.length,
    );
  };
  return reportOf({
    names,
    truth: asked.map(row => truth[row] as number),
    near: asked.map((_, i) =>
      nearestOf(found, i, k).map(({ row, similarity }) => ({ row: voters[row] as number, similarity })),
    ),
    voting: train,
    classOf: row => voting[row] as number,
    neighbours,
    sampledOut: picked.sampledOut,
    withoutVector: picked.asked.length - asked.length,
    baselines: {
      ...predictedBy(predict),
      counts: predictByCounts(
        train.tokens,
        voting,
        tokenColumns.length,
        asked.map(row => ({ token: test.tokens[row] as string })),
        names.length,
      ),
    },
  });
}
