import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Engine } from '../engine/engine';

export interface Console {
  out(text: string): void;
  error(text: string): void;
  /** Whether progress can be drawn over itself. */
  isTerminal: boolean;
}

export interface Command {
  name: string;
  usage: string;
  /** One line for the list of commands. */
  about: string;
  /** The options that it takes, for help, suggestions and completion. */
  options: OptionTypes;
  /** Calls as somebody would write them, without the program's name. */
  examples: readonly string[];
  run(words: readonly string[], engine: Engine, console: Console): Promise<void>;
}

/** The words of the call are off: exit code 2, with the command's usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export type OptionTypes = NonNullable<ParseArgsConfig['options']>;
export type Values = Record<string, string | boolean | readonly string[] | undefined>;

/**
 * Options and files of a call. Throws a `UsageError` for unknown options, and for a call without files that does
 * not give the option `instead` either.
 */
export function parseWords(
  words: readonly string[],
  options: OptionTypes,
  instead?: string,
): { values: Values; files: string[] } {
  const all: OptionTypes = { ...options, json: { type: 'boolean' } };
  let parsed;
  try {
    parsed = parseArgs({
      args: joinedValues(words, all).flatMap((word, i) =>
        word === '--phrases' ? passesOf(words[i + 1]) : word,
      ),
      options: all,
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(unknownOption(words, all) ?? (error as Error).message, { cause: error });
  }
  const values = parsed.values as Values;
  const replaced = instead !== undefined && values[instead] !== undefined;
  if (parsed.positionals.length === 0 && !replaced)
    throw new UsageError('name a capture FILE, or several that make one capture.');
  return { values, files: parsed.positionals.map(pathOf) };
}

/** `--top -1` as `--top=-1`: a value that begins with a dash is a value, and its range says the rest. */
function joinedValues(words: readonly string[], options: OptionTypes): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word = '', next = ''] = [words[i], words[i + 1]];
    const takesValue = options[word.slice(2)]?.type === 'string' && word.startsWith('--');
    if (takesValue && /^-(?:\d|\.\d|$)/.test(next)) joined.push(`${word}=${words[++i]}`);
    else joined.push(word);
  }
  return joined;
}

/** Says which option there is none of, and which one may have been meant. */
function unknownOption(words: readonly string[], options: OptionTypes): string | undefined {
  const given = words.find(
    word => word.startsWith('--') && !((word.slice(2).split('=')[0] ?? '') in options),
  );
  if (given === undefined || given === '--') return undefined;
  const name = given.slice(2).split('=')[0] ?? '';
  const near = nearest(name, Object.keys(options));
  return `Unknown option '--${name}'${near === undefined ? '.' : `: did you mean --${near}?`}`;
}

/** The nearest of some names, if one is near enough to have been meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map(each => ({ each, distance: distanceOf(name, each) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.each : undefined;
}

/** Letters to add, leave out, change or swap (Damerau 1964). */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const before = rows[i - 1] as number[];
    for (let j = 1; j <= b.length; j++) {
      const change = (before[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, (before[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, ((rows[i - 2] as number[])[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** A path as the caller means it: `npm run` moves to the repository first, and says where it came from. */
export function pathOf(path: string): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return resolve(script === 'flow2vec' && INIT_CWD ? INIT_CWD : process.cwd(), path);
}

/** `--phrases` alone is one pass: what follows is its value only when it is a whole number, or a list of them. */
function passesOf(next: string | undefined): string {
  return next !== undefined && /^\d+(,\d+)*$/.test(next) ? '--phrases' : '--phrases=1';
}

/** The values of an option that may be given several times. */
export function listOf(values: Values, name: string): readonly string[] {
  const list = values[name];
  return Array.isArray(list) ? (list as string[]) : [];
}

/** A numeric option, or undefined when it was not given. */
export function numberOf(
  values: Values,
  name: string,
  { least, most = Infinity, whole }: { least: number; most?: number; whole: boolean },
): number | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const value = Number(text);
  const isOff = value < least || value > most || (whole && !Number.isInteger(value));
  if (text.trim() === '' || !Number.isFinite(value) || isOff)
    throw new UsageError(
      `--${name} takes ${whole ? 'a whole number' : 'a number'} ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most.toLocaleString('en')}`}, not "${text}".`,
    );
  return value;
}

export function usage(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(c => c.name.length));
  const list = commands.map(c => `  ${c.name.padEnd(width)}  ${c.about}\n`).join('');
  return `flow2vec: learn from network flow captures, and ask what is like what.

${list}
flow2vec help COMMAND     its options, with examples
flow2vec completion SHELL completion for bash, zsh or fish
flow2vec --version

FILE is a capture of any format, also compressed, or - for standard input; several make one capture. --json prints one JSON object.
`;
}

/** The page of a command. */
export function helpOf(command: Command): string {
  const examples = command.examples.map(each => `  flow2vec ${each}\n`).join('');
  return `flow2vec ${command.name}: ${command.about}\n\nusage: flow2vec ${command.usage}\n${examples === '' ? '' : `\nexamples:\n${examples}`}`;
}
