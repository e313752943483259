import * as l10n from '@vscode/l10n';
import type { Sentences } from './sentences';
import { Turns } from '../../../base/threads/turns';

export interface PhraseOptions {
  /** How often the corpus is gone through; each pass can join what the one before joined. */
  passes: number;
  /** `default`: Mikolov et al. 2013; `npmi`: normalised pointwise mutual information (Bouma 2009), -1 to 1. */
  score: 'default' | 'npmi';
  /** A succession is a phrase when its score is above. */
  threshold: number;
}

export interface Phrase {
  /** Numbers of the tokens that follow each other. */
  tokens: readonly number[];
  score: number;
  /** One-based. */
  pass: number;
}

/** A corpus whose positions are entries: tokens, or phrases of them. */
export interface PhrasedSentences {
  /** Token numbers of each entry; the first entries are the tokens themselves. */
  entries: readonly (readonly number[])[];
  /** Entry numbers, and first position of each sentence. */
  tokens: Uint32Array;
  sentences: Uint32Array;
  /** For each position, the position that its last token had before. */
  lastPosition: Uint32Array;
  found: Phrase[];
}

/** Successions seen less often than this say nothing; gensim's default. */
export const phraseMinCount = 5;

/**
 * Joins tokens that follow each other within a sentence more often than their own counts suggest, as gensim's
 * Phrases does pass by pass: greedily from the left, successions and tokens counted in one table. `size` is
 * the number of distinct tokens. Rejects when the threshold cannot be one of the score's, and when cancelled.
 */
export async function detectPhrases(
  { tokens, sentences }: Sentences,
  size: number,
  options: PhraseOptions,
  signal?: AbortSignal,
): Promise<PhrasedSentences> {
  checkThreshold(options);
  const names = new Sequences(size);
  const turns = new Turns(signal);
  let corpus: Positions = { tokens, sentences, lastPosition: Uint32Array.from(tokens.keys()) };
  const found: Phrase[] = [];
  for (let pass = 1; pass <= options.passes; pass++) {
    const scores = await scorer(corpus, names, options, turns);
    const phrases = new Map<number, number>();
    const joined = await join(corpus, turns, (a, b) => {
      const score = scores(a, b);
      if (score <= options.threshold) return undefined;
      const id = names.joined(a, b);
      phrases.set(id, score);
      return id;
    });
    for (const [id, score] of phrases) found.push({ tokens: names.of(id), score, pass });
    corpus = joined;
    if (phrases.size === 0) break;
  }
  return { ...corpus, entries: names.all, found };
}

function checkThreshold({ score, threshold }: PhraseOptions): void {
  if (score === 'npmi' && (threshold < -1 || threshold > 1))
    throw new Error(
      l10n.t(
        'The NPMI score of a phrase is from -1 to 1, so a phrase threshold of {0} has no meaning: give one between, for example 0.5.',
        threshold,
      ),
    );
}

type Positions = Pick<PhrasedSentences, 'tokens' | 'sentences' | 'lastPosition'>;

/** Counts a corpus and gives the score of a succession; -Infinity for what cannot be a phrase. */
async function scorer(
  { tokens, sentences }: Positions,
  names: Sequences,
  { score }: PhraseOptions,
  turns: Turns,
) {
  const counts: number[] = [];
  let distinct = 0;
  const count = (id: number) => {
    const before = counts[id] ?? 0;
    if (before === 0) distinct++;
    counts[id] = before + 1;
  };
  for (let s = 0; s < sentences.length - 1; s++) {
    const from = sentences[s] as number;
    const to = sentences[s + 1] as number;
    for (let i = from; i < to; i++) {
      count(tokens[i] as number);
      if (i > from) count(names.joined(tokens[i - 1] as number, tokens[i] as number));
    }
    await turns.after(to - from);
  }
  return (a: number, b: number): number => {
    const both = counts[names.joined(a, b)] ?? 0;
    const [n, m] = [counts[a] ?? 0, counts[b] ?? 0];
    // The order of operations is gensim's, so that scores are equal to the last bit.
    if (score === 'default') return ((both - phraseMinCount) / (n * m)) * distinct;
    if (both < phraseMinCount) return -Infinity;
    const [pa, pb, pab] = [n / tokens.length, m / tokens.length, both / tokens.length];
    return Math.log(pab / (pa * pb)) / -Math.log(pab);
  };
}

/** Goes through each sentence from the left; what was joined is not joined again in the same pass. */
async function join(
  { tokens, sentences, lastPosition }: Positions,
  turns: Turns,
  phrase: (a: number, b: number) => number | undefined,
): Promise<Positions> {
  const out = new Uint32Array(tokens.length);
  const last = new Uint32Array(tokens.length);
  const starts = new Uint32Array(sentences.length);
  let kept = 0;
  for (let s = 0; s < sentences.length - 1; s++) {
    const to = sentences[s + 1] as number;
    for (let i = sentences[s] as number; i < to; i++) {
      const token = tokens[i] as number;
      const id = i + 1 < to ? phrase(token, tokens[i + 1] as number) : undefined;
      if (id !== undefined) i++;
      last[kept] = lastPosition[i] as number;
      out[kept++] = id ?? token;
    }
    starts[s + 1] = kept;
    await turns.after(to - (sentences[s] as number));
  }
  return { tokens: out.slice(0, kept), sentences: starts, lastPosition: last.slice(0, kept) };
}

/** Numbers of token sequences: `a` then `b c` is the same sequence as `a b` then `c`. */
class Sequences {
  readonly all: (readonly number[])[];
  private readonly pairs = new Map<number, number>();
  private readonly numbers = new Map<string, number>();

  constructor(size: number) {
    this.all = Array.from({ length: size }, (_, token) => [token]);
  }

  of(id: number): readonly number[] {
    return this.all[id] as readonly number[];
  }

  joined(a: number, b: number): number {
    const pair = a * 2 ** 26 + b;
    const known = this.pairs.get(pair);
    if (known !== undefined) return known;
    const sequence = [...this.of(a), ...this.of(b)];
    const text = sequence.join();
    let id = this.numbers.get(text);
    if (id === undefined) {
      id = this.all.push(sequence) - 1;
      this.numbers.set(text, id);
    }
    this.pairs.set(pair, id);
    return id;
  }
}
