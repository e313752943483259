import { InlayHintKind, type InlayHint } from 'vscode-languageserver/node';
import { visibleText } from '../../../../shared/text/visibleText';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import type { LabelVote } from '../../../../shared/protocol/similar';
import { rowAt } from '../captures/captureRows';
import type { Lines } from '../lines';
import { voteHint, voteSentence } from './voteText';

/** Lines that are hinted at one time: more than a screen shows. */
const mostLines = 200;

export interface LabelHints {
  hints: InlayHint[];
  /** Tokens whose vote is not known yet. */
  missing: string[];
}

/** Hints at the ends of lines `from` to `to` (zero-based, inclusive) with what is known of their tokens' labels. */
export function labelHints(
  lines: Lines,
  from: number,
  to: number,
  columns: readonly string[],
  known: (token: string) => LabelVote | null | undefined,
): LabelHints {
  const hints: InlayHint[] = [];
  const missing = new Set<string>();
  const last = Math.min(to, lines.lineCount - 1, from + mostLines - 1);
  for (let line = Math.max(0, from); line <= last; line++) {
    const row = rowAt(lines, line);
    const token = row?.flow && tokenOfFields(row.fields, { columns }, row.flow);
    if (token === undefined) continue;
    const vote = known(token);
    if (vote === undefined) missing.add(token);
    const text = vote ? voteHint(vote) : '';
    if (!vote || text === '') continue;
    hints.push({
      position: { line, character: lines.line(line).length },
      label: visibleText(text, 60),
      kind: InlayHintKind.Type,
      paddingLeft: true,
      tooltip: { kind: 'markdown', value: voteSentence(vote) },
    });
  }
  return { hints, missing: [...missing] };
}
