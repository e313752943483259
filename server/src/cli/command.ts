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
  let parsed;
  try {
    parsed = parseArgs({
      args: words.flatMap((word, i) => (word === '--phrases' ? passesOf(words[i + 1]) : word)),
      options: { ...options, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  const values = parsed.values as Values;
  const replaced = instead !== undefined && values[instead] !== undefined;
  if (parsed.positionals.length === 0 && !replaced)
    throw new UsageError('name a capture FILE, or several that make one capture.');
  return { values, files: parsed.positionals.map(pathOf) };
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
  { least, whole }: { least: number; whole: boolean },
): number | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || (whole && !Number.isInteger(value)))
    throw new UsageError(
      `--${name} takes ${whole ? 'a whole number' : 'a number'} of at least ${least}, not "${text}".`,
    );
  return value;
}

export function usage(commands: readonly Command[]): string {
  const list = commands.map(c => `  ${c.usage}\n      ${c.about}\n`).join('');
  return `flow2vec: learn from network flow captures, and ask what is like what.\n\n${list}
FILE is a capture (Argus listing, also .gz); several make one capture. --json prints one JSON object.\n`;
}
