import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import type { AlikeFlows } from './alikeFlows';
import { testimony } from './backOff';
import { nearestKnown } from './distances';
import { compose, compositionOf, lookedUp } from './unseenTokens';

/** Neighbours looked at, and those that vote. */
const found = 32;
const voting = 7;
/** No vote is surer than this: nearest is not the same. */
const surest = 0.95;

/** ln of the odds of "malicious" of flows, as the labelled behaviours nearest by their vectors vote; 0 where none do. */
export type Votes = (flows: AlikeFlows, training: Testimony) => number;
type Testimony = ReadonlyMap<string, readonly [number, number]>;

/** What conversations of the training testify of each token, classes standing alike. */
export function tokenTestimony(training: readonly AlikeFlows[]): Testimony {
  const tokens = testimony(training, f => f.token);
  const sums = [0, 0];
  for (const [malicious, normal] of tokens.values()) {
    sums[0] = (sums[0] as number) + malicious;
    sums[1] = (sums[1] as number) + normal;
  }
  return new Map(
    [...tokens].map(([token, [malicious, normal]]) => [
      token,
      [malicious / Math.max(1, sums[0] as number), normal / Math.max(1, sums[1] as number)] as const,
    ]),
  );
}

/** Finds the neighbours of all tokens that are asked about, among those of the model. */
export async function behaviourVotes(model: Model, asked: readonly AlikeFlows[]): Promise<Votes> {
  const { size } = model.facts.config as unknown as EmbeddingConfig;
  const { vocabulary } = model;
  const tokens = [...new Set(asked.map(f => f.token))];
  const composition = lookedUp(model, tokens);
  const known = compositionOf(
    model,
    Uint32Array.from({ length: vocabulary.size }, (_, row) => row),
  );
  const scratch = new Float32Array(size);
  const places = tokens.flatMap((_, i) => (compose(composition, i, model.inputs, scratch) ? [i] : []));
  const near = await nearestKnown(
    size,
    { count: vocabulary.size, fill: (i, target) => void compose(known, i, model.inputs, target) },
    {
      count: places.length,
      fill: (i, target) => void compose(composition, places[i] as number, model.inputs, target),
    },
    found,
  );
  const positions = new Map(places.map((token, i) => [tokens[token] as string, i]));
  return (flows, training) => {
    const at = positions.get(flows.token);
    if (at === undefined) return 0;
    let [sum, whole, voters] = [0, 0, 0];
    for (let i = at * found; i < (at + 1) * found && voters < voting; i++) {
      const token = vocabulary.tokens[near.rows[i] as number];
      const testified = token === undefined ? undefined : training.get(token);
      const similarity = near.similarities[i] as number;
      if (!testified || !(similarity > 0)) continue;
      const [malicious, normal] = testified;
      voters++;
      whole += similarity;
      sum += (similarity * malicious) / (malicious + normal);
    }
    if (whole === 0) return 0;
    const p = Math.min(surest, Math.max(1 - surest, sum / whole));
    return Math.log(p / (1 - p));
  };
}
