import * as l10n from '@vscode/l10n';
import type { Field, Problem } from '../../flow';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object on a line; a problem for a line that is none. */
export function objectOf(text: string, line: number): { object: JsonObject } | { problem: Problem } {
  const fault = (message: string): { problem: Problem } => ({
    problem: {
      line,
      start: 0,
      end: text.length,
      severity: 'error',
      code: 'json',
      message: l10n.t('{0}; until then it is left out of the capture.', message),
    },
  });
  let value: unknown;
  try {
    value = JSON.parse(bare(text));
  } catch (error) {
    return fault(l10n.t('The line is no JSON ({0}): correct it', (error as Error).message.slice(0, 80)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fault(l10n.t('The line is no JSON object: a record in braces belongs here'));
  return { object: value as JsonObject };
}

/** An object as it stands in a list, without what separates it from the others. */
function bare(text: string): string {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (!/^[[,]|[,\]]$/.test(trimmed)) return trimmed;
  return trimmed.replace(/^[[,]\s*(?=\{)/, '').replace(/(?<=\})\s*[,\]]+$/, '');
}

/** Text of a value as a cell holds it; nested values are their JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The cells of an object on a line, with nested keys joined by dots (`id.orig_h`), each where its value stands. A key
 * in the text of another value may be taken for it: then the place is off, not the value.
 */
export function jsonCells(
  text: string,
  object: JsonObject,
  columnOf: (path: string) => string,
  prefix = '',
): Field[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return jsonCells(text, value as JsonObject, columnOf, `${path}.`);
    const [start, end] = placeOf(text, key);
    return [{ column: columnOf(path), text: cellText(value), start, end }];
  });
}

function placeOf(text: string, key: string): [number, number] {
  const at = text.indexOf(`${JSON.stringify(key)}:`);
  const named = at < 0 ? -1 : at + JSON.stringify(key).length + 1;
  if (named < 0) return [0, text.length];
  const start = named + ((/^\s*/.exec(text.slice(named, named + 20)) as RegExpExecArray)[0]?.length ?? 0);
  if (text[start] !== '"') {
    const end = text.slice(start).search(/[,}\]]/);
    return [start, end < 0 ? text.length : start + end];
  }
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return [start + 1, Math.min(end, text.length)];
}
