/**
 * Conditions on flows, as a value that panels show as chips and the command line takes as text:
 * `SrcAddr = '10.0.0.5' and (Dport in (53, 5353) or not Label contains 'botnet')`.
 */
import * as l10n from '@vscode/l10n';
export type FlowFilter =
  { all: readonly FlowFilter[] } | { any: readonly FlowFilter[] } | { not: FlowFilter } | FlowCondition;

export interface FlowCondition {
  /** As it was written; which columns there are is known to whoever runs the filter. */
  column: string;
  is: Comparison;
  /** One, or several for `in`; none for `empty`. */
  values: readonly string[];
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'contains' | 'starts with' | 'empty';

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const longestText = 20_000;
const deepest = 50;

const form = () =>
  l10n.t(
    "write conditions like SrcAddr = '10.0.0.5' and Dport in (53, 5353), with and, or, not, parentheses; =, !=, <, <=, >, >=, in, contains, starts with, is empty",
  );

interface Word {
  text: string;
  /** In quotes: never a keyword. */
  quoted: boolean;
  /** One-based character. */
  at: number;
}

/** Reads a filter. Throws an error that names the character where it is wrong, and the form. */
export function parseFlowFilter(text: string): FlowFilter {
  if (text.length > longestText)
    throw new Error(l10n.t('The filter is longer than {0} characters: {1}.', longestText, form()));
  const words = wordsOf(text);
  let next = 0;
  const fail = (wanted: string): Error => {
    const found = words[next];
    const where = found
      ? l10n.t('"{0}" (character {1})', found.text.slice(0, 40), found.at)
      : l10n.t('its end');
    return new Error(l10n.t('The filter has {0} where {1} is needed: {2}.', where, wanted, form()));
  };
  const isNext = (...texts: string[]): boolean =>
    texts.every((wanted, i) => {
      const word = words[next + i];
      return word !== undefined && !word.quoted && word.text.toLowerCase() === wanted;
    });
  const take = (...texts: string[]): boolean => {
    if (!isNext(...texts)) return false;
    next += texts.length;
    return true;
  };
  const value = (): string => {
    const word = words[next];
    if (!word || (!word.quoted && /^[(),]$|^[=!<>]/.test(word.text))) throw fail('a value');
    next++;
    return word.text;
  };
  const list = (): string[] => {
    if (!take('(')) return [value()];
    const values = [value()];
    while (take(',')) values.push(value());
    if (!take(')')) throw fail(l10n.t('{0} or {1}', '","', '")"'));
    return values;
  };
  const condition = (): FlowFilter => {
    const word = words[next];
    if (!word || word.quoted || !/^[A-Za-z_][\w/]*$/.test(word.text)) throw fail('a column');
    next++;
    const column = word.text;
    const operator = words[next];
    const comparison = operator && !operator.quoted ? comparisons[operator.text] : undefined;
    if (comparison) {
      next++;
      return { column, is: comparison, values: [value()] };
    }
    if (take('is')) {
      const empty: FlowCondition = { column, is: 'empty', values: [] };
      const not = take('not');
      if (!take('empty')) throw fail('"empty"');
      return not ? { not: empty } : empty;
    }
    const not = take('not');
    let found: FlowFilter;
    if (take('in')) found = { column, is: 'in', values: list() };
    else if (take('contains')) found = { column, is: 'contains', values: [value()] };
    else if (take('starts', 'with')) found = { column, is: 'starts with', values: [value()] };
    else if (take('between')) {
      const least = value();
      if (!take('and')) throw fail('"and"');
      found = {
        all: [
          { column, is: '>=', values: [least] },
          { column, is: '<=', values: [value()] },
        ],
      };
    } else throw fail('a comparison');
    return not ? { not: found } : found;
  };
  const factor = (depth: number): FlowFilter => {
    if (depth > deepest)
      throw new Error(l10n.t('The filter is nested deeper than {0} parentheses.', deepest));
    if (take('not')) return { not: factor(depth + 1) };
    if (!take('(')) return condition();
    const inner = either(depth + 1);
    if (!take(')')) throw fail('")"');
    return inner;
  };
  const both = (depth: number): FlowFilter => {
    const parts = [factor(depth)];
    while (take('and')) parts.push(factor(depth));
    return parts.length === 1 ? (parts[0] as FlowFilter) : { all: parts };
  };
  const either = (depth: number): FlowFilter => {
    const parts = [both(depth)];
    while (take('or')) parts.push(both(depth));
    return parts.length === 1 ? (parts[0] as FlowFilter) : { any: parts };
  };
  const filter = either(0);
  if (next < words.length) throw fail(l10n.t('{0} or {1}', '"and"', '"or"'));
  return filter;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const pattern = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([(),]|[=!<>]+)|([^\s(),'"=!<>]+)/gy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex + 1;
    const match = pattern.exec(text);
    if (!match)
      throw new Error(l10n.t('The filter has a quote that is not closed (character {0}): {1}.', at, form()));
    const [, single, double, sign, word] = match;
    if (single !== undefined) words.push({ text: single.replaceAll("''", "'"), quoted: true, at });
    else if (double !== undefined) words.push({ text: double.replaceAll('""', '"'), quoted: true, at });
    else if (sign !== undefined || word !== undefined)
      words.push({ text: (sign ?? word) as string, quoted: false, at });
  }
  return words;
}

/** The filter as text, which `parseFlowFilter` reads as the same filter. */
export function flowFilterText(filter: FlowFilter): string {
  if ('all' in filter) return joined(filter.all, 'and');
  if ('any' in filter) return joined(filter.any, 'or');
  if ('not' in filter) return `not ${inner(filter.not)}`;
  const { column, is, values } = filter;
  if (is === 'empty') return `${column} is empty`;
  const texts = values.map(valueText);
  return `${column} ${is} ${is === 'in' ? `(${texts.join(', ')})` : texts.join()}`;
}

const joined = (parts: readonly FlowFilter[], word: string) => parts.map(inner).join(` ${word} `);

const inner = (filter: FlowFilter) =>
  'all' in filter || 'any' in filter ? `(${flowFilterText(filter)})` : flowFilterText(filter);

const valueText = (value: string) =>
  /^\d+(?:\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
