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

/** A row of the output matrix, and what its product with the input should say: 1 or 0. */
type Target = readonly [row: number, label: number];

/** The vectors of a block's tokens, as they are now and as they were fetched. */
type Local = Map<number, { now: Float64Array; before: Float64Array }>;

/** Centres of CBOW in a row that share their negatives, within a chunk, where output rows take more than 4 MiB. */
const sharersOf = (rows: number, size: number) => (rows * Math.ceil(size / 8) * 32 > 4 << 20 ? 8 : 1);

/** Centres between two visits to the matrices: what a composed token learns shows in its fields only then. */
const block = 64;

/**
 * Word2vec in all its variants as loops over pairs in double precision, on one thread. Takes random numbers in the
 * kernel's order: all of a sentence's subsampling, then for each centre its window (where it shrinks), its field
 * (where vectors are composed) and its negatives (of CBOW, where there are many tokens: those of every eighth centre of a chunk).
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
  const step = config.architecture === 'cbow' ? trainBag : trainPairs;
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
        for (let centre = first; centre < end; centre++) {
          const reach = config.shrinkWindow ? config.window - random.below(config.window) : config.window;
          const contexts: Float64Array[] = [];
          for (let i = Math.max(0, centre - reach); i < Math.min(kept.length, centre + reach + 1); i++)
            if (i !== centre || fields) contexts.push(local.get(kept[i] as number)?.now as Float64Array);
          if (contexts.length === 0) continue;
          const own = unitsOf(kept[centre] as number);
          const unit = own[fields ? random.below(fields.columns) : 0] as number;
          step(vectors.outputs, contexts, draw(unit, random), rate, config);
        }
        giveBack(local);
      }
    }
  }
  return vectors;

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

/** How the targets of a chunk's units are found, one after the other: the turns of a path, or itself and negatives. */
function targetsOf(
  counts: Uint32Array,
  { architecture, output, negative, noiseExponent, size }: EmbeddingConfig,
): (unit: number, random: ReferenceRandom) => Target[] {
  if (output === 'hierarchical') {
    const parents = vocabularyTree(counts);
    return unit => {
      const { code, point } = pathOf(parents, unit);
      return point.map((node, i): Target => [node, 1 - (code[i] as number)]);
    };
  }
  const noise = noiseTables(counts, noiseExponent);
  const sharers = architecture === 'cbow' ? sharersOf(counts.length, size) : 1;
  let drawn: number[] = [];
  let centres = 0;
  return (unit, random) => {
    if (centres++ % sharers === 0) drawn = draws(random);
    return [[unit, 1], ...drawn.filter(other => other !== unit).map((other): Target => [other, 0])];
  };

  function draws(random: ReferenceRandom): number[] {
    return Array.from({ length: negative }, () => {
      const column = random.below(counts.length);
      return random.next32() < (noise.threshold[column] as number) ? column : (noise.alias[column] as number);
    });
  }
}

/** One step of skip-gram: every gradient is taken from the vectors as they stand before it. */
function trainPairs(
  outputs: Float64Array,
  contexts: readonly Float64Array[],
  targets: readonly Target[],
  rate: number,
  { size }: EmbeddingConfig,
): void {
  const changes: (() => void)[] = [];
  for (const context of contexts)
    for (const [target, label] of targets) {
      const g = rate * (label - sigmoid(dot(context, outputs, target)));
      const [x, w] = [context.slice(), outputs.slice(target * size, (target + 1) * size)];
      changes.push(() => {
        add(context, 0, w, g);
        add(outputs, target, x, g);
      });
    }
  for (const change of changes) change();
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
  return x.reduce((sum, value, k) => sum + value * (matrix[row * x.length + k] as number), 0);
}

/** A matrix's row += scale · x. */
function add(matrix: Float64Array, row: number, x: Float64Array, scale: number): void {
  for (let k = 0; k < x.length; k++)
    matrix[row * x.length + k] = (matrix[row * x.length + k] as number) + scale * (x[k] as number);
}
