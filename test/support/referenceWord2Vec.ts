import { vocabularyTree, pathOf } from '../../server/src/engine/training/embedding/huffmanTree';
import { keepThresholds, noiseTables } from '../../server/src/engine/training/embedding/sampling';
import type { EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import type { Corpus } from '../../server/src/engine/training/corpus/corpus';

const mask64 = (1n << 64n) - 1n;

/** The kernel's random numbers: splitmix64 starts a stream, Knuth's generator goes on with it. */
export class ReferenceRandom {
  private state: bigint;

  constructor(seed: number, chunk: number) {
    let z = (BigInt(seed >>> 0) << 32n) | BigInt(chunk);
    z = ((z + 0x9e3779b97f4a7c15n) & mask64) ^ (z >> 30n);
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask64;
    this.state = z ^ (z >> 31n);
  }

  next32(): number {
    this.state = (this.state * 6364136223846793005n + 1442695040888963407n) & mask64;
    return Number(this.state >> 32n);
  }

  below(n: number): number {
    return Number((BigInt(this.next32()) * BigInt(n)) >> 32n);
  }
}

export interface ReferenceVectors {
  inputs: Float64Array;
  outputs: Float64Array;
}

/** A row of the output matrix, what its product with the input should say, 1 or 0. */
type Target = readonly [row: number, label: number];

/** The vectors of a block's tokens, as they are now and as they were fetched. */
type Local = Map<number, { now: Float64Array; before: Float64Array }>;

/** Centres of CBOW in a row that share their negatives, within a chunk, where output rows take more than 4 MiB. */
const sharersOf = (rows: number, size: number) => (rows * Math.ceil(size / 8) * 32 > 4 << 20 ? 8 : 1);

/** Centres in a row, within a block, that skip-gram takes one step for; with negatives, which they share. */
const centresOfStep = ({ architecture, output }: EmbeddingConfig) =>
  architecture === 'skip-gram' && output === 'negative' ? 4 : 1;
/** Centres between two visits to the matrices: what a composed token learns shows in its fields only then. */
const block = 64;

/**
 * Word2vec in all its variants as loops over pairs in double precision, on one thread. Takes random numbers in the
 * kernel's order: all of a sentence's subsampling, then for the centres of a step their windows (where they shrink), then
 * their fields (where vectors are composed), then negatives (of CBOW, where there are many tokens, at every eighth centre of
 * a chunk).
 */
export function referenceWord2Vec(corpus: Corpus, config: EmbeddingConfig): ReferenceVectors {
  const { fields, vocabulary } = corpus;
  const units = fields ?? vocabulary;
  const vectors = {
    inputs: startingVectors(units.size, config),
    outputs: new Float64Array(units.size * config.size),
  };
  const unitsOf = (token: number): number[] =>
    fields ? [...fields.ofTokens.subarray(token * fields.columns, (token + 1) * fields.columns)] : [token];
  const keep = config.sample > 0 ? keepThresholds(vocabulary.counts, config.sample) : undefined;
  const together = centresOfStep(config);
  const chunks = sentencesOfChunks(corpus.sentences);
  const total = chunks.length * config.epochs;
  for (let chunk = 0; chunk < total; chunk++) {
    const random = new ReferenceRandom(config.seed, chunk);
    const draw = targetsOf(units.counts, config);
    const progress = chunk / total;
    const rate = Math.max(config.minAlpha, config.alpha - (config.alpha - config.minAlpha) * progress);
    for (const s of chunks[chunk % chunks.length] as number[]) {
      const words = corpus.tokens.subarray(corpus.sentences[s], corpus.sentences[s + 1]);
      const kept = [...words].filter(word => !keep || (keep[word] as number) >= random.next32());
      for (let first = 0; first < kept.length; first += block) {
        const end = Math.min(kept.length, first + block);
        const local = fetch(kept.slice(Math.max(0, first - config.window), end + config.window));
        for (let at = first; at < end; at += together) {
          const centres = Array.from({ length: Math.min(together, end - at) }, (_, i) => at + i);
          const windows = centres.map(centre => windowOf(centre, kept, local, random));
          if (windows.every(contexts => contexts.length === 0)) continue;
          const own = centres.map(centre => {
            const units = unitsOf(kept[centre] as number);
            return units[fields ? random.below(fields.columns) : 0] as number;
          });
          const targets = draw(own, random);
          if (config.architecture === 'cbow')
            trainBag(vectors.outputs, windows[0] ?? [], targets[0] ?? [], rate, config);
          else trainPairs(vectors.outputs, windows, targets, rate, config);
        }
        giveBack(local);
      }
    }
  }
  return vectors;

  function windowOf(centre: number, kept: readonly number[], local: Local, random: ReferenceRandom) {
    const reach = config.shrinkWindow ? config.window - random.below(config.window) : config.window;
    const contexts: Float64Array[] = [];
    for (let i = Math.max(0, centre - reach); i < Math.min(kept.length, centre + reach + 1); i++)
      if (i !== centre || fields) contexts.push(local.get(kept[i] as number)?.now as Float64Array);
    return contexts;
  }

  function fetch(tokens: readonly number[]): Local {
    return new Map(
      tokens.map(token => {
        const own = unitsOf(token);
        const sum = (k: number) =>
          own.reduce((all, unit) => all + (vectors.inputs[unit * config.size + k] as number), 0);
        const before = Float64Array.from({ length: config.size }, (_, k) => sum(k) / own.length);
        return [token, { before, now: before.slice() }];
      }),
    );
  }

  function giveBack(local: Local): void {
    for (const [token, { now, before }] of local) {
      const own = unitsOf(token);
      for (const unit of own)
        add(
          vectors.inputs,
          unit,
          now.map((x, k) => x - (before[k] as number)),
          1 / own.length,
        );
    }
  }
}

function startingVectors(vocabulary: number, { size, seed }: EmbeddingConfig): Float64Array {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return Float64Array.from({ length: vocabulary * size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) / size;
  });
}

