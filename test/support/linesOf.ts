import type { Lines } from '../../server/src/editor/lines';

/** Lines of a text, as an editor counts them. */
export function linesOf(text: string, uri = 'file:///capture.binetflow'): Lines {
  const lines = text.split('\n');
  return { uri, lineCount: lines.length, line: index => lines[index] ?? '' };
}
