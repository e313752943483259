import type { Lines } from '../../server/src/editor/lines';

/** Lines of a text, as an editor counts them. */
export function linesOf(text: string, uri = 'file:///capture.binetflow'): Lines {
  const lines = text.split(/\r\n|\n|\r/);
  return {
    uri,
    version: 1,
    lineCount: lines.length,
    line: index => lines[index] ?? '',
    matching: expression => [...lines.keys()].filter(i => expression.test(lines[i] as string)),
  };
}
