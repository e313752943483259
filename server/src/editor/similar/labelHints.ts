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
  const first = Math.max(0, from);
  const last = Math.min(to, lines.lineCount - 1, from + mostLines - 1);
  const tokens = Array.from({ length: Math.max(0, last + 1 - first) }, (_, i) => {
    const row = rowAt(lines, first + i);
    return row?.flow && tokenOfFields(row.fields, { columns }, row.flow);
  });
  const { votes, missing } = hintedVotes(tokens, known);
  const hints = votes.flatMap((hinted, i): InlayHint[] => {
    const line = first + i;
    return hinted
      ? [
          {
            position: { line, character: lines.line(line).length },
            label: hinted.text,
            kind: InlayHintKind.Type,
            paddingLeft: true,
            tooltip: { kind: 'markdown', value: voteSentence(hinted.vote) },
          },
        ]
      : [];
  });
  return { hints, missing };
}

/** What is hinted of each flow by its token, null where nothing is; and the tokens whose vote is not known yet. */
export function hintedVotes(
  tokens: readonly (string | undefined)[],
  known: (token: string) => LabelVote | null | undefined,
): { votes: ({ text: string; vote: LabelVote } | null)[]; missing: string[] } {
  const missing = new Set<string>();
  const votes = tokens.map(token => {
    if (token === undefined) return null;
    const vote = known(token);
    if (vote === undefined) missing.add(token);
    const text = vote ? visibleText(voteHint(vote), 60) : '';
    return vote && text !== '' ? { text, vote } : null;
  });
  return { votes, missing: [...missing] };
}
