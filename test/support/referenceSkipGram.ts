import { keepThresholds, noiseTables } from '../../server/src/embedding/sampling';
import type { EmbeddingConfig } from '../../server/src/embedding/config';
import type { Corpus } from '../../server/src/corpus/corpus';

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

/**
 * Skip-gram with negatives shared by the contexts of a centre, as loops over pairs in double precision, on
 * one thread. Takes random numbers in the kernel's order: all of a sentence's subsampling, then for each
 * centre its window and its negatives.
 */
export function referenceSkipGram(corpus: Corpus, config: EmbeddingConfig): ReferenceVectors {
  const { counts, size: vocabulary } = corpus.vocabulary;
  const vectors = {
    inputs: startingVectors(vocabulary, config),
    outputs: new Float64Array(vocabulary * config.size),
  };
  const noise = noiseTables(counts, config.noiseExponent);
  const keep = config.sample > 0 ? keepThresholds(counts, config.sample) : undefined;
  const chunks = sentencesOfChunks(corpus.sentences);
  const total = chunks.length * config.epochs;
  for (let chunk = 0; chunk < total; chunk++) {
    const random = new ReferenceRandom(config.seed, chunk);
    const progress = chunk / total;
    const rate = Math.max(config.minAlpha, config.alpha - (config.alpha - config.minAlpha) * progress);
    for (const s of chunks[chunk % chunks.length] as number[]) {
      const words = corpus.tokens.subarray(corpus.sentences[s], corpus.sentences[s + 1]);
      const kept = [...words].filter(word => !keep || (keep[word] as number) >= random.next32());
      for (const [centre, word] of kept.entries()) {
        const reach = config.window - random.below(config.window);
        const contexts = kept
          .slice(Math.max(0, centre - reach), centre + reach + 1)
          .filter((_, i) => i + Math.max(0, centre - reach) !== centre);
        if (contexts.length === 0) continue;
        const targets = [word, ...drawNegatives(word, vocabulary, config.negative, noise, random)];
        trainPairs(vectors, contexts, targets, rate, config.size);
      }
    }
  }
  return vectors;
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

function drawNegatives(
  word: number,
  vocabulary: number,
  negative: number,
  noise: { threshold: Uint32Array; alias: Uint32Array },
  random: ReferenceRandom,
): number[] {
  const drawn = Array.from({ length: negative }, () => {
    const column = random.below(vocabulary);
    return random.next32() < (noise.threshold[column] as number) ? column : (noise.alias[column] as number);
  });
  return drawn.filter(token => token !== word);
}

/** One step: every gradient is taken from the vectors as they stand before it. The first target is the word. */
function trainPairs(
  { inputs, outputs }: ReferenceVectors,
  contexts: readonly number[],
  targets: readonly number[],
  rate: number,
  size: number,
): void {
  const changes: [Float64Array, number, number][] = [];
  for (const context of contexts) {
    for (const [t, target] of targets.entries()) {
      let product = 0;
      for (let k = 0; k < size; k++)
        product += (inputs[context * size + k] as number) * (outputs[target * size + k] as number);
      const g = rate * ((t === 0 ? 1 : 0) - 1 / (1 + Math.exp(-product)));
      for (let k = 0; k < size; k++) {
        changes.push([inputs, context * size + k, g * (outputs[target * size + k] as number)]);
        changes.push([outputs, target * size + k, g * (inputs[context * size + k] as number)]);
      }
    }
  }
  for (const [matrix, at, change] of changes) matrix[at] = (matrix[at] as number) + change;
}
