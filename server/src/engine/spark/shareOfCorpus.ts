import type { NumberedCorpus } from '../training/corpus/corpus';
import { longestSentence } from '../training/corpus/sentences';
import type { Units } from './units';

/**
 * Sentences of some flows, gathered until there are enough to train on. Tokens are told apart by their units, and get
 * numbers within the share; so no table of all tokens is needed, which a lake has too many of.
 */
export class ShareOfCorpus {
  private readonly flows: Int32Array;
  private starts: number[] = [0];
  private count = 0;

  /** `most` flows, and what its last sentence has beyond. */
  constructor(
    private readonly units: Units,
    private readonly columns: number,
    private readonly most: number,
  ) {
    // A sentence has 10,000 flows at most.
    this.flows = new Int32Array((most + longestSentence) * columns);
  }

  get isFull(): boolean {
    return this.count >= this.most;
  }

  /** A sentence: the units of each of its flows, one after the other. */
  add(sentence: Int32Array): void {
    this.flows.set(sentence, this.count * this.columns);
    this.count += sentence.length / this.columns;
    this.starts.push(this.count);
  }

  /** What was gathered as a corpus, and begins anew; `seen` counts the flows of each unit. */
  take(seen: Float64Array): NumberedCorpus {
    const { columns, count } = this;
    const numbers = new TupleNumbers(this.flows, columns, count);
    const tokens = new Uint32Array(count);
    for (let flow = 0; flow < count; flow++) {
      tokens[flow] = numbers.of(flow);
      for (let c = 0; c < columns; c++) {
        const unit = this.flows[flow * columns + c] as number;
        seen[unit] = (seen[unit] as number) + 1;
      }
    }
    const sentences = Uint32Array.from(this.starts);
    this.starts = [0];
    this.count = 0;
    return {
      tokens,
      sentences,
      vocabulary: { size: numbers.size, counts: numbers.counts() },
      fields: { size: this.units.size, counts: this.units.counts, columns, ofTokens: numbers.tuples() },
    };
  }
}

/** Numbers for distinct tuples of whole numbers, by a table with open places. */
class TupleNumbers {
  size = 0;
  private readonly places: Int32Array;
  /** A flow that has the tuple of each number, and how many have it. */
  private readonly flowOf: Int32Array;
  private readonly countOf: Uint32Array;

  constructor(
    private readonly flows: Int32Array,
    private readonly columns: number,
    count: number,
  ) {
    this.places = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * count)))).fill(-1);
    this.flowOf = new Int32Array(count);
    this.countOf = new Uint32Array(count);
  }

  of(flow: number): number {
    const mask = this.places.length - 1;
    for (let place = this.hash(flow) & mask; ; place = (place + 1) & mask) {
      let number = this.places[place] as number;
      if (number < 0) {
        number = this.size++;
        this.places[place] = number;
        this.flowOf[number] = flow;
      } else if (!this.same(this.flowOf[number] as number, flow)) continue;
      this.countOf[number] = (this.countOf[number] as number) + 1;
      return number;
    }
  }

  counts(): Uint32Array {
    return this.countOf.slice(0, this.size);
  }

  tuples(): Uint32Array {
    const { columns } = this;
    const out = new Uint32Array(this.size * columns);
    for (let n = 0; n < this.size; n++)
      for (let c = 0; c < columns; c++)
        out[n * columns + c] = this.flows[(this.flowOf[n] as number) * columns + c] as number;
    return out;
  }

  private hash(flow: number): number {
    let hash = 0x9e3779b9;
    for (let c = 0; c < this.columns; c++) {
      hash = Math.imul(hash ^ (this.flows[flow * this.columns + c] as number), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  private same(a: number, b: number): boolean {
    for (let c = 0; c < this.columns; c++)
      if (this.flows[a * this.columns + c] !== this.flows[b * this.columns + c]) return false;
    return true;
  }
}
