import { visibleText } from '../../../shared/text/visibleText';

// All of ASCII's, but for the dots inside numbers and addresses, which no rule of Markdown looks for.
const punctuation = /[!--/:-@[-`{-~]|(?<!\d)\.|\.(?!\d)/g;

/**
 * Text from a capture as Markdown that shows just that text. Its punctuation marks are escaped, which
 * CommonMark allows: no HTML, link, code span, table cell, entity, icon or bare URL is left to be found in it.
 * Invisible characters are spelled out and long text is cut, saying its length.
 */
export function escapeMarkdown(text: string, limit = 200): string {
  const escaped = visibleText(text, limit).replace(punctuation, '\\$&');
  // Four spaces would begin a code block, two at the end a new line.
  return escaped.replace(/ {2,}/g, spaces => '\u00A0'.repeat(spaces.length));
}

/** Escaped and bold. Space at the ends would keep Markdown from seeing the stars. */
export function bold(text: string): string {
  const escaped = escapeMarkdown(text.trim());
  return escaped === '' ? '' : `**${escaped}**`;
}

/** A link that runs a command in the editor; `title` is ours, never the capture's. */
export function commandLink(title: string, command: string, args: readonly unknown[]): string {
  // encodeURIComponent leaves parentheses and quotes, which would end the link's target.
  const encoded = encodeURIComponent(JSON.stringify(args)).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${title}](command:${command}?${encoded})`;
}
