import * as l10n from '@vscode/l10n';
import { tokenOfParts } from '../training/corpus/tokens';
import { visibleText } from '../../../../shared/text/visibleText';
import type { TokenParts } from './tokenParts';

/** Neighbours restricted to tokens whose part in `column` is, or is not, `value`. */
export interface FieldPredicate {
  column: string;
  is: boolean;
  value: string;
}

/** Reads `Dport=53` or `Proto!=udp`. Throws with the accepted forms. */
export function parsePredicate(text: string): FieldPredicate {
  const [, column = '', not, value = ''] = /^([^=!]+)(!?)=(.*)$/s.exec(text) ?? [];
  if (column.trim() === '' || value.trim() === '')
    throw new Error(
      l10n.t(
        '"{0}" is no condition: write Column=value or Column!=value; "-" stands for an empty part.',
        visibleText(text),
      ),
    );
  return { column: column.trim(), is: not === '', value: value.trim() };
}

/**
 * One byte a row: 1 where the token satisfies the predicates. Values that one column shall have are
 * alternatives (`Dport=80`, `Dport=443`: either); everything else must hold together. Throws for a column that
 * is no part of a token.
 */
export function rowsWhere(
  parts: TokenParts,
  columns: readonly string[],
  predicates: readonly FieldPredicate[],
): Uint8Array {
  const asked = predicates.map(({ column, is, value }) => ({
    column: columnNumber(columns, column),
    is,
    value: tokenOfParts([value]),
  }));
  const allowed = new Uint8Array(parts.rows).fill(1);
  for (const column of new Set(asked.filter(p => p.is).map(p => p.column))) {
    const either = new Uint8Array(parts.rows);
    for (const p of asked) if (p.is && p.column === column) parts.mark(either, column, p.value, 1);
    for (let row = 0; row < either.length; row++) if (either[row] === 0) allowed[row] = 0;
  }
  for (const p of asked) if (!p.is) parts.mark(allowed, p.column, p.value, 0);
  return allowed;
}

function columnNumber(columns: readonly string[], name: string): number {
  const found = columns.findIndex(column => column.toLowerCase() === name.toLowerCase());
  if (found < 0)
    throw new Error(
      l10n.t(
        '"{0}" is no part of this model\'s tokens: choose from {1}.',
        visibleText(name),
        columns.join(', '),
      ),
    );
  return found;
}
