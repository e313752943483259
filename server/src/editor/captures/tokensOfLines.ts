import { parseFlowLine } from '../../engine/captures/formats/argus/line';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import { layoutOf } from './captureLayout';
import type { Lines } from '../lines';

/** The tokens of zero-based lines, both included; undefined for a line without a flow. Yields after each line. */
export function* tokensOfLines(
  lines: Lines,
  from: number,
  to: number,
  columns: readonly string[],
): Generator<void, (string | undefined)[]> {
  const { layout, firstRow } = layoutOf(lines);
  const tokens: (string | undefined)[] = [];
  const last = Math.min(to, lines.lineCount - 1);
  for (let line = Math.max(0, from); line <= last; line++) {
    const row = layout && line >= firstRow ? parseFlowLine(lines.line(line), line + 1, layout) : undefined;
    tokens.push(row?.flow && tokenOfFields(row.fields, { columns }));
    yield;
  }
  return tokens;
}
