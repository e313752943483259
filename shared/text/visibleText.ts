// Controls, format characters (bidi overrides, zero-width), lone surrogates, line and paragraph separators, and
// whatever a font draws as nothing: a label made of these could reorder or hide what stands around it.
import * as l10n from '@vscode/l10n';
import { language } from './language';
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Longest text a cell shows; the rest is in its title. */
export const cellLength = 120;
/** Longest title. A tooltip of ten thousand characters would cover the screen. */
export const titleLength = 1000;

/**
 * Text from a capture with everything invisible spelled out, as in `⟨U+202E⟩`, and at most `limit`
 * characters of it, followed by its true length. Whoever sends packets may choose this text.
 */
export function visibleText(text: string, limit = 200): string {
  if (text.length <= limit) return spelled(text);
  return l10n.t(
    '{0}… ({1} characters)',
    spelled(text.slice(0, limit)),
    text.length.toLocaleString(language()),
  );
}

/** JSON that says the same without a character that a terminal would act on, or that cannot be seen. */
export function escapedInvisible(json: string): string {
  return json.replace(invisible, character =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The first `length` characters of the visible text, with an ellipsis when there are more. */
export function shortText(text: string, length = cellLength): string {
  // Characters beyond the limit are not looked at, so that a hostile length costs nothing.
  const characters = Array.from(text.slice(0, 2 * length + 2));
  const cut = characters.length > length;
  return spelled(cut ? characters.slice(0, length - 1).join('') : text) + (cut ? '…' : '');
}

/** A title for a text that was cut; says how long it is when even the title cannot hold it. */
export function titleText(text: string): string {
  const short = shortText(text, titleLength);
  return text.length > titleLength ? `${short} (${text.length})` : short;
}

function spelled(text: string): string {
  return text.replace(
    invisible,
    character => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}
