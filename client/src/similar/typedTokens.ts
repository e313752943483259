import type { Question } from '../../../webviews/src/similar/contract';

/** What was typed: tokens to look near, and tokens to look away from. */
export interface TypedTokens {
  positive: string[];
  negative: string[];
  /** The words of the token that is being typed, fewer than the scheme has parts. */
  rest: string[];
  /** Whether that one is taken away. */
  restNegative: boolean;
}

/**
 * Reads `udp 10.0.0.1 8.8.8.8 53`, or a sum of tokens: `+udp … 53 -tcp … 80`. Signs count only before a token's
 * first part, and a lone `-` never does: it stands for an empty cell. An arrow after a token joins the next one to
 * it, as phrases are written.
 */
export function readTokens(text: string, parts: number): TypedTokens {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const read: TypedTokens = { positive: [], negative: [], rest: [], restNegative: false };
  for (let at = 0, end = parts; at < words.length; at = end, end += parts) {
    while (words[end] === '→') end += 1 + parts;
    const [first = '', ...others] = words.slice(at, end);
    const signed = /^[+-]./.test(first);
    const negative = signed && first.startsWith('-');
    const token = [signed ? first.slice(1) : first, ...others];
    if (token.length < end - at) {
      read.rest = token;
      read.restNegative = negative;
    } else (negative ? read.negative : read.positive).push(token.join(' '));
  }
  return read;
}

/** Why what was typed cannot be asked yet; undefined when it can. */
export function unfinished({ positive, rest }: TypedTokens, parts: number): number | 'none' | undefined {
  if (rest.length > 0) {
    // Of a phrase, the token after the last arrow is the one being typed.
    const wanted = parts + Math.floor(rest.length / (parts + 1)) * (parts + 1);
    return wanted - rest.length;
  }
  return positive.length === 0 ? 'none' : undefined;
}

/** The text with the token that is being typed replaced by a whole one. */
export function completed({ positive, negative, restNegative }: TypedTokens, token: string): string {
  const before = [...positive.map(text => `+${text}`), ...negative.map(text => `-${text}`)];
  if (before.length === 0 && !restNegative) return token;
  return [...before, `${restNegative ? '-' : '+'}${token}`].join(' ');
}

/** One token is asked about as such, so that one the model does not know is answered too. */
export function questionOf(uri: string, { positive, negative }: TypedTokens): Question {
  const [only] = positive;
  if (only !== undefined && positive.length === 1 && negative.length === 0) return { uri, token: only };
  return { uri, positive, negative };
}
