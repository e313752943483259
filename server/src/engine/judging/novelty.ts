import type { Vocabulary } from '../training/corpus/corpus';
import type { FieldTable } from '../training/corpus/corpus';
import { fieldName, fieldsOf } from '../training/corpus/fields';

/** Something of a flow that the model's capture does not have. Columns are those of the token. */
export interface Finding {
  kind: 'value' | 'pair' | 'combination';
  column: number;
  /** How rare such news is: bits, -log2 of its probability. */
  bits: number;
  /** Of a pair: share of the anchor's flows that brought a new value of the column. */
  rate?: number;
}

export interface Novelty {
  /** Bits of all findings together; 0 for a known token. */
  bits: number;
  findings: Finding[];
}

/** Weight, in flows, of what is usual for all hosts beside what is usual for one. */
const priorFlows = 5;
const nothing: Novelty = { bits: 0, findings: [] };

/**
 * What values, and what values together with a host, a capture has shown, to tell how surprising news is. The
 * probability of news is Good's and Turing's: the share of flows whose value had been seen once only. It is kept
 * for each host, so that a new address surprises from a mail server's host and not from a peer's.
 */
export class FieldHistory {
  /** Column that the others are judged beside: the source address where the token has it. */
  readonly anchor: number;
  private readonly fields: FieldTable;
  private readonly numbers: Map<string, number>;
  private readonly pairs = new Map<number, number>();
  /** Fields × columns: pairs with an anchor that one flow has. */
  private readonly anchorSingles: Uint32Array;
  private readonly pairSingles: number[];
  private readonly valueSingles: number[];
  private readonly tokenSingles: number;
  private readonly flows: number;

  /** `vocabulary` has every token of the capture: of a model that left rare ones out, news would be told wrongly. */
  constructor(vocabulary: Pick<Vocabulary, 'size' | 'tokens' | 'counts'>, columns: readonly string[]) {
    const table = fieldsOf(vocabulary, columns.length);
    this.fields = table;
    this.anchor = anchorOf(columns);
    this.numbers = new Map(table.names.map((name, number) => [name, number]));
    this.flows = vocabulary.counts.reduce((sum, n) => sum + n, 0);
    this.tokenSingles = vocabulary.counts.reduce((sum, n) => sum + (n === 1 ? 1 : 0), 0);
    for (let row = 0; row < vocabulary.size; row++)
      for (let c = 0; c < table.columns; c++) {
        if (c === this.anchor) continue;
        const key = this.pairKey(this.of(row, this.anchor), this.of(row, c));
        this.pairs.set(key, (this.pairs.get(key) ?? 0) + (vocabulary.counts[row] as number));
      }
    this.anchorSingles = new Uint32Array(table.size * table.columns);
    this.pairSingles = Array.from({ length: table.columns }, () => 0);
    this.valueSingles = Array.from({ length: table.columns }, () => 0);
    this.countSingles(vocabulary.size);
  }

  /** Field number of a value in a column; undefined when no flow has it. */
  number(column: number, value: string): number | undefined {
    return this.numbers.get(fieldName(column, value));
  }

  /** Field numbers of a token, undefined where the value was never seen. */
  numbersOf(parts: readonly string[]): (number | undefined)[] {
    return parts.map((part, c) => this.number(c, part));
  }

  /** Whether the capture has the field, `own` flows left out. */
  has(number: number | undefined, own: number): number is number {
    return number !== undefined && (this.fields.counts[number] as number) > own;
  }

  /**
   * What is new about a token (`count`: flows of the capture that have it). `own` is 1 to ask as though one of
   * those flows had not been there: so training flows are judged like flows never seen.
   */
  judge(numbers: readonly (number | undefined)[], count: number, own: 0 | 1): Novelty {
    if (count > own) return nothing;
    const findings: Finding[] = [];
    const anchor = numbers[this.anchor];
    const anchorKnown = this.has(anchor, own);
    if (!anchorKnown)
      findings.push({
        kind: 'value',
        column: this.anchor,
        bits: bitsOf(this.valueSingles[this.anchor] as number, this.flows),
      });
    for (const [column, number] of numbers.entries()) {
      if (column === this.anchor) continue;
      const seen = this.has(number, own);
      if (seen && !(anchorKnown && (this.pairs.get(this.pairKey(anchor, number)) ?? 0) <= own)) continue;
      const news = this.pairSingles[column] as number;
      const rate = anchorKnown ? this.rateOf(anchor, column, own) : news / this.flows;
      const bits =
        -Math.log2(Math.max(rate, 0.5 / this.flows)) +
        (seen ? 0 : bitsOf(this.valueSingles[column] as number, news));
      findings.push({ kind: seen ? 'pair' : 'value', column, bits, ...(anchorKnown ? { rate } : {}) });
    }
    if (findings.length === 0)
      findings.push({
        kind: 'combination',
        column: this.anchor,
        bits: bitsOf(this.tokenSingles, this.flows),
      });
    findings.sort((a, b) => b.bits - a.bits);
    return { bits: findings.reduce((sum, f) => sum + f.bits, 0), findings };
  }

  /** Share of the anchor's flows that bring a value of the column it had not had, drawn towards that of all. */
  private rateOf(anchor: number, column: number, own: number): number {
    const singles = (this.anchorSingles[anchor * this.fields.columns + column] as number) - own;
    const usual = (this.pairSingles[column] as number) / this.flows;
    const flows = (this.fields.counts[anchor] as number) - own;
    return (Math.max(0, singles) + priorFlows * usual) / (flows + priorFlows);
  }

  private countSingles(rows: number): void {
    const { columns } = this.fields;
    const told = new Set<number>();
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < columns; c++) {
        const field = this.of(row, c);
        if (this.fields.counts[field] === 1 && !told.has(field)) {
          told.add(field);
          this.valueSingles[c] = (this.valueSingles[c] as number) + 1;
        }
        if (c === this.anchor) continue;
        const anchor = this.of(row, this.anchor);
        // One flow has the pair, so one token does: no pair is counted twice.
        if (this.pairs.get(this.pairKey(anchor, field)) !== 1) continue;
        this.pairSingles[c] = (this.pairSingles[c] as number) + 1;
        const at = anchor * columns + c;
        this.anchorSingles[at] = (this.anchorSingles[at] as number) + 1;
      }
  }

  private of(row: number, column: number): number {
    return this.fields.ofTokens[row * this.fields.columns + column] as number;
  }

  private pairKey(anchor: number, field: number): number {
    return anchor * this.fields.size + field;
  }
}

/** -log2 of `part` in `whole`, neither of them trusted to be more than a sample. */
function bitsOf(part: number, whole: number): number {
  return -Math.log2(Math.min(1, (part + 1) / (whole + 2)));
}

function anchorOf(columns: readonly string[]): number {
  for (const wanted of ['SrcAddr', 'DstAddr', 'Dport']) {
    const at = columns.findIndex(c => c === wanted || c.startsWith(`${wanted}/`));
    if (at >= 0) return at;
  }
  return 0;
}
