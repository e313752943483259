import type { Vocabulary } from '../training/corpus/corpus';
import type { Model } from '../training/models/model';
import { Calibration } from './calibration';
import type { EmbeddingConfig } from '../training/embedding/config';
import { nearestKnown } from './distances';
import { FieldHistory, type Novelty } from './novelty';
import { reasonsOf } from './scoreReasons';
import { drawToFront } from '../../base/seededRandom';
import { compose, compositionOf, lookedUp, type Composition } from './unseenTokens';
import { windowFit, type Sequence } from './windowFit';

/** A capture's tokens, and its flows as numbers of them. */
export interface TokenFlows extends Sequence {
  vocabulary: Pick<Vocabulary, 'size' | 'tokens'>;
}

export interface FlowScores {
  /** 0 to 1 for each position: the share of training flows that are less unexpected, tail drawn out beyond them. */
  scores: Float64Array;
  /** Flows whose token the model does not know. */
  unknown: number;
  /** In words, the weightiest first. */
  reasons(position: number): string[];
}

/**
 * What each part counts for. Each is first turned into -ln of the share of training flows at or above it (Fisher
 * 1925, combining independent tests), so that one very unlikely part outweighs three slightly odd ones.
 */
export const scoreWeights = { novelty: 0.4, distance: 0.3, window: 0.3 } as const;

/** Neighbours whose mean distance is taken. */
const neighbours = 3;
/** Training flows that the parts are compared with. */
const referenceFlows = 20_000;
/** Products of numbers spent on neighbours: some three seconds of two cores. Beyond it, known tokens are sampled. */
const mostProducts = 3e10;
const leastKnown = 4096;
const noiseContexts = 32;

/** What the parts say, before they are compared with the training. */
interface Parts {
  flows: TokenFlows;
  novelty: Novelty[];
  known: Uint8Array;
  composition: Composition;
  /** By token; NaN where the model can give it no vector. */
  distance: Float32Array;
  nearest: { row: number; similarity: number }[];
  /** By position. */
  misfit: Float32Array;
}

/**
 * Scores every flow of an unseen capture by how unexpected it is to a model: news in its fields, distance of its
 * vector to the nearest known tokens', and how little the flows around it suggest it. The flows of the training
 * are judged the same way, each as though it had not been there, and give the scale. Tokens are judged once each,
 * not flows. `model` needs its output vectors; `training` is the capture that it was trained on.
 */
export async function scoreFlows(
  model: Model,
  training: TokenFlows & { vocabulary: Vocabulary },
  unseen: TokenFlows,
  { random, signal }: { random: () => number; signal?: AbortSignal },
): Promise<FlowScores> {
  const config = model.facts.config as unknown as EmbeddingConfig;
  // A model that continues another has seen more than this capture.
  const { tokens, counts, ...rest } =
    config.continueFrom === undefined ? training.vocabulary : model.vocabulary;
  const history = new FieldHistory({ tokens, counts, ...rest }, config.tokenColumns);
  const seen = new Map(tokens.map((token, t) => [token, counts[t] as number]));
  const rows = new Map(model.vocabulary.tokens.map((token, row) => [token, row]));
  const judge = (flows: TokenFlows, own: 0 | 1) => judged(flows, own, { model, config, history, seen, rows });
  const sample = sampleOf(training);
  const reference = judge(sample, 1);
  const asked = judge(unseen, 0);
  const all = [reference, asked];
  const anchors = anchorsOf(model, all, config.size, random);
  const own = sample.vocabulary.tokens.map(token => rows.get(token) ?? -1);
  const noise = noiseOf(model, random);
  for (const parts of all) {
    signal?.throwIfAborted();
    await measureDistances(parts, anchors, parts === reference ? own : undefined, model, config.size);
    parts.misfit = windowFit(
      parts.flows,
      parts.composition,
      { size: config.size, inputs: model.inputs, outputs: targetsOf(model, config), noise },
      config.window,
    ).map(fit => -fit);
  }
  return combined(reference, asked, { model, config, history, anchors });
}

