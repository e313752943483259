/** Stands between the tokens of a phrase in its written form, as in `udp a b 53 → tcp a c 25`. */
export const phraseArrow = '→';

export function phraseOf(tokens: readonly string[]): string {
  return tokens.join(` ${phraseArrow} `);
}

/**
 * The tokens of a vocabulary's entry, each as its parts: one for a token, several for a phrase. Undefined when
 * the text is neither. Places decide, not the arrow alone, for a capture's cell may hold an arrow too.
 */
export function tokensOfEntry(entry: string, columns: number): string[][] | undefined {
  const parts = entry.split(' ');
  if ((parts.length + 1) % (columns + 1) !== 0) return undefined;
  const tokens: string[][] = [];
  for (let at = 0; at < parts.length; at += columns + 1) {
    if (at > 0 && parts[at - 1] !== phraseArrow) return undefined;
    tokens.push(parts.slice(at, at + columns));
  }
  return tokens;
}

/** The fields that stand for an entry: a token's own, a phrase's those of its last token. */
export function lastFields(entry: string, columns: number): string[] {
  return entry.split(' ').slice(-columns);
}
