import type { FlowPosition, NextFlowParams } from '../../../../shared/protocol/captures';
import { rowsOf } from './captureRows';
import type { Lines } from '../lines';
import { host, placesOn } from './references';

/** The nearest flow of the host after (or before) a zero-based line; null when there is none. Yields after each line. */
export function* nextFlowOf(
  lines: Lines,
  ask: Pick<NextFlowParams, 'line' | 'host' | 'direction'>,
): Generator<void, FlowPosition | null> {
  const rows = rowsOf(lines);
  const { firstRow } = rows;
  const address = ask.host ?? rows.at(ask.line)?.flow?.srcAddr;
  if (!address) return null;
  const subject = host(address);
  const step = ask.direction === 'next' ? 1 : -1;
  const begin = step === 1 ? Math.max(ask.line + 1, firstRow) : Math.min(ask.line - 1, lines.lineCount - 1);
  for (let i = begin; i >= firstRow && i < lines.lineCount; i += step) {
    const [place] = placesOn(rows, i, subject);
    if (place) return { line: i, start: place.start.character, end: place.end.character };
    yield;
  }
  return null;
}