function judged(flows: TokenFlows, own: 0 | 1, { model, seen, history, rows }: Judging): Parts {
  const { size, tokens } = flows.vocabulary;
  const known = new Uint8Array(size);
  const composition = lookedUp(model, tokens);
  const { columns } = composition;
  const novelty = tokens.map((token, t) => {
    const count = seen.get(token) ?? 0;
    const fields = history.numbersOf(token.split(' '));
    if (rows.has(token) && count > own) known[t] = 1;
    else
      for (let c = 0; c < columns; c++)
        if (!model.fields || !history.has(fields[c], own)) composition.rows[t * columns + c] = -1;
    return history.judge(fields, count, own);
  });
  return {
    flows,
    novelty,
    known,
    composition,
    distance: new Float32Array(size),
    nearest: [],
    misfit: new Float32Array(),
  };
}

interface Judging {
  model: Model;
  config: EmbeddingConfig;
  history: FieldHistory;
  /** Flows of the training that have a token. */
  seen: ReadonlyMap<string, number>;
  /** Tokens that have a vector. */
  rows: ReadonlyMap<string, number>;
}

/** Whole sentences, evenly spaced: their flows keep what stands around them. */
function sampleOf({ tokens, sentences, vocabulary }: TokenFlows): TokenFlows {
  const step = Math.max(1, Math.floor(tokens.length / referenceFlows));
  const kept: number[] = [];
  const starts = [0];
  const numbers = new Map<number, number>();
  const names: string[] = [];
  for (let s = 0; s + 1 < sentences.length; s += step) {
    for (let i = sentences[s] as number; i < (sentences[s + 1] as number); i++) {
      const token = tokens[i] as number;
      let number = numbers.get(token);
      if (number === undefined) {
        numbers.set(token, (number = names.length));
        names.push(vocabulary.tokens[token] as string);
      }
      kept.push(number);
    }
    starts.push(kept.length);
  }
  return {
    tokens: Uint32Array.from(kept),
    sentences: Uint32Array.from(starts),
    vocabulary: { size: names.length, tokens: names },
  };
}

/** Known tokens that distances are measured to: all, or as many drawn at random as can be looked at. */
function anchorsOf(model: Model, parts: readonly Parts[], size: number, random: () => number): Uint32Array {
  const queries = parts.reduce((sum, p) => sum + p.known.reduce((n, known) => n + 1 - known, 0), 0);
  const rows = Uint32Array.from({ length: model.vocabulary.size }, (_, row) => row);
  const most = Math.max(leastKnown, Math.floor(mostProducts / size / Math.max(1, queries)));
  if (rows.length <= most) return rows;
  drawToFront(rows, most, random);
  return rows.slice(0, most);
}

/** Contexts as common as they are in the training. */
function noiseOf(model: Model, random: () => number): Composition {
  const { counts } = model.vocabulary;
  let total = 0;
  const sums = Float64Array.from(counts, n => (total += n));
  const drawn = Array.from({ length: noiseContexts }, () => {
    const at = random() * total;
    return Math.max(
      0,
      sums.findIndex(sum => sum > at),
    );
  });
  return compositionOf(model, drawn);
}

/** What contexts predict; the nodes of hierarchical softmax are no tokens, so there the token vectors serve. */
function targetsOf(model: Model, config: EmbeddingConfig): Float32Array {
  return config.output === 'hierarchical' ? model.inputs : model.outputs;
}

/** Mean distance of each unknown token to its nearest anchors; `own`: the token's row, which does not count. */
async function measureDistances(
  parts: Parts,
  anchors: Uint32Array,
  own: readonly number[] | undefined,
  model: Model,
  size: number,
): Promise<void> {
  const { composition, distance, known } = parts;
  const scratch = new Float32Array(size);
  const queries: number[] = [];
  for (const [t, isKnown] of known.entries()) {
    if (isKnown === 1) continue;
    if (compose(composition, t, model.inputs, scratch)) queries.push(t);
    else distance[t] = NaN;
  }
  const k = neighbours + (own ? 1 : 0);
  const ofModel = compositionOf(model, anchors);
  const { rows, similarities } = await nearestKnown(
    size,
    { count: anchors.length, fill: (i, target) => void compose(ofModel, i, model.inputs, target) },
    {
      count: queries.length,
      fill: (i, target) => void compose(composition, queries[i] as number, model.inputs, target),
    },
    k,
  );
  for (const [q, token] of queries.entries()) {
    const near: { row: number; similarity: number }[] = [];
    for (let i = q * k; i < (q + 1) * k; i++) {
      const row = anchors[rows[i] as number];
      if (row !== undefined && row !== own?.[token] && near.length < neighbours)
        near.push({ row, similarity: (similarities[i] as number) * certainty(composition, token) });
    }
    distance[token] =
      near.length === 0 ? NaN : 1 - near.reduce((sum, n) => sum + n.similarity, 0) / near.length;
    if (near[0]) parts.nearest[token] = near[0];
  }
}

