import * as l10n from '@vscode/l10n';
import { language } from '../text/language';

/** What every parameter says of itself, in English. */
interface Words {
  /** A few words, for a prompt or the head of a column. */
  title: string;
  /** What it does, in sentences. May hold Markdown's code marks. */
  words: string;
}

export interface NumberParameter extends Words {
  kind: 'integer' | 'number';
  default: number;
  /** The smallest value that is taken; `above` stands in its place where the end itself is not. */
  least?: number;
  above?: number;
  most: number;
  /** What is counted or measured, in the plural. */
  unit?: string;
}

export interface Choice<T extends string | number> {
  value: T;
  /** What it means, in a sentence. Empty where the value says it. */
  words: string;
}

export interface ChoiceParameter<T extends string | number = string | number> extends Words {
  kind: 'choice';
  default: T;
  choices: readonly Choice<T>[];
}

export interface SwitchParameter extends Words {
  kind: 'switch';
  default: boolean;
}

/** Text with a rule of its own, which is the reader's. */
export interface TextParameter extends Words {
  kind: 'text';
  default: string;
  /** A regular expression that the editor checks, and what it says where the text does not match. */
  pattern?: { matches: string; says: string };
}

/** Names of columns, or of what is derived of them. */
export interface ListParameter extends Words {
  kind: 'list';
  default: readonly string[];
}

export type Parameter = NumberParameter | ChoiceParameter | SwitchParameter | TextParameter | ListParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

/** The type of a parameter's values. */
export type ValueOf<P> = P extends NumberParameter
  ? number
  : P extends ChoiceParameter<infer T>
    ? T
    : P extends SwitchParameter
      ? boolean
      : P extends TextParameter
        ? string
        : readonly string[];

/** Seeds are the 32 bits that the generator of random numbers takes. */
export const largestSeed = 4_294_967_295;

export function integer(
  usual: number,
  [least, most]: readonly [number, number],
  title: string,
  words: string,
  unit?: string,
): NumberParameter {
  return { kind: 'integer', default: usual, least, most, title, words, ...(unit ? { unit } : {}) };
}

export function number(
  usual: number,
  [least, most]: readonly [number | { above: number }, number],
  title: string,
  words: string,
  unit?: string,
): NumberParameter {
  const from = typeof least === 'number' ? { least } : least;
  return { kind: 'number', default: usual, ...from, most, title, words, ...(unit ? { unit } : {}) };
}

export function choice<const T extends string | number>(
  usual: NoInfer<T>,
  choices: readonly Choice<T>[],
  title: string,
  words: string,
): ChoiceParameter<T> {
  return { kind: 'choice', default: usual, choices, title, words };
}

export function onOff(usual: boolean, title: string, words: string): SwitchParameter {
  return { kind: 'switch', default: usual, title, words };
}

export function text(
  usual: string,
  title: string,
  words: string,
  pattern?: TextParameter['pattern'],
): TextParameter {
  return { kind: 'text', default: usual, title, words, ...(pattern ? { pattern } : {}) };
}

/** The defaults of some parameters, by name. */
export function defaultsOf<T extends Parameters>(parameters: T): { [K in keyof T]: ValueOf<T[K]> } {
  const entries = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
  return Object.fromEntries(entries) as { [K in keyof T]: ValueOf<T[K]> };
}

const say = (value: number) => value.toLocaleString(language(), { maximumSignificantDigits: 15 });

/** What a parameter takes, in words: `a whole number from 1 to 1,000`. */
export function accepted(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'choice':
      return listed(parameter.choices.map(({ value }) => String(value)));
    case 'switch':
      return l10n.t('true or false');
    case 'text':
      return l10n.t('text');
    case 'list':
      return l10n.t('a list of names');
    default:
      return parameter.kind === 'integer'
        ? l10n.t('a whole number {0}', rangeOf(parameter))
        : l10n.t('a number {0}', rangeOf(parameter));
  }
}

/** `from 1 to 1,000`, or `above 0, at most 1`. */
export function rangeOf({ least, above, most }: NumberParameter): string {
  return above === undefined
    ? l10n.t('from {0} to {1}', say(least ?? -Infinity), say(most))
    : l10n.t('above {0}, at most {1}', say(above), say(most));
}

/**
 * Why a value cannot be taken, in words that follow the parameter's name: `takes a whole number from 1 to 1,000,
 * not 0`. Undefined when it can; of texts and lists only the kind is looked at.
 */
export function refusal(parameter: Parameter, value: unknown): string | undefined {
  return fits(parameter, value) ? undefined : l10n.t('takes {0}, not {1}', accepted(parameter), shown(value));
}

/**
 * The values of some parameters, as they are. Throws, naming the parameter by its title, for one that it does not
 * take: what comes from another process or from a saved state may be anything.
 */
export function checked<V extends object>(parameters: { [K in keyof V]: Parameter }, values: V): V {
  for (const [name, parameter] of Object.entries<Parameter>(parameters)) {
    const refused = refusal(parameter, values[name as keyof V]);
    if (refused !== undefined) throw new Error(l10n.t('"{0}" {1}.', l10n.t(parameter.title), refused));
  }
  return values;
}

/** What of some values the parameters take, for example of those that an older version has saved. */
export function taken<T extends Parameters>(
  parameters: T,
  values: object,
): { [K in keyof T]?: ValueOf<T[K]> } {
  const given = Object.entries(values).filter(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return parameter !== undefined && fits(parameter, value);
  });
  return Object.fromEntries(given) as { [K in keyof T]?: ValueOf<T[K]> };
}

/** A value as a person typed it; text that is no number stays text, so that `refusal` can name it. */
export function readTyped(parameter: Parameter, typed: string): unknown {
  const word = typed.trim();
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return isNumber(word) ? Number(word) : typed;
    case 'choice':
      return parameter.choices.find(({ value }) => String(value) === word)?.value ?? typed;
    case 'switch':
      return word === 'true' ? true : word === 'false' ? false : typed;
    case 'list':
      return word.split(',').map(name => name.trim());
    default:
      return typed;
  }
}

function fits(parameter: Parameter, value: unknown): boolean {
  switch (parameter.kind) {
    case 'choice':
      return parameter.choices.some(each => each.value === value);
    case 'switch':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'list':
      return Array.isArray(value) && value.every(each => typeof each === 'string');
    default:
      return typeof value === 'number' && isWithin(parameter, value);
  }
}

function isWithin(
  { kind, least = -Infinity, above = -Infinity, most }: NumberParameter,
  value: number,
): boolean {
  return value >= least && value > above && value <= most && (kind === 'number' || Number.isInteger(value));
}

/** Decimal notation only: `0x10`, `1_000` and an empty text are mistakes more often than numbers. */
function isNumber(word: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return l10n.t('{0} or {1}', names.slice(0, -1).join(', '), names.at(-1) ?? '');
}
