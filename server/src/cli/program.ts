import { existsSync } from 'node:fs';
import { CommanderError, Command as Word, Option as Flag } from 'commander';
import { accepted, rangeOf, readTyped, refusal, type Parameter } from '../../../shared/parameters/parameter';
import { version } from '../../../package.json';
import { Call, pathOf, placeOf, UsageError, type Command, type Option } from './command';

/** What the words of a call ask for: a page to read, or a command to run. A page that nobody asked for is no answer. */
export type Asked = { page: string; isAnswer: boolean } | { command: Command; call: Call };

/** Wide enough for a sentence, and the same on every terminal, so that pages read as the documents show them. */
const pageWidth = 100;

const jsonOption: Option = { name: 'json', words: 'Print one JSON object.' };

/** All options of a command, those that every command has too. */
export const optionsOf = (command: Command): readonly Option[] =>
  command.says ? command.options : [...command.options, jsonOption];

/** Reads the words of a call. Throws a `UsageError`, with what was meant where that is near. */
export function parse(words: readonly string[], commands: readonly Command[]): Asked {
  let asked: Asked = { page: '', isAnswer: true };
  const page = (text: string) =>
    void (asked = { page: 'page' in asked ? asked.page + text : text, isAnswer: true });
  const [first, ...rest] = words;
  const isKnown = commands.some(({ name }) => name.split(' ')[0] === rest[0]);
  // What there is no page of is a slip, and answered as the command would be.
  const meant = first !== 'help' ? words : rest.length > 0 && !isKnown ? rest : [...rest, '--help'];
  const named = commandNamed(meant, commands);
  const program = programOf(commands, named, page, (command, call) => void (asked = { command, call }));
  try {
    program.parse(named ? withValues(meant, named) : meant, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') return { ...(asked as { page: string }), isAnswer: false };
    if (error.exitCode !== 0)
      throw new UsageError(reasonOf(error, commandNamed(words, commands)), { cause: error });
  }
  return asked;
}

/** The command that words begin with. */
export function commandNamed(
  [first, second]: readonly string[],
  commands: readonly Command[],
): Command | undefined {
  return commands.find(({ name }) => name === first || name === `${first} ${second}`);
}

function programOf(
  commands: readonly Command[],
  named: Command | undefined,
  page: (text: string) => void,
  ask: (command: Command, call: Call) => void,
): Word {
  const program = worded(new Word('flow2vec'), page)
    .description('Learn from captures of network flows, and ask what is like what.')
    .usage('COMMAND [options]')
    .version(version, '--version', 'Print the version.')
    .addHelpText(
      'after',
      `
"flow2vec help COMMAND" shows its options, with examples. FILE is a capture of any format, also compressed, or - for
standard input; several make one capture. --json prints one JSON object. Exit codes: 0 for success, 1 for a failure, 2 for
words that are off, 130 after Ctrl+C, 141 when the reader closed the pipe.`,
    );
  const groups = new Map<string, Word>();
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ');
    if (second === undefined) addCommand(program, first, command, command === named, page, ask);
    else {
      const group = groups.get(first) ?? worded(program.command(first), page).usage('COMMAND [options]');
      groups.set(first, group);
      group.summary(group.description(`${groupsAbout[first]}`).description());
      addCommand(group, second, command, command === named, page, ask);
    }
  }
  return program;
}

/** Words that others follow. */
export const groupsAbout: Readonly<Record<string, string>> = {
  investigate: 'Investigations: questions, answers and evidence in one document.',
  routes: 'Traceroutes of any tool: count them, write their features, learn which are malicious.',
  spark: 'The same on a Spark cluster: count flows that lie in a lake, train on them, score them.',
};

/** Pages go where we want them, and nothing ends the process. */
function worded(word: Word, page: (text: string) => void): Word {
  return word
    .exitOverride()
    .configureOutput({ writeOut: page, writeErr: page, outputError: () => undefined })
    .configureHelp({ helpWidth: pageWidth, subcommandTerm: each => each.name(), visibleArguments: () => [] })
    .helpCommand(false)
    .helpOption('-h, --help', 'Show this page.');
}

function addCommand(
  parent: Word,
  name: string,
  command: Command,
  isNamed: boolean,
  page: (text: string) => void,
  ask: (command: Command, call: Call) => void,
): void {
  const word = worded(parent.command(name), page)
    .description(command.about)
    .usage(`${command.takes} [options]`)
    .argument('[files...]')
    .addHelpText('after', `\nExamples:\n${command.examples.map(each => `  flow2vec ${each}`).join('\n')}`);
  // Of the others, names and what they do are enough.
  if (isNamed) for (const option of optionsOf(command)) word.addOption(flagOf(option));
  word.action((files: string[]) => ask(command, callOf(command, word, files)));
}

function flagOf(option: Option): Flag {
  const { name, value, words, parameter, alone, several, group, excludes } = option;
  const shape = several ? ` <${value}...>` : alone === undefined ? ` <${value}>` : ` [${value}]`;
  const flag = new Flag(`--${name}${value === undefined ? '' : shape}`);
  // For whoever asks for help alone: writing the numbers takes longer than all other words.
  Object.defineProperty(flag, 'description', { get: () => describe(words, option) });
  if (value !== undefined) flag.argParser((typed, before) => valueOf(option, typed, before));
  if (group !== undefined) flag.helpGroup(`${group}:`);
  if (excludes) flag.conflicts([...excludes].map(attributeOf));
  // A list that is tried has no one default.
  if (parameter && option.listed) flag.helpGroup('Values to try, as lists:');
  return flag;
}

