import type { FlowColumn } from '../captures/flow';
import type { LabelCounts } from '../captures/labels';
import type { Vocabulary } from '../corpus/corpus';
import { partsOfToken } from '../corpus/tokens';
import type { KeyedVectors } from './keyedVectors';
import type { FieldVectors } from './fieldVectors';
import { TokenParts } from './tokenParts';

export interface NeighbourField {
  column: FlowColumn;
  value: string;
  shared: boolean;
}

export interface TokenNeighbour {
  token: string;
  similarity: number;
  count: number;
  labels: LabelCounts;
  fields: NeighbourField[];
  firstLine: number;
  file: number;
}

export interface TokenAnswer {
  token: string;
  known: boolean;
  composed?: boolean;
  count: number;
  labels: LabelCounts;
  neighbours: TokenNeighbour[];
  note?: string;
}

/** A model's tokens and vectors, ready to answer what is like what. */
export class Neighbourhood {
  private readonly rows: Map<string, number>;
  private parts: TokenParts | undefined;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly vectors: KeyedVectors,
    private readonly columns: readonly FlowColumn[],
    private readonly fields?: FieldVectors,
  ) {
    this.rows = new Map();
    // Backwards, so that of two tokens that read alike the commoner one is found.
    for (let row = vocabulary.size - 1; row >= 0; row--) this.rows.set(vocabulary.tokens[row] as string, row);
  }

  row(token: string): number | undefined {
    return this.rows.get(token);
  }

  /**
   * The nearest tokens by cosine over the whole vocabulary. An unknown token of a composed model gets a vector
   * from the fields it does know; else the answer is the known tokens that share most of its fields, rare
   * values counting more (similarity 0). Either way a note says so.
   */
  around(asked: string, top: number): TokenAnswer {
    const token = asked.trim().split(/ +/).join(' ');
    const row = this.row(token);
    if (row === undefined) return this.nearestKnown(token, top);
    const found = this.vectors.nearest(this.vectors.vector(row), top, [row]);
    return {
      token,
      known: true,
      count: this.vocabulary.counts[row] as number,
      labels: this.labels(row),
      neighbours: found.map(({ row: r, similarity }) => this.neighbour(r, similarity, token)),
    };
  }

  private nearestKnown(token: string, top: number): TokenAnswer {
    const answer = { token, known: false, count: 0, labels: {} };
    const asked = partsOfToken(token, { columns: this.columns });
    if (!asked)
      return {
        ...answer,
        neighbours: [],
        note: `A token has ${this.columns.length} parts here: ${this.columns.join(', ')}, separated by spaces; "-" stands for an empty one.`,
      };
    const composed = this.fields?.compose(asked);
    if (composed) {
      const { vector, missing } = composed;
      const unseen = missing.map(c => `${this.columns[c] as string} ${asked[c] as string}`).join(', ');
      return {
        ...answer,
        composed: true,
        neighbours: this.vectors.nearest(vector, top).map(n => this.neighbour(n.row, n.similarity, token)),
        note: `No flow of the training has this token; its vector is composed from its fields${unseen ? ` (never seen: ${unseen})` : ''}.`,
      };
    }
    this.parts ??= new TokenParts(this.vocabulary.tokens, this.columns.length);
    const rows = this.parts.sharingMost(asked, top);
    const none = 'The model does not know this token, nor any that shares a field with it.';
    return {
      ...answer,
      neighbours: rows.map(r => this.neighbour(r, 0, token)),
      note:
        rows.length === 0
          ? none
          : 'The model does not know this token: no flow it was trained on has it. Shown are known tokens that share most with it, rare values first.',
    };
  }

  private neighbour(row: number, similarity: number, asked: string): TokenNeighbour {
    const token = this.vocabulary.tokens[row] as string;
    const wanted = asked.split(' ');
    return {
      token,
      similarity,
      count: this.vocabulary.counts[row] as number,
      labels: this.labels(row),
      fields: token.split(' ').map((value, i) => ({
        column: this.columns[i] as FlowColumn,
        value,
        shared: value === wanted[i],
      })),
      firstLine: this.vocabulary.firstLines[row] as number,
      file: this.vocabulary.firstFiles[row] as number,
    };
  }

  private labels(row: number): LabelCounts {
    const { labelClasses, labelCounts } = this.vocabulary;
    const counts = labelClasses.map(
      (name, c) => [name, labelCounts[row * labelClasses.length + c] as number] as const,
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }
}
