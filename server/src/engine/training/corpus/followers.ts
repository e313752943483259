import type { Corpus } from './corpus';
import type { Texts } from './texts';
import { Turns } from '../../../base/threads/turns';

/** What usually comes next: for some tokens, the commonest of those that follow, as three equally long lists. */
export interface Followers {
  /** Vocabulary row of the token, ascending, at most `mostFollowers` times each, likeliest first. */
  rows: Uint32Array;
  /** Row of the one that follows. */
  next: Uint32Array;
  /** Share of the token's successors that are this one, 0 to 1. */
  shares: Float32Array;
}

export interface Follower {
  token: string;
  probability: number;
}

const mostFollowers = 3;
/** A succession seen less often than this is no habit. */
const leastOften = 3;

/** The successors of each token within its sentences; the last token of a sentence has none. */
export async function followersOf(
  { vocabulary, tokens, sentences }: Pick<Corpus, 'vocabulary' | 'tokens' | 'sentences'>,
  signal?: AbortSignal,
): Promise<Followers> {
  const turns = new Turns(signal);
  const { starts, successors } = successorLists(vocabulary.size, tokens, sentences);
  const rows: number[] = [];
  const next: number[] = [];
  const shares: number[] = [];
  for (let row = 0; row < vocabulary.size; row++) {
    const [from, to] = [starts[row] as number, starts[row + 1] as number];
    if (to - from < leastOften) continue;
    for (const { token, count } of commonest(successors.subarray(from, to).sort())) {
      rows.push(row);
      next.push(token);
      shares.push(count / (to - from));
    }
    await turns.after(to - from);
  }
  return { rows: Uint32Array.from(rows), next: Uint32Array.from(next), shares: Float32Array.from(shares) };
}

/** What follows a vocabulary row, likeliest first. */
export function followersAt(
  row: number,
  { rows, next, shares }: Followers,
  tokens: Pick<Texts, 'at'>,
): Follower[] {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  const found: Follower[] = [];
  for (let i = low; rows[i] === row; i++)
    found.push({ token: tokens.at(next[i] as number), probability: shares[i] as number });
  return found;
}

/** The successors of row r stand from starts[r] to starts[r + 1]. */
function successorLists(size: number, tokens: Uint32Array, sentences: Uint32Array) {
  const starts = new Uint32Array(size + 1);
  const eachPair = (visit: (token: number, successor: number) => void) => {
    for (let s = 0; s < sentences.length - 1; s++)
      for (let i = (sentences[s] as number) + 1; i < (sentences[s + 1] as number); i++)
        visit(tokens[i - 1] as number, tokens[i] as number);
  };
  eachPair(token => (starts[token + 1] = (starts[token + 1] as number) + 1));
  for (let row = 0; row < size; row++)
    starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const successors = new Uint32Array(starts[size] as number);
  const place = starts.slice();
  eachPair((token, successor) => {
    successors[place[token] as number] = successor;
    place[token] = (place[token] as number) + 1;
  });
  return { starts, successors };
}

/** Of sorted numbers the ones that stand there most often; ties: the smaller number, which is the commoner token. */
function commonest(sorted: Uint32Array): { token: number; count: number }[] {
  const best: { token: number; count: number }[] = [];
  for (let from = 0, i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[from]) continue;
    const run = { token: sorted[from] as number, count: i - from };
    from = i;
    if (run.count < leastOften) continue;
    const rank = best.findIndex(other => other.count < run.count);
    best.splice(rank < 0 ? best.length : rank, 0, run);
    best.length = Math.min(best.length, mostFollowers);
  }
  return best;
}
