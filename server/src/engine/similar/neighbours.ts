import * as l10n from '@vscode/l10n';
import type { LabelCounts } from '../captures/labels';
import { visibleText } from '../../../../shared/text/visibleText';
import type { Vocabulary } from '../training/corpus/corpus';
import { textsOf, type Texts } from '../training/corpus/texts';
import { followersAt, type Follower, type Followers } from '../training/corpus/followers';
import { phraseArrow, tokensOfEntry } from '../training/corpus/phraseTokens';
import { labelsOf } from '../training/corpus/tokenLabels';
import { rowsWhere, type FieldPredicate } from './columnFilter';
import { Completion } from './completion';
import type { FieldVectors } from '../training/embedding/fieldVectors';
import type { Scored, TokenVectors } from './keyedVectors';
import { TokenParts } from './tokenParts';
import { cosine, leastCentral, weightedMean } from './wordVectors';

export interface NeighbourField {
  column: string;
  value: string;
  shared: boolean;
}

export interface TokenNeighbour {
  token: string;
  similarity: number;
  count: number;
  labels: LabelCounts;
  fields: NeighbourField[];
  /** One-based line of the token's first flow; 0 when no flow of the capture has it. */
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
  /** What usually comes after the token, likeliest first; absent for a token that the model does not know. */
  followedBy?: Follower[];
  note?: string;
}

export interface TokenQuery {
  positive: readonly string[];
  negative: readonly string[];
  where?: readonly FieldPredicate[];
}

/** Of a text that is no token, characters that are compared. */
const longestSpelling = 1000;

/** A token as it was asked for, with its row when the model knows it. */
interface Asked {
  token: string;
  parts: readonly string[];
  row: number | undefined;
  vector: Float32Array;
}

