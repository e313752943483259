import * as l10n from '@vscode/l10n';

/** The variable of the server's environment that names the file of the texts in the user's language. */
export const textsVariable = 'FLOW2VEC_TEXTS';

/**
 * The language that texts are in, for numbers and dates: that of the bundle in use, English without one. So numbers
 * never follow another language than the words around them.
 */
export function language(): string {
  const tag = l10n.t({
    message: 'en-US',
    comment: ['The language tag (BCP 47) of this translation; numbers are written by it.'],
  });
  // A bundle for tests may have made something else of it.
  return /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag) ? tag : 'en-US';
}
