/** Longest text a cell shows; the rest is in its title. */
export const cellLength = 120;
/** Longest title. A tooltip of ten thousand characters would cover the screen. */
export const titleLength = 1000;

// Controls, formats (right-to-left overrides, zero-width joiners), half surrogate pairs, line and paragraph
// separators, and what fonts draw as nothing.
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from a capture as it is, with every character that would act on the display instead of showing on it
 * spelled out: a right-to-left override becomes `⟨U+202E⟩`.
 */
export function visibleText(text: string): string {
  return text.replace(acting, codePoint);
}

/** The first `length` characters of the visible text, with an ellipsis when there are more. */
export function shortText(text: string, length = cellLength): string {
  // Characters beyond the limit are not looked at, so that a hostile length costs nothing.
  const characters = Array.from(text.slice(0, 2 * length + 2));
  const cut = characters.length > length;
  return visibleText(cut ? characters.slice(0, length - 1).join('') : text) + (cut ? '…' : '');
}

/** A title for a text that was cut; says how long it is when even the title cannot hold it. */
export function titleText(text: string): string {
  const short = shortText(text, titleLength);
  return text.length > titleLength ? `${short} (${text.length})` : short;
}

function codePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