/** A chunk ends with the sentence that begins 4,000 tokens or more after the chunk's first. */
function sentencesOfChunks(starts: Uint32Array): number[][] {
  const chunks: number[][] = [];
  let first = -Infinity;
  for (let s = 0; s + 1 < starts.length; s++) {
    if ((starts[s] as number) - first >= 4000) {
      first = starts[s] as number;
      chunks.push([]);
    }
    chunks[chunks.length - 1]?.push(s);
  }
  return chunks;
}

/**
 * How the targets of each of a step's units are found, step after step of a chunk: the turns of a path, or itself and
 * negatives.
 */
function targetsOf(
  counts: Uint32Array,
  config: EmbeddingConfig,
): (units: readonly number[], random: ReferenceRandom) => Target[][] {
  const { architecture, output, negative, noiseExponent, size } = config;
  if (output === 'hierarchical') {
    const parents = vocabularyTree(counts);
    return units =>
      units.map(unit => {
        const { code, point } = pathOf(parents, unit);
        return point.map((node, i): Target => [node, 1 - (code[i] as number)]);
      });
  }
  const noise = noiseTables(counts, noiseExponent);
  const sharers = architecture === 'cbow' ? sharersOf(counts.length, size) : 1;
  let drawn: number[] = [];
  let steps = 0;
  return (units, random) => {
    if (steps++ % sharers === 0) drawn = noiseOf(random);
    return units.map(unit => [
      [unit, 1],
      ...drawn.filter(other => other !== unit).map((other): Target => [other, 0]),
    ]);
  };

  function noiseOf(random: ReferenceRandom): number[] {
    return Array.from({ length: negative }, () => {
      const column = random.below(counts.length);
      return random.next32() < (noise.threshold[column] as number) ? column : (noise.alias[column] as number);
    });
  }
}

/**
 * One step of skip-gram for some centres: every gradient is taken from the vectors as they stand before it. No row
 * goes farther than to where its pairs rest at the most that their loss bends there.
 */
function trainPairs(
  outputs: Float64Array,
  windows: readonly (readonly Float64Array[])[],
  targets: readonly (readonly Target[])[],
  rate: number,
  { size }: EmbeddingConfig,
): void {
  const [rows, inputs] = [new Map<number, Standing>(), new Map<Float64Array, Standing>()];
  const rowOf = (row: number) => standing(rows, row, () => outputs.slice(row * size, (row + 1) * size));
  const pairs = windows.flatMap((contexts, c) =>
    contexts.flatMap(context => {
      const x = standing(inputs, context, () => context.slice());
      return (targets[c] ?? []).map(([row, label]) => {
        const w = rowOf(row);
        const error = label - sigmoid(dot(x.vector, w.vector, 0));
        return { context, row, column: 2 * row + label, x, w, error };
      });
    }),
  );
  const bends = new Map<Float64Array | number, number>();
  for (const { context, column, x, w, error } of pairs) {
    const bend = Math.min(1, 4 * Math.abs(error));
    bends.set(context, (bends.get(context) ?? 0) + bend * w.square);
    bends.set(column, (bends.get(column) ?? 0) + bend * x.square);
  }
  const rateOf = (one: Float64Array | number) => Math.min(rate, 4 / (bends.get(one) as number));
  for (const { context, row, column, x, w, error } of pairs) {
    add(context, 0, w.vector, rateOf(context) * error);
    add(outputs, row, x.vector, rateOf(column) * error);
  }
}

/** A vector as it stands before a step, and its product with itself. */
interface Standing {
  vector: Float64Array;
  square: number;
}

/** Each is read once in a step, though it is in many pairs. */
function standing<K>(read: Map<K, Standing>, key: K, copy: () => Float64Array): Standing {
  let found = read.get(key);
  if (!found) {
    const vector = copy();
    read.set(key, (found = { vector, square: dot(vector, vector, 0) }));
  }
  return found;
}

/**
 * One step of CBOW, as gensim's: nothing is learned from products beyond ±6; the mean's gradient goes whole to every context, the sum's in equal shares. All
 * products are taken first; then target after target learns and teaches.
 */
function trainBag(
  outputs: Float64Array,
  contexts: readonly Float64Array[],
  targets: readonly Target[],
  rate: number,
  { size, cbowMean }: EmbeddingConfig,
): void {
  const bag = new Float64Array(size);
  for (const context of contexts) add(bag, 0, context, cbowMean ? 1 / contexts.length : 1);
  const errors = targets.map(([target, label]) => {
    const product = dot(bag, outputs, target);
    return Math.abs(product) < 6 ? rate * (label - sigmoid(product)) : 0;
  });
  const gradient = new Float64Array(size);
  for (const [i, [target]] of targets.entries()) {
    add(gradient, 0, outputs.slice(target * size, (target + 1) * size), errors[i] as number);
    add(outputs, target, bag, errors[i] as number);
  }
  for (const context of contexts) add(context, 0, gradient, cbowMean ? 1 : 1 / contexts.length);
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

function dot(x: Float64Array, matrix: Float64Array, row: number): number {
  const from = row * x.length;
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += (x[k] as number) * (matrix[from + k] as number);
  return sum;
}

/** A matrix's row += scale · x. */
function add(matrix: Float64Array, row: number, x: Float64Array, scale: number): void {
  for (let k = 0; k < x.length; k++)
    matrix[row * x.length + k] = (matrix[row * x.length + k] as number) + scale * (x[k] as number);
}
