import type { Layout } from '../../engine/captures/flow';
import { detectLayout } from '../../engine/captures/formats/argus/layout';
import { parseFlowLine, type ParsedLine } from '../../engine/captures/formats/argus/line';
import type { Lines } from '../lines';

export type CaptureLayout =
  { layout: Layout; firstRow: number } | { layout?: undefined; firstRow: number; error: string };

/** How the rows are laid out, from the first line that is not blank; `firstRow` is the zero-based first row. */
export function layoutOf(lines: Lines): CaptureLayout {
  let first = 0;
  while (
    first < lines.lineCount &&
    lines
      .line(first)
      .replace(/^\uFEFF/, '')
      .trim() === ''
  )
    first++;
  if (first >= lines.lineCount) return { firstRow: first, error: 'the file is empty' };
  const layout = detectLayout(lines.line(first));
  if ('error' in layout) return { firstRow: first, error: layout.error };
  return { layout, firstRow: layout.hasHeader ? first + 1 : first };
}

/** The row on a zero-based line; undefined for the header and for a text that is no capture. */
export function rowAt(lines: Lines, line: number): ParsedLine | undefined {
  const { layout, firstRow } = layoutOf(lines);
  if (!layout || line < firstRow || line >= lines.lineCount) return undefined;
  return parseFlowLine(lines.line(line), line + 1, layout);
}
