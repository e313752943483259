import { visibleText } from '../../../../../shared/text/visibleText';

/** Line breaks of what people write are theirs; what cannot be seen is spelled out. */
export const visibleLines = (text: string) =>
  text
    .split(/\r?\n/)
    .map(line => visibleText(line.replaceAll('\t', '    '), Infinity))
    .join('\n');

// In this order: what is escaped already, then what begins HTML, a link, a picture, where a link leads, an address that
// readers make a link of, or a formula, which Jupyter draws and in which a link can stand.
const markup =
  /\\(?<block>begin|end)\{|\\\\(?<formula>[()[\]])|\\[^\n]|<(?=[a-z/!?])|\](?=[([:])|:\/\/|\bwww\.|\$|!(?=\[)/gi;

/**
 * An analyst's Markdown for readers that follow links, load pictures and take HTML, as most do: headings, lists, tables
 * and emphasis stay, and HTML, links, pictures and formulas are text. It may have been pasted from a capture, or come
 * from whoever sent the case. Fenced code is text already and stays as it is; what is escaped within a line of code is
 * shown with its backslash.
 */
export function guardedMarkdown(text: string): string {
  const lines = visibleLines(text).split('\n');
  const kept = fencedLines(lines);
  return lines.map((line, i) => (kept.has(i) ? line : guarded(line))).join('\n');
}

/**
 * Lines of fenced code of which all readers think alike: at the margin, and with no line inside or before that one of
 * them might take for the end or the beginning of another.
 */
function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const kept = new Set<number>();
  const fences = lines.flatMap((line, at) => (/^\s*(?:`{3}|~{3})/.test(line) ? [at] : []));
  for (let i = 0; i + 1 < fences.length; i += 2) {
    const [from, to] = fences.slice(i, i + 2) as [number, number];
    const [, sign] = /^(`{3,}|~{3,})[\w-]*$/.exec(lines[from] as string) ?? [];
    if (sign === undefined || lines[to] !== sign) break;
    for (let at = from; at <= to; at++) kept.add(at);
  }
  return kept;
}

const guarded = (line: string) =>
  line.replace(markup, (found, block?: string, formula?: string) => {
    if (block !== undefined) return `\\${block}\\{`;
    // The backslash that is meant, and a bracket that no formula begins with.
    if (formula !== undefined) return `\\\\&#${formula.charCodeAt(0)};`;
    if (found === '://') return ':\\/\\/';
    if (found.toLowerCase() === 'www.') return `${found.slice(0, -1)}\\.`;
    return found.startsWith('\\') ? found : `\\${found}`;
  });
