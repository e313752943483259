// Controls, format characters (bidi overrides, zero-width), lone surrogates and whatever a font draws as
// nothing: a label made of these could reorder or hide what stands around it.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from a capture with everything invisible spelled out, as in `⟨U+202E⟩`, and at most `limit`
 * characters of it, followed by its true length. Whoever sends packets may choose this text.
 */
export function visibleText(text: string, limit = 200): string {
  const shown = text.length > limit ? text.slice(0, limit) : text;
  const visible = shown.replace(invisible, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
  if (shown.length === text.length) return visible;
  return `${visible}… (${text.length.toLocaleString('en-US')} characters)`;
}
