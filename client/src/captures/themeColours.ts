/** A rule of a colour theme, as its file has it. */
export interface TokenRule {
  scope?: string | readonly string[];
  settings?: { foreground?: string };
}

/** `tokenColors` of a theme's file; a theme may have them in a file of another form, which has none here. */
export function tokenRules(theme: unknown): TokenRule[] {
  const { tokenColors } = (theme ?? {}) as { tokenColors?: unknown };
  return Array.isArray(tokenColors) ? (tokenColors as TokenRule[]) : [];
}

/** What `editor.tokenColorCustomizations` calls the commonest scopes. */
const simple: Readonly<Record<string, string>> = {
  comments: 'comment',
  strings: 'string',
  keywords: 'keyword',
  numbers: 'constant.numeric',
  types: 'entity.name.type',
  functions: 'entity.name.function',
  variables: 'variable',
};

/** Rules of the user's own for a theme, of `editor.tokenColorCustomizations`. */
export function customRules(setting: unknown, theme: string): TokenRule[] {
  if (typeof setting !== 'object' || setting === null) return [];
  const own = setting as Record<string, unknown>;
  const rules: TokenRule[] = Object.entries(simple).flatMap(([name, scope]) =>
    typeof own[name] === 'string' ? [{ scope, settings: { foreground: own[name] } }] : [],
  );
  if (Array.isArray(own['textMateRules'])) rules.push(...(own['textMateRules'] as TokenRule[]));
  const forTheme = Object.entries(own).filter(
    ([name]) => name.startsWith('[') && name.includes(`[${theme}]`),
  );
  return [...rules, ...forTheme.flatMap(([, inner]) => customRules(inner, theme))];
}

/**
 * The foreground that a theme gives a scope: that of the rule with the longest selector that is the scope or its
 * beginning, the last of several. Selectors of scopes inside others are left out, for cells stand in none.
 */
export function foregroundOf(scope: string, rules: readonly TokenRule[]): string | undefined {
  let best: { length: number; foreground: string } | undefined;
  for (const { scope: scopes = [], settings } of rules) {
    const foreground = settings?.foreground;
    if (typeof foreground !== 'string') continue;
    const selectors = typeof scopes === 'string' ? scopes.split(',') : scopes;
    for (const selector of selectors.map(text => String(text).trim())) {
      const matches = selector !== '' && (scope === selector || scope.startsWith(`${selector}.`));
      if (matches && selector.length >= (best?.length ?? 0)) best = { length: selector.length, foreground };
    }
  }
  return best?.foreground;
}

interface GrammarPattern {
  match?: string;
  name?: string;
  /** Canonical column of a header's cell, where the file calls it something else. */
  column?: string;
}

interface Grammar {
  repository?: Record<string, { patterns?: readonly GrammarPattern[] }>;
}

/** Of a grammar of captures, the scope of each column by its name, and that of each class of labels as `class:NAME`. */
export function columnScopes(grammar: unknown): Record<string, string> {
  const { repository = {} } = (grammar ?? {}) as Grammar;
  const scopes: Record<string, string> = {};
  for (const { match = '', name, column: canonical } of repository['headerCells']?.patterns ?? []) {
    const column = canonical ?? /\\b(\w+)\\b/.exec(match)?.[1];
    if (column !== undefined && name !== undefined) scopes[column] = name;
  }
  for (const { name = '' } of repository['labels']?.patterns ?? []) {
    const label = /\.label\.(\w+)\./.exec(name)?.[1];
    if (label !== undefined) scopes[`class:${label}`] = name;
  }
  return scopes;
}
