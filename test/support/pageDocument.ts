import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../scripts/build/paths.mjs';

/** The classes that VS Code gives the body of a page, one for each kind of theme. */
export const themes = [
  'vscode-light',
  'vscode-dark',
  'vscode-high-contrast',
  'vscode-high-contrast-light',
] as const;
export type Theme = (typeof themes)[number];

/** What VS Code's own themes tell a page, by the names of its variables; `test/ui/themes.test.ts` keeps them true. */
export const themesFile = join(import.meta.dirname, 'themes.json');

export function themeVariables(theme: Theme): Readonly<Record<string, string>> {
  const all = JSON.parse(readFileSync(themesFile, 'utf8')) as Record<Theme, Record<string, string>>;
  return all[theme];
}

/**
 * The page around a script and a style sheet, under the policy that panels have, in one of VS Code's themes; `styles`: as in
 * VS Code's notebooks, scripts may bring style sheets.
 */
export function pageDocument(
  theme: Theme,
  { origin, name, styles }: { origin: string; name: string; styles?: 'inline' | undefined },
): string {
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src ${origin} ${styles ? "'unsafe-inline'" : "'nonce-n'"}; connect-src ${origin}`;
  const variables = Object.entries(themeVariables(theme)).map(([key, value]) => `${key}: ${value};`);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>${name}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="n">:root { ${variables.join(' ')} }</style>
<link rel="stylesheet" href="/${name}.css"></head><body class="${theme}"><main id="page"></main>
<script nonce="n" src="/${name}.js"></script></body></html>`;
}

/** Variables of themes that our pages read. */
export function readVariables(): readonly string[] {
  const sources = filesBelow('webviews/src').filter(path => /\.(css|ts)$/.test(path));
  const names = sources.flatMap(path => readFileSync(path, 'utf8').match(/--vscode-[\w-]*\w/g) ?? []);
  return [...new Set(names)].sort();
}
