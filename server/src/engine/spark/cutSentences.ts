import { longestSentence, type SentenceScheme } from '../training/corpus/sentences';
import type { Operation } from './conversation';
import { readUnits } from './units';

/** Flows of a piece of a share: so many, and what its last sentence has beyond. */
const flowsOfPiece = 4096;
/** Pieces are answered with when they have so many flows together. */
const flowsAnswered = 65_536;

interface AskedSentences {
  columns: readonly string[];
  scheme: SentenceScheme;
  shares: number;
  /** Path of the units, as an Arrow stream. */
  units: string;
}

/**
 * Sentences of flows: the rows come in order of time, each with the number of its `window` and the text of its `group`
 * (flows of two never make one sentence) and the parts `p0`, `p1`, … of its token. Answers with pieces: `part` is the share
 * of the corpus, which a sentence's place alone decides, so that it does not depend on how rows were partitioned;
 * `piece` is the number of it among those of the group, and `numbers` are its sentences, as `readPiece` reads them.
 */
export const cutSentences: Operation = async function* (input, asked) {
  const { columns, scheme, shares, units: table } = asked as unknown as AskedSentences;
  const units = await readUnits(table, columns);
  const longest = scheme.by === 'count' ? scheme.size : longestSentence;
  const pieces = new Pieces(columns.length, shares);
  const groups = new Map<string, Group>();
  let window = NaN;
  const close = () => {
    for (const group of groups.values()) group.end();
    groups.clear();
  };
  for await (const rows of input) {
    const windows = rows.wholes('window');
    const { values: names, numbers: nameOf } = rows.texts('group');
    const parts = columns.map((_, place) => units.numbersOf(place, rows.texts(`p${place}`)));
    let ofName: (Group | undefined)[] = [];
    for (let r = 0; r < rows.length; r++) {
      if (windows[r] !== window) {
        close();
        ofName = [];
        window = windows[r] as number;
      }
      const n = nameOf[r] as number;
      let group = ofName[n];
      if (!group) {
        const name = names[n] ?? '';
        group = groups.get(name) ?? new Group(pieces, window, name, longest);
        groups.set(name, group);
        ofName[n] = group;
      }
      group.add(parts, r);
    }
    if (pieces.flows >= flowsAnswered) yield pieces.take();
  }
  close();
  if (pieces.flows > 0) yield pieces.take();
};

/** Flows of a window that make sentences with each other. */
class Group {
  private sentence = 0;
  private numbers: number[] = [];
  private flows = 0;
  private readonly hash: number;
  private readonly held = new Map<number, number[][]>();
  private readonly heldFlows = new Map<number, number>();
  private readonly told = new Map<number, number>();

  constructor(
    private readonly pieces: Pieces,
    private readonly window: number,
    private readonly name: string,
    private readonly longest: number,
  ) {
    this.hash = mixed(hashOf(`${window} ${name}`));
  }

  /** A flow that lacks a unit takes its place in the sentence, and is not in it. */
  add(parts: readonly Int32Array[], row: number): void {
    if (parts.every(of => (of[row] as number) >= 0))
      for (const of of parts) this.numbers.push(of[row] as number);
    if (++this.flows === this.longest) this.cut();
  }

  end(): void {
    this.cut();
    for (const part of this.held.keys()) this.tell(part);
  }

  private cut(): void {
    const { numbers, pieces, held, heldFlows } = this;
    const part = mixed(this.hash + this.sentence) % pieces.shares;
    if (this.flows > 0) this.sentence++;
    this.flows = 0;
    if (numbers.length === 0) return;
    this.numbers = [];
    const sentences = held.get(part);
    if (sentences) sentences.push(numbers);
    else held.set(part, [numbers]);
    const flows = (heldFlows.get(part) ?? 0) + numbers.length / pieces.columns;
    heldFlows.set(part, flows);
    if (flows >= flowsOfPiece) this.tell(part);
  }

  private tell(part: number): void {
    const sentences = this.held.get(part) ?? [];
    if (sentences.length === 0) return;
    const piece = this.told.get(part) ?? 0;
    this.told.set(part, piece + 1);
    this.held.set(part, []);
    this.heldFlows.set(part, 0);
    this.pieces.add(part, this.window, this.name, piece, sentences);
  }
}

/** Pieces that wait to be answered with. */
class Pieces {
  flows = 0;
  private part: number[] = [];
  private window: number[] = [];
  private group: string[] = [];
  private piece: number[] = [];
  private numbers: Uint8Array[] = [];

  constructor(
    readonly columns: number,
    readonly shares: number,
  ) {}

  add(part: number, window: number, group: string, piece: number, sentences: readonly number[][]): void {
    const numbers = new Int32Array(sentences.reduce((sum, { length }) => sum + 1 + length, 0));
    let at = 0;
    for (const sentence of sentences) {
      numbers[at++] = sentence.length / this.columns;
      numbers.set(sentence, at);
      at += sentence.length;
      this.flows += sentence.length / this.columns;
    }
    this.part.push(part);
    this.window.push(window);
    this.group.push(group);
    this.piece.push(piece);
    this.numbers.push(new Uint8Array(numbers.buffer));
  }

  take() {
    const { part, window, group, piece, numbers } = this;
    [this.part, this.window, this.group, this.piece, this.numbers] = [[], [], [], [], []];
    this.flows = 0;
    return {
      part: Int32Array.from(part),
      window: BigInt64Array.from(window, BigInt),
      group,
      piece: Int32Array.from(piece),
      numbers,
    };
  }
}

/** The sentences of a piece: the number of flows of each, then the units of each flow. */
export function* readPiece(bytes: Uint8Array, columns: number): Generator<Int32Array> {
  const numbers = new Int32Array(new Uint8Array(bytes).buffer);
  for (let at = 0; at < numbers.length;) {
    const end = at + 1 + (numbers[at] as number) * columns;
    yield numbers.subarray(at + 1, end);
    at = end;
  }
}

/** FNV's hash (Fowler, Noll and Vo) of a text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Neighbouring numbers far apart, by MurmurHash3's last step (Appleby). */
function mixed(number: number): number {
  let hash = number | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
