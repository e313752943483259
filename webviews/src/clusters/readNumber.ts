import * as l10n from '@vscode/l10n';
import { refusal, readTyped, type NumberParameter } from '../../../shared/parameters/parameter';

/** A number as it was typed into a form. */
export interface FormNumber {
  /** As the form calls it. */
  name: string;
  text: string;
  /** Its range here; no text means its default. */
  parameter: NumberParameter;
}

/** The whole number that was typed, or what is wrong with it in words. */
export function readNumber({ name, text, parameter }: FormNumber): number | string {
  if (text.trim() === '') return parameter.default;
  const value = readTyped(parameter, text);
  if (typeof value !== 'number' || !Number.isInteger(value))
    return l10n.t('{0}: "{1}" is no whole number.', name, text.trim().slice(0, 40));
  if (refusal(parameter, value) === undefined) return value;
  return l10n.t('{0}: write {1} to {2}.', name, parameter.least ?? 0, parameter.most);
}
