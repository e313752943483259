import { readFile } from 'node:fs/promises';
import type { EmbeddingConfig } from '../training/embedding/config';
import { randomRows, type Computing } from '../training/embedding/trainer';
import type { Operation } from './conversation';
import { Rows } from './rows';
import { Units } from './units';
import { ShareOfCorpus } from './shareOfCorpus';

/** Flows that are held at once: 2,000,000 of four columns take some 100 MB, however long a partition is. */
export const flowsAtOnce = 2_000_000;
/** Rows of the matrices in one row of the answer. */
const rowsOfBlock = 1024;

interface AskedTraining {
  config: EmbeddingConfig;
  /** Paths: the units as an Arrow stream; vectors before the round, inputs and then outputs, as little-endian floats. */
  units: string;
  vectors: string;
  round: number;
  rounds: number;
  /** Flows of a partition, for the learning rate. */
  flows: number;
}

/** The vectors that a training starts from, as one array: inputs, then outputs. */
export const startingVectors: Operation = async function* (_input, asked) {
  const { config, units } = asked as unknown as AskedTraining;
  const { size } = await readUnits(units, config);
  const inputs = new Float32Array(size * config.size);
  randomRows(inputs, { rows: size, stride: config.size, size: config.size, seed: config.seed });
  yield { vectors: [bytesOf(inputs), bytesOf(new Float32Array(inputs.length))] };
};

/**
 * One round of a partition: `part`, `first` (1 where a sentence begins) and the units `n0`, `n1`, … of each flow.
 * Trains on them from the vectors before the round, and answers with what the vectors changed by: a row for each
 * block of the matrices, with how often its units were seen. The same rows give the same answer, whoever computes it:
 * one thread, seeded by partition and round.
 */
export const trainShare = (computing: Computing): Operation =>
  async function* (input, asked) {
    const { config, units: table, vectors, round, rounds, flows } = asked as unknown as AskedTraining;
    const units = await readUnits(table, config);
    const before = floatsOf(await readFile(vectors));
    const half = units.size * config.size;
    let now = { inputs: before.subarray(0, half), outputs: before.subarray(half) };
    const seen = new Float32Array(units.size);
    const sum = { flows: 0, pairs: 0, loss: 0 };
    const everyRow = Int32Array.from({ length: units.size }, (_, row) => row);
    let part = -1;
    const rateAt = (done: number) =>
      config.alpha -
      (config.alpha - config.minAlpha) * ((round + Math.min(1, done / Math.max(1, flows))) / rounds);
    const share = new ShareOfCorpus(units, config.tokenColumns.length, flowsAtOnce);
    const learn = async () => {
      const corpus = share.take(seen);
      if (corpus.tokens.length === 0) return;
      const trained = await computing(
        corpus,
        {
          ...config,
          epochs: 1,
          earlyStop: 0,
          workers: 1,
          deterministic: true,
          alpha: rateAt(sum.flows),
          minAlpha: rateAt(sum.flows + corpus.tokens.length),
          seed: seedOf(config.seed, part, round, sum.flows),
        },
        { start: { rows: everyRow, ...now } },
      );
      now = trained;
      sum.flows += corpus.tokens.length;
      sum.pairs += trained.pairs;
      sum.loss += trained.loss * trained.pairs;
    };
    for await (const rows of input) {
      part = rows.numbers('part')[0] ?? part;
      const first = rows.numbers('first');
      const columns = config.tokenColumns.map((_, c) => rows.numbers(`n${c}`));
      for (let r = 0; r < rows.length; r++) {
        if (first[r] === 1 && share.isFull) await learn();
        share.add(columns, r, first[r] === 1);
      }
    }
    await learn();
    if (sum.flows === 0) return sum;
    for (let from = 0; from < units.size; from += rowsOfBlock) {
      const to = Math.min(units.size, from + rowsOfBlock);
      const [a, b] = [from * config.size, to * config.size];
      yield {
        part: Int32Array.of(part),
        block: Int32Array.of(from / rowsOfBlock),
        weight: Float64Array.of(sum.pairs),
        loss: Float64Array.of(sum.loss),
        flows: Float64Array.of(sum.flows),
        seen: [bytesOf(seen.subarray(from, to))],
        inputs: [bytesOf(difference(now.inputs, before, a, b, 0))],
        outputs: [bytesOf(difference(now.outputs, before, a, b, half))],
      };
    }
    return sum;
  };

async function readUnits(path: string, { tokenColumns }: EmbeddingConfig): Promise<Units> {
  return new Units(new Rows(await readFile(path)), tokenColumns);
}

function difference(now: Float32Array, before: Float32Array, from: number, to: number, at: number) {
  const out = new Float32Array(to - from);
  for (let i = from; i < to; i++) out[i - from] = (now[i] as number) - (before[at + i] as number);
  return out;
}

/** FNV's mixing (Fowler, Noll and Vo) of four numbers. */
function seedOf(...numbers: number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) hash = Math.imul(hash ^ (number >>> 0), 0x01000193) ^ (hash >>> 15);
  return hash >>> 0;
}

export const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength).slice();

/** A file's bytes as floats, from where memory was allocated for them. */
export const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);