/** A model's tokens and vectors, ready to answer what is like what. */
export class Neighbourhood {
  private readonly texts: Texts;
  private lazyParts: TokenParts | undefined;
  private completion: Completion | undefined;
  private lazyPhrases: Map<string, number> | undefined;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly vectors: TokenVectors,
    readonly columns: readonly string[],
    private readonly fields?: FieldVectors,
    private readonly followers?: Followers,
  ) {
    this.texts = textsOf(vocabulary, ({ tokens }) => tokens);
  }

  /** Of two tokens that read alike the commoner one is found. */
  row(token: string): number | undefined {
    return this.texts.row(token);
  }

  /**
   * The nearest tokens by cosine over the whole vocabulary, or over the tokens that satisfy `where`. An unknown
   * token of a composed model gets a vector from the fields it does know; else the answer is the known tokens
   * that share most of its fields, rare values counting more (similarity 0). Either way a note says so.
   */
  around(asked: string, top: number, where: readonly FieldPredicate[] = []): TokenAnswer {
    const token = normalised(asked);
    const allowed = this.allowed(where);
    const row = this.row(token);
    if (row === undefined) {
      const phrase = this.phrases().get(token);
      return phrase === undefined
        ? this.nearestKnown(token, top, allowed)
        : this.aroundPhrase(token, phrase, top, where);
    }
    const found = this.vectors.nearest(this.vectors.vector(row), top, [row], allowed);
    return {
      token,
      known: true,
      count: this.vocabulary.counts[row] as number,
      labels: labelsOf(this.vocabulary, [row]),
      neighbours: found.map(({ row: r, similarity }) => this.neighbour(r, similarity, [this.partsOf(token)])),
      ...(this.followers ? { followedBy: followersAt(row, this.followers, this.texts) } : {}),
    };
  }

  /** The answer for a token that never stands alone: that of the commonest phrase which ends with it. */
  private aroundPhrase(
    token: string,
    row: number,
    top: number,
    where: readonly FieldPredicate[],
  ): TokenAnswer {
    const phrase = this.texts.at(row);
    return {
      ...this.around(phrase, top, where),
      token,
      note: l10n.t(
        'This token stands in phrases only. Shown is what is like the commonest that ends with it: {0}.',
        phrase,
      ),
    };
  }

  /** The commonest phrase that ends with a token, for tokens that never stand alone too. */
  private phrases(): Map<string, number> {
    if (this.lazyPhrases) return this.lazyPhrases;
    this.lazyPhrases = new Map();
    if (!this.texts.haveWithin(phraseArrow)) return this.lazyPhrases;
    for (let row = this.vocabulary.size - 1; row >= 0; row--) {
      const entry = this.texts.at(row);
      if (entry.includes(phraseArrow) && entry.split(' ').length > this.columns.length)
        this.lazyPhrases.set(this.partsOf(entry).join(' '), row);
    }
    return this.lazyPhrases;
  }

  /**
   * Tokens near the mean of the unit vectors of `positive` and of those of `negative` turned round, without the
   * tokens asked about (gensim's most_similar). A field is shared that a positive token has too. Throws, naming
   * the token, for one that has no vector.
   */
  mostSimilar({ positive, negative, where = [] }: TokenQuery, top: number): TokenAnswer {
    if (positive.length + negative.length === 0)
      throw new Error(l10n.t('Name a token that the answer shall be like, or unlike.'));
    const [likes, unlikes] = [positive, negative].map(tokens => tokens.map(token => this.resolve(token)));
    const asked = [...(likes as Asked[]), ...(unlikes as Asked[])];
    const mean = weightedMean(
      asked.map(({ vector }, i) => ({ vector, weight: i < positive.length ? 1 : -1 })),
    );
    const rows = asked.flatMap(({ row }) => row ?? []);
    const found = this.vectors.nearest(mean, top, rows, this.allowed(where));
    const composed = asked.filter(({ row }) => row === undefined).map(({ token }) => token);
    const like = (likes as Asked[]).map(({ parts }) => parts);
    return {
      token: asked.map(({ token }, i) => sign(i, positive.length) + token).join(' '),
      known: composed.length === 0,
      ...this.together((likes as Asked[]).flatMap(({ row }) => row ?? [])),
      neighbours: found.map(({ row, similarity }) => this.neighbour(row, similarity, like)),
      ...(composed.length > 0
        ? {
            note: l10n.t('No flow of the training has {0}; composed from known fields.', composed.join(', ')),
          }
        : {}),
    };
  }

  /** Cosine of two tokens. Throws, naming the token, for one that has no vector. */
  similarity(a: string, b: string): number {
    return cosine(this.resolve(a).vector, this.resolve(b).vector);
  }

  /** The token least like the mean of all of them (gensim's doesnt_match). Throws as `similarity` does. */
  oddOneOut(tokens: readonly string[]): string {
    if (tokens.length < 2)
      throw new Error(l10n.t('Name at least two tokens; one cannot be the odd one out.'));
    const asked = tokens.map(token => this.resolve(token));
    return (asked[leastCentral(asked.map(({ vector }) => vector))] as Asked).token;
  }

  /** Known tokens that begin with what is typed, then others that contain it; commonest first. */
  complete(typed: string, top: number): string[] {
    this.completion ??= new Completion(this.vocabulary.tokens);
    return this.completion.find(typed, top);
  }

  /** What is written most like a token or an address that nobody knows: it shares most parts with it, or begins alike. */
  spelledLike(asked: string, top: number): string[] {
    const token = normalised(asked).slice(0, longestSpelling);
    const parts = token.split(' ');
    if (parts.length === this.columns.length)
      return this.parts()
        .sharingMost(parts, top)
        .map(row => this.texts.at(row));
    for (let typed = token; typed.length > 2; typed = typed.slice(0, Math.floor(0.9 * typed.length))) {
      const found = this.complete(typed, parts.length > 1 ? top : top * 10);
      if (found.length === 0) continue;
      const like = (part: string) => part.toLowerCase().includes(typed.toLowerCase());
      const spelled = parts.length > 1 ? found : found.flatMap(each => each.split(' ').filter(like));
      return [...new Set(spelled)].slice(0, top);
    }
    return [];
  }

  /**
   * The rows nearest to a token, itself left out, of those that `allowed` (one byte a row) marks. Throws, naming
   * the token, for one that has no vector.
   */
  nearestRows(asked: string, top: number, allowed: Uint8Array): Scored[] {
    const { row, vector } = this.resolve(asked);
    return this.vectors.nearest(vector, top, row === undefined ? [] : [row], allowed);
  }

  /**
   * The row of a token, or of the commonest phrase that ends with it; else the vector composed of the fields that are
   * known. Undefined when the model has neither.
   */
  place(asked: string): { row: number } | { vector: Float32Array } | undefined {
    const token = normalised(asked);
    const row = this.row(token) ?? this.phrases().get(token);
    if (row !== undefined) return { row };
    const tokens = tokensOfEntry(token, this.columns.length);
    return tokens && this.fields?.compose(tokens);
  }

  private resolve(asked: string): Asked {
    const token = normalised(asked);
    const parts = this.partsOf(token);
    const row = this.row(token);
    if (row !== undefined) return { token, parts, row, vector: this.vectors.vector(row) };
    const shown = visibleText(token);
    const tokens = tokensOfEntry(token, this.columns.length);
    if (!tokens) throw new Error(`"${shown}": ${this.shape()}`);
    const composed = this.fields?.compose(tokens);
    if (composed) return { token, parts, row, vector: composed.vector };
    const phrase = this.phrases().get(token);
    if (phrase !== undefined) return { token, parts, row: phrase, vector: this.vectors.vector(phrase) };
    throw new Error(
      this.fields
        ? l10n.t(
            'The model does not know "{0}", nor any of its fields. Choose a token of the capture.',
            shown,
          )
        : l10n.t(
            'The model does not know "{0}". Choose a token of the capture, or train composed vectors, which give unknown tokens a vector too.',
            shown,
          ),
    );
  }

  private nearestKnown(token: string, top: number, allowed: Uint8Array | undefined): TokenAnswer {
    const answer = { token, known: false, count: 0, labels: {} };
    const tokens = tokensOfEntry(token, this.columns.length);
    if (!tokens) return { ...answer, neighbours: [], note: this.shape() };
    const asked = this.partsOf(token);
    const composed = this.fields?.compose(tokens);
    if (composed) {
      const { vector, missing } = composed;
      const unseen = missing
        .map(({ column, value }) => `${this.columns[column] as string} ${value}`)
        .join(', ');
      const found = this.vectors.nearest(vector, top, [], allowed);
      return {
        ...answer,
        composed: true,
        neighbours: found.map(n => this.neighbour(n.row, n.similarity, [asked])),
        note: l10n.t(
          'No flow of the training has this token; its vector is composed from its fields{0}.',
          unseen ? l10n.t(' (never seen: {0})', unseen) : '',
        ),
      };
    }
    const rows = this.parts().sharingMost(asked, top, allowed);
    const none = l10n.t('The model does not know this token, nor any that shares a field with it.');
    return {
      ...answer,
      neighbours: rows.map(r => this.neighbour(r, 0, [asked])),
      note:
        rows.length === 0
          ? none
          : l10n.t(
              'The model does not know this token: no flow it was trained on has it. Shown are known tokens that share most with it, rare values first.',
            ),
    };
  }

  private allowed(where: readonly FieldPredicate[]): Uint8Array | undefined {
    return where.length === 0 ? undefined : rowsWhere(this.parts(), this.columns, where);
  }

  private parts(): TokenParts {
    return (this.lazyParts ??= new TokenParts(this.vocabulary.tokens, this.columns.length));
  }

  /** A token's parts; of a phrase, those of its last token. */
  private partsOf(token: string): string[] {
    return token.split(' ').slice(-this.columns.length);
  }

  private shape(): string {
    return l10n.t(
      'A token has {0} parts here: {1}, separated by spaces; "-" stands for an empty one.',
      this.columns.length,
      this.columns.join(', '),
    );
  }

  /** A field is shared when one of the tokens asked about, in their parts, has the same value there. */
  private neighbour(row: number, similarity: number, asked: readonly (readonly string[])[]): TokenNeighbour {
    const token = this.texts.at(row);
    return {
      token,
      similarity,
      count: this.vocabulary.counts[row] as number,
      labels: labelsOf(this.vocabulary, [row]),
      fields: this.partsOf(token).map((value, i) => ({
        column: this.columns[i] as string,
        value,
        shared: asked.some(parts => parts[i] === value),
      })),
      firstLine: this.vocabulary.firstLines[row] as number,
      file: this.vocabulary.firstFiles[row] as number,
    };
  }

  /** Flows with any of some tokens, and their labels. */
  private together(rows: readonly number[]): { count: number; labels: LabelCounts } {
    const all = new Set(rows);
    let count = 0;
    for (const row of all) count += this.vocabulary.counts[row] as number;
    return { count, labels: labelsOf(this.vocabulary, all) };
  }
}

function normalised(asked: string): string {
  return asked.trim().split(/ +/).join(' ');
}

/** "a + b - c": the first positive token stands without a sign. */
function sign(i: number, positive: number): string {
  if (i >= positive) return '- ';
  return i === 0 ? '' : '+ ';
}
