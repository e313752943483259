import { columnNamed } from '../../captures/columns';
import { storedCell, type Field, type Flow } from '../../captures/flow';
import { corpusParameters } from '../../../../../shared/parameters/training';
import { columnPart } from './columnParts';

/**
 * Which parts make a flow's token: columns, and what is derived of them, such as `SrcAddr/24`. The label is
 * carried beside the token, never in it by default.
 */
export interface TokenScheme {
  columns: readonly string[];
}

export const defaultTokenColumns = corpusParameters.tokenColumns.default;

/** Stands for an empty cell, so that a token splits back into as many parts as the scheme has columns. */
export const emptyPart = '-';

export function tokenOfParts(parts: readonly string[]): string {
  return parts.map(part => (part === '' ? emptyPart : part.replace(/[ \t]/g, '_'))).join(' ');
}

/**
 * The token of a row, or undefined when the row lacks one of the scheme's columns. Texts are those of its flow, as the store
 * has them: a cell may say `6` or `TCP` of what is `tcp`.
 */
export function tokenOfFields(
  fields: readonly Field[],
  scheme: TokenScheme,
  flow: Flow | undefined,
): string | undefined {
  const parts: string[] = [];
  for (const name of scheme.columns) {
    const part = columnPart(name);
    const read = flow && columnNamed(part.column)?.type === 'VARCHAR' ? storedCell(flow, part.column) : '';
    const text = read === '' ? fields.find(f => f.column === part.column)?.text : String(read);
    if (text === undefined) return undefined;
    parts.push(part.of(text));
  }
  return tokenOfParts(parts);
}

/** The parts of a token in scheme order, or undefined when their number differs from the scheme's. */
export function partsOfToken(token: string, scheme: TokenScheme): string[] | undefined {
  const parts = token.trim().split(/ +/);
  return parts.length === scheme.columns.length ? parts : undefined;
}
