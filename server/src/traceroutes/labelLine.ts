import type { RouteLabel } from './route';

export const routeLabels: readonly RouteLabel[] = ['benign', 'malicious'];

/** What a line beginning with `#` says: a label for the next route, words that are none, or nothing of the kind. */
export function labelOfLine(line: string): RouteLabel | { wrong: string } | undefined {
  const match = /^\s*#\s*label\s*[:=]?\s*(.*?)\s*$/i.exec(line);
  return match ? (labelOf(match[1] as string) ?? { wrong: match[1] as string }) : undefined;
}

/** The label of a word, in any case; undefined when it is none. */
export function labelOf(word: string): RouteLabel | undefined {
  return routeLabels.find(label => label === word.toLowerCase());
}

export function wrongLabel(wrong: string): string {
  return `"${wrong.slice(0, 40)}" is no label: write "# label: benign" or "# label: malicious" before the route.`;
}
