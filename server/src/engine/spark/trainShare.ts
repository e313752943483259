import { readFile, writeFile } from 'node:fs/promises';
import type { EmbeddingConfig } from '../training/embedding/config';
import { randomRows, type Computing } from '../training/embedding/trainer';
import type { Operation } from './conversation';
import { readPiece } from './cutSentences';
import { ShareOfCorpus } from './shareOfCorpus';
import { readUnits } from './units';

/** Flows that are held at once: 2,000,000 of four columns take some 100 MB, however long a partition is. */
export const flowsAtOnce = 2_000_000;
/** Rows of the matrices in one row of the answer. */
const rowsOfBlock = 1024;

interface AskedTraining {
  config: EmbeddingConfig;
  /** Path of the units, as an Arrow stream. */
  units: string;
  /** Path of the vectors before the round, inputs and then outputs, as little-endian floats; in the first round nobody sends them. */
  vectors?: string;
  round: number;
  rounds: number;
  /** Flows of a partition, for the learning rate. */
  flows: number;
}

/** Writes the vectors that a training starts from to the file `out`: inputs, then outputs. */
export const startingVectors: Operation = async function* (_input, asked) {
  const { config, units, out } = asked as unknown as AskedTraining & { out: string };
  await writeFile(out, bytesOf(startOf((await readUnits(units, config.tokenColumns)).size, config)));
};

function startOf(rows: number, { size, seed }: EmbeddingConfig): Float32Array {
  const vectors = new Float32Array(2 * rows * size);
  randomRows(vectors, { rows, stride: size, size, seed });
  return vectors;
}

/**
 * One round of a partition: `part` and pieces of sentences, their `numbers`, in order.
 * Trains on them from the vectors before the round, and answers with what the vectors changed by: a row for each
 * block of the matrices, of those units that were seen, and how often. The same rows give the same answer, whoever computes
 * it: one thread, seeded by partition and round. With the last block stands what is `told` of the share, as a list of one in
 * JSON: its flows and pairs, their loss, and the seconds of its steps.
 */
export const trainShare = (computing: Computing): Operation =>
  async function* (input, asked) {
    const { config, units: table, vectors, round, rounds, flows } = asked as unknown as AskedTraining;
    const clock = new Clock();
    const units = await readUnits(table, config.tokenColumns);
    const before = vectors ? floatsOf(await readFile(vectors)) : startOf(units.size, config);
    const half = units.size * config.size;
    let now = { inputs: before.subarray(0, half), outputs: before.subarray(half) };
    const seen = new Float64Array(units.size);
    const sum = { flows: 0, pairs: 0, loss: 0 };
    const everyRow = Int32Array.from({ length: units.size }, (_, row) => row);
    const columns = config.tokenColumns.length;
    let part = -1;
    const rateAt = (done: number) =>
      config.alpha -
      (config.alpha - config.minAlpha) * ((round + Math.min(1, done / Math.max(1, flows))) / rounds);
    const share = new ShareOfCorpus(units, columns, flowsAtOnce);
    clock.ends('start');
    const learn = async () => {
      const corpus = share.take(seen);
      clock.ends('sentences');
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
      clock.ends('learn');
    };
    for await (const rows of input) {
      part = rows.numbers('part')[0] ?? part;
      for (let r = 0; r < rows.length; r++)
        for (const sentence of readPiece(rows.bytes('numbers', r) ?? new Uint8Array(), columns)) {
          if (share.isFull) await learn();
          share.add(sentence);
        }
    }
    await learn();
    if (sum.flows === 0) return sum;
    for (let from = 0; from < units.size; from += rowsOfBlock) {
      const rows = rowsSeen(seen, from, Math.min(units.size, from + rowsOfBlock));
      const isLast = from + rowsOfBlock >= units.size;
      if (rows.length === 0 && !isLast) continue;
      const changed = (matrix: Float32Array, at: number) => {
        const out = new Float32Array(rows.length * config.size);
        rows.forEach((row, i) => {
          const [to, first] = [i * config.size, row * config.size];
          for (let k = 0; k < config.size; k++)
            out[to + k] = (matrix[first + k] as number) - (before[at + first + k] as number);
        });
        return [bytesOf(out)];
      };
      const [inputs, outputs] = [changed(now.inputs, 0), changed(now.outputs, half)];
      if (isLast) clock.ends('answer');
      yield {
        part: Int32Array.of(part),
        block: Int32Array.of(from / rowsOfBlock),
        told: [isLast ? JSON.stringify([{ ...sum, seconds: clock.seconds }]) : undefined],
        rows: [bytesOf(rows.map(row => row - from))],
        seen: [bytesOf(Float64Array.from(rows, row => seen[row] as number))],
        inputs,
        outputs,
      };
    }
    return sum;
  };

/** How long each step took. */
class Clock {
  readonly seconds: Record<string, number> = {};
  private last = performance.now();

  /** What went by since the last step ended, or since the beginning, belongs to this one. */
  ends(step: string): void {
    const now = performance.now();
    this.seconds[step] = (this.seconds[step] ?? 0) + (now - this.last) / 1000;
    this.last = now;
  }
}

/** Units of a block that the share has seen. What it changed of others has no weight in the average. */
function rowsSeen(seen: Float64Array, from: number, to: number): Int32Array {
  const rows: number[] = [];
  for (let row = from; row < to; row++) if ((seen[row] as number) > 0) rows.push(row);
  return Int32Array.from(rows);
}

/** FNV's mixing (Fowler, Noll and Vo) of four numbers. */
function seedOf(...numbers: number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) hash = Math.imul(hash ^ (number >>> 0), 0x01000193) ^ (hash >>> 15);
  return hash >>> 0;
}

/** The bytes of numbers where they are. */
export const bytesOf = ({
  buffer,
  byteOffset,
  byteLength,
}: Float32Array | Float64Array | Int32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** A file's bytes as floats, from where memory was allocated for them. */
export const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);