/** `How many tokens … (1 to 1,000 tokens; 10)`. */
function describe(words: string, { parameter, listed, withoutDefault }: Option): string {
  const plain = words.replaceAll('`', '');
  if (!parameter) return plain;
  const range = rangeText(parameter);
  const usual = defaultText(parameter);
  const facts = [range, listed || withoutDefault ? '' : usual].filter(Boolean).join('; ');
  return facts === '' ? plain : `${plain} (${facts})`;
}

/** What a parameter takes, for a page or a table. */
export function rangeText(parameter: Parameter): string {
  if (parameter.kind === 'choice' || parameter.kind === 'switch') return accepted(parameter);
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') return '';
  return `${rangeOf(parameter).replace(/^from /, '')}${parameter.unit ? ` ${parameter.unit}` : ''}`;
}

export function defaultText({ default: usual }: Parameter): string {
  return `default ${typeof usual === 'number' ? usual.toLocaleString('en', { maximumFractionDigits: 6 }) : String(usual)}`;
}

/** Reads one value of an option. Throws a `UsageError` that says what is taken. */
function valueOf(option: Option, typed: string, before: unknown): unknown {
  const value = option.listed
    ? typed.split(option.listed).map(each => takenValue(option, each.trim()))
    : takenValue(option, typed);
  return option.many || option.several ? [...((before as unknown[] | undefined) ?? []), value] : value;
}

function takenValue({ name, path, parameter }: Option, typed: string): unknown {
  if (typed === '' && path)
    throw new UsageError(
      path === 'place'
        ? `--${name} names a URI.`
        : `--${name} names the file to ${path === 'read' ? 'read' : 'write'}.`,
    );
  if (!parameter) return typed;
  const value = readTyped(parameter, typed);
  const refused = refusal(parameter, value);
  if (refused !== undefined)
    throw new UsageError(`--${name} ${refused.replace(/, not .*$/s, `, not "${typed}"`)}.`);
  return value;
}

/** Options that may stand alone are given what is meant then, and a number that follows is theirs, whatever its sign. */
function withValues(words: readonly string[], { options }: Command): string[] {
  const alone = new Map(options.map(({ name, alone: usual }) => [`--${name}`, usual]));
  const meant: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word = '', next = ''] = [words[i], words[i + 1]];
    const usual = alone.get(word);
    if (usual === undefined) meant.push(word);
    else meant.push(`${word}=${/^[+-]?\.?\d/.test(next) ? words[++i] : usual}`);
  }
  return meant;
}

function callOf(command: Command, word: Word, files: readonly string[]): Call {
  const values: Record<string, unknown> = {};
  for (const option of optionsOf(command)) {
    const key = attributeOf(option.name);
    if (word.getOptionValueSource(key) !== 'cli') continue;
    const value: unknown = word.getOptionValue(key);
    values[option.name] =
      option.value === undefined ? true : option.path ? pathsOf(option.path, value) : value;
  }
  if (command.says) return new Call(files, values);
  if (command.last && files.length < 2)
    throw new UsageError(`name a capture FILE, and behind it the ${command.last}, in quotes.`);
  if (command.takesPlaces && files.length === 0)
    throw new UsageError('name the URI of flows: a folder, or files, that Spark reads.');
  if (command.takesPlaces) return new Call(files.map(placeOf), values);
  if (command.first && files.length < 2)
    throw new UsageError(`name ${command.first}, and behind it a capture FILE.`);
  const before = command.last ? files.slice(0, -1) : command.first ? files.slice(1) : files;
  const named = before.length > 0 ? before : trailingFiles(command, values);
  const { insteadOfFiles } = command;
  if (named.length === 0 && (insteadOfFiles === undefined || values[insteadOfFiles] === undefined))
    throw new UsageError('name a capture FILE, or several that make one capture.');
  return new Call(
    named.map(streamOrPath),
    values,
    command.last ? files.at(-1) : command.first ? files[0] : '',
  );
}

/** An option that takes all words up to the next one has taken the files too where they stand last: those that exist. */
function trailingFiles({ options }: Command, values: Record<string, unknown>): string[] {
  const files: string[] = [];
  for (const { name, several } of options) {
    const taken = values[name];
    if (!several || !Array.isArray(taken) || files.length > 0) continue;
    while (taken.length > 1 && existsSync(pathOf(String(taken.at(-1))))) files.unshift(String(taken.pop()));
  }
  return files;
}

function pathsOf(kind: NonNullable<Option['path']>, value: unknown): unknown {
  const read = kind === 'place' ? placeOf : streamOrPath;
  return Array.isArray(value) ? value.map(each => read(String(each))) : read(String(value));
}

/** `-` stays for whoever reads streams. */
const streamOrPath = (path: string) => (path === '-' ? path : pathOf(path));

/** The key under which the library keeps an option's value. */
function attributeOf(name: string): string {
  return new Flag(`--${name}`).attributeName();
}

/** The library's sentence in our form: `unknown option '--widnow': did you mean --window?` */
function reasonOf({ message }: CommanderError, command: Command | undefined): string {
  const [, flag] = /^error: unknown option '--([^=']+)=/.exec(message) ?? [];
  if (command && optionsOf(command).some(({ name, value }) => name === flag && value === undefined))
    return `--${flag} takes no value: write it alone.`;
  const said = message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (one of )?(.*)\?\)$/s, (_, several: string | undefined, names: string) =>
      several ? `: did you mean one of ${names}?` : `: did you mean ${names}?`,
    );
  return /[.?]$/.test(said) ? said : `${said}.`;
}