/**
 * What is left of a cosine when each field without a vector is taken as a direction of its own: k fields that point
 * alike and m that point elsewhere have k / √(k² + m) of their length in common. Else a token known by its protocol
 * alone would seem as near as can be.
 */
function certainty({ columns, rows }: Composition, token: number): number {
  let known = 0;
  for (let c = 0; c < columns; c++) if ((rows[token * columns + c] as number) >= 0) known++;
  return known / Math.sqrt(known * known + columns - known);
}

function combined(
  reference: Parts,
  asked: Parts,
  {
    model,
    config,
    history,
    anchors,
  }: Pick<Judging, 'model' | 'config' | 'history'> & { anchors: Uint32Array },
): FlowScores {
  const atFlows = (values: ArrayLike<number>) =>
    Float64Array.from(reference.flows.tokens, token => values[token] as number);
  const novelty = new Calibration(atFlows(reference.novelty.map(n => n.bits)));
  const distance = new Calibration(atFlows(reference.distance));
  const misfit = new Calibration(reference.misfit);
  /** What each part adds at a position; the parts there are share the whole weight. */
  const weighing = (parts: Parts) => {
    const bits = Float64Array.from(parts.novelty, n => novelty.surprise(n.bits));
    const far = Float64Array.from(parts.distance, d => (Number.isNaN(d) ? NaN : distance.surprise(d)));
    return (position: number) => {
      const token = parts.flows.tokens[position] as number;
      const fit = parts.misfit[position] as number;
      const each = {
        novelty: bits[token] as number,
        distance: far[token] as number,
        window: Number.isNaN(fit) ? NaN : misfit.surprise(fit),
      };
      const there = (['novelty', 'distance', 'window'] as const).filter(name => !Number.isNaN(each[name]));
      const whole = there.reduce((sum, name) => sum + scoreWeights[name], 0);
      const out = { novelty: 0, distance: 0, window: 0 };
      for (const name of there) out[name] = (scoreWeights[name] / whole) * each[name];
      return out;
    };
  };
  const sum = (w: { novelty: number; distance: number; window: number }) => w.novelty + w.distance + w.window;
  const ofReference = weighing(reference);
  const scale = new Calibration(
    Float64Array.from(reference.flows.tokens, (_, position) => sum(ofReference(position))),
  );
  const ofAsked = weighing(asked);
  const { tokens } = asked.flows;
  const scores = Float64Array.from(
    tokens,
    (_, position) => 1 - Math.exp(-scale.surprise(sum(ofAsked(position)))),
  );
  return {
    scores,
    unknown: tokens.reduce((n, token) => n + 1 - (asked.known[token] as number), 0),
    reasons(position) {
      const token = tokens[position] as number;
      const [far, fit] = [asked.distance[token] as number, asked.misfit[position] as number];
      const near = asked.nearest[token];
      return reasonsOf({
        columns: config.tokenColumns,
        parts: (asked.flows.vocabulary.tokens[token] as string).split(' '),
        anchor: history.anchor,
        findings: asked.novelty[token]?.findings ?? [],
        weight: ofAsked(position),
        reference: scale.size,
        ...(Number.isNaN(far)
          ? {}
          : {
              distance: {
                share: distance.share(far),
                ...(near
                  ? {
                      nearest: {
                        token: model.vocabulary.tokens[near.row] as string,
                        similarity: near.similarity,
                      },
                    }
                  : {}),
              },
            }),
        ...(Number.isNaN(fit) ? {} : { fit: { share: misfit.share(fit) } }),
        ...(anchors.length < model.vocabulary.size
          ? { sampled: { of: anchors.length, known: model.vocabulary.size } }
          : {}),
      });
    },
  };
}
