import * as l10n from '@vscode/l10n';
import type { RouteLabel } from './route';

export const routeLabels: readonly RouteLabel[] = ['benign', 'malicious'];

/** What a line beginning with `#` says: a label for the next route, words that are none, or nothing of the kind. */
export function labelOfLine(line: string): RouteLabel | { wrong: string } | undefined {
  const match = /^#\s*label\s*[:=]?\s*(\S.*)?$/i.exec(line.trim());
  if (!match) return undefined;
  const said = match[1] ?? '';
  return labelOf(said) ?? { wrong: said };
}

/** The label of a word, in any case; undefined when it is none. */
export function labelOf(word: string): RouteLabel | undefined {
  return routeLabels.find(label => label === word.toLowerCase());
}

export function wrongLabel(wrong: string): string {
  return l10n.t(
    '"{0}" is no label: write "# label: benign" or "# label: malicious" before the route.',
    wrong.slice(0, 40),
  );
}
