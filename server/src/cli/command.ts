import { resolve } from 'node:path';
import { optionName } from '../../../shared/parameters/optionNames';
import { refusal, type Parameter } from '../../../shared/parameters/parameter';
import type { DatabaseLimits } from '../base/databaseLimits';
import type { Engine } from '../engine/engine';
import type { Console } from './console';

/** An option of a command. One without `value` is a switch. */
export interface Option {
  /** Without its dashes. */
  name: string;
  /** What stands for its value in help, for example `FILE`. */
  value?: string;
  /** What it does, in a sentence. */
  words: string;
  /** The row of the table that rules its values. */
  parameter?: Parameter;
  /** May be given several times. */
  many?: boolean;
  /** Takes several values at once: all words up to the next option. */
  several?: boolean;
  /** Nothing is taken in its place when it is not given. */
  withoutDefault?: true;
  /** What is meant where no value follows. */
  alone?: string;
  /** Takes a list of values to try, with this between them. */
  listed?: ',' | ';';
  /** A file that is read (`-` is standard input), one that is written, or a place of Spark's: a URI, or a path. */
  path?: 'read' | 'written' | 'place';
  /** Options that make no sense beside it. */
  excludes?: readonly string[];
  /** The heading in help that it stands below; absent for the command's own. */
  group?: string;
}

/** Opens the engine, for commands that need it. */
export type Open = (limits?: DatabaseLimits) => Promise<Engine>;

/** Something that the command line does: all of it is here, and help, completion and documents are made from it. */
export interface Command {
  /** One word, or two: `routes train`. */
  name: string;
  /** What must be given behind the name, for example `FILE… --trained-on FILE`. */
  takes: string;
  /** A sentence for the list of commands. */
  about: string;
  options: readonly Option[];
  /** Calls as somebody would write them, without the program's name. */
  examples: readonly string[];
  /** What the last word behind the files is, where it is no file: a query, an address. */
  last?: string;
  /** What the first word before the files is, where it is no file: a case. */
  first?: string;
  /** What stands in the place of files: an option, or nothing at all. */
  insteadOfFiles?: string;
  /** What stands behind the name are places of Spark's in the place of files. */
  takesPlaces?: true;
  /** What the words behind the name are, where they are no files: these alone can be said. */
  says?: readonly string[];
  run(call: Call, console: Console, open: Open): Promise<void>;
}

/** The words of the call are off: exit code 2, with the command's usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What was asked of a command: values are read and within their ranges, paths absolute. */
export class Call {
  constructor(
    /** Files, or what else stands behind the name. */
    readonly files: readonly string[],
    /** By the options' names; only what was given. */
    readonly values: Readonly<Record<string, unknown>> = {},
    /** The word behind the files, or before them, of commands that take one. */
    readonly last = '',
    /** The file that was named first, where several were put in order; lines are asked of it. */
    readonly named: string | undefined = files[0],
  ) {}

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? (value as string[]) : [];
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** The values of options that parameters rule, by the parameters' names; what was not given is left out. */
  parameters(options: Readonly<Record<string, Option>>): Record<string, unknown> {
    const given = Object.entries(options).map(([name, option]) => [name, this.values[option.name]] as const);
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  }
}

/** An option for a parameter of the table, by its name there unless it has another. */
export function ruled(parameter: Parameter, name: string, more: Partial<Option> = {}): Option {
  const value = {
    integer: 'N',
    number: 'NUMBER',
    choice: 'NAME',
    text: 'TEXT',
    list: 'NAMES',
    switch: 'YES',
  };
  return { name, value: value[parameter.kind], words: parameter.words, parameter, ...more };
}

/** Options for parameters of the table, named as they are, words joined by dashes, unless `names` says otherwise. */
export function ruledAll<Name extends string>(
  parameters: Readonly<Record<Name, Parameter>>,
  names: Readonly<Record<string, string>> = {},
  more: Partial<Option> = {},
): Record<Name, Option> {
  const options = Object.entries<Parameter>(parameters).map(([name, parameter]) => [
    name,
    ruled(parameter, optionName(name, names), more),
  ]);
  return Object.fromEntries(options) as Record<Name, Option>;
}

/** A path as the caller means it: `npm run` moves to the repository first, and says where it came from. */
export function pathOf(path: string): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return resolve(script === 'flow2vec' && INIT_CWD ? INIT_CWD : process.cwd(), path);
}

/** A URI as it is, and a path as the caller means it. */
export const placeOf = (place: string) => (/^[a-z][a-z0-9+.-]+:/i.test(place) ? place : pathOf(place));

/** Does what may throw because of the words of the call, such as a rule of the engine that the table cannot tell. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Throws a `UsageError` for a value that a parameter does not take. */
export function requireTaken(option: Option, value: unknown): void {
  const refused = option.parameter && refusal(option.parameter, value);
  if (refused !== undefined) throw new UsageError(`--${option.name} ${refused}.`);
}
