// What word2vec's readers take for the end of a token or of a line, in C's isspace and in Python's split.
const unportable = /[\p{Z}\p{C}%,]/gu;

/**
 * A token as a file of word vectors can hold it: parts joined by commas instead of spaces. Commas, percent
 * signs, blanks and controls inside a part become their UTF-8 bytes as `%2C`.
 */
export function portableToken(token: string): string {
  return token
    .split(' ')
    .map(part => part.replace(unportable, percentCoded))
    .join(',');
}

/** The parts that `portableToken` joined; text that was made otherwise comes back as it is. */
export function partsOfPortable(text: string): string[] {
  return text.split(',').map(part => {
    if (!part.includes('%')) return part;
    try {
      return decodeURIComponent(part);
    } catch (error) {
      if (error instanceof URIError) return part; // A percent sign that codes nothing.
      throw error;
    }
  });
}

function percentCoded(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
