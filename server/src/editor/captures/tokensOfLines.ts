import { tokenOfFields } from '../../engine/training/corpus/tokens';
import { rowsOf } from './captureRows';
import type { Lines } from '../lines';

/** The tokens of zero-based lines, both included; undefined for a line without a flow. Yields after each line. */
export function* tokensOfLines(
  lines: Lines,
  from: number,
  to: number,
  columns: readonly string[],
): Generator<void, (string | undefined)[]> {
  const rows = rowsOf(lines);
  const tokens: (string | undefined)[] = [];
  const last = Math.min(to, lines.lineCount - 1);
  for (let line = Math.max(0, from); line <= last; line++) {
    const row = rows.at(line);
    tokens.push(row?.flow && tokenOfFields(row.fields, { columns }, row.flow));
    yield;
  }
  return tokens;
}
