import * as l10n from '@vscode/l10n';

/** A number as it was typed into a form. */
export interface FormNumber {
  key: string;
  /** As the form calls it. */
  name: string;
  text: string;
  least: number;
  most: number;
  /** What no text means. */
  empty: number;
}

/** The whole number that was typed, or what is wrong with it in words. */
export function readNumber({ name, text, least, most, empty }: FormNumber): number | string {
  const typed = text.trim();
  if (typed === '') return empty;
  const value = Number(typed);
  if (!Number.isInteger(value)) return l10n.t('{0}: "{1}" is no whole number.', name, typed.slice(0, 40));
  if (value < least || value > most) return l10n.t('{0}: write {1} to {2}.', name, least, most);
  return value;
}
