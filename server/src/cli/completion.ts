import { UsageError, type Command, type Option } from './command';
import { groupsAbout, optionsOf } from './program';

/** What a shell is told of an option. */
interface Completed {
  name: string;
  words: string;
  /** What may follow: files, some words, or something that only the user knows; absent for a switch. */
  takes?: 'file' | 'text' | readonly string[];
}

const shells: Readonly<Record<string, (commands: readonly Command[]) => string>> = { bash, zsh, fish };

/** The command that prints a shell's completion of the others. All that a shell needs is in its script: no Tab waits for us. */
export function completionOf(commands: readonly Command[]): Command {
  const names = Object.keys(shells);
  const own: Command = {
    name: 'completion',
    takes: names.join('|'),
    about: 'Prints a script that completes commands, options and their values in a shell.',
    options: [],
    says: names,
    examples: [
      'completion bash > ~/.local/share/bash-completion/completions/flow2vec',
      "completion zsh > ~/.zfunc/_flow2vec   # a folder of zsh's fpath",
      'completion fish > ~/.config/fish/completions/flow2vec.fish',
    ],
    run({ files: [shell, ...more] }, console) {
      const script = shell === undefined || more.length > 0 ? undefined : shells[shell];
      if (!script) throw new UsageError(`name a shell: ${names.join(', ')}.`);
      console.lines(
        ...script([...commands, own])
          .trimEnd()
          .split('\n'),
      );
      return Promise.resolve();
    },
  };
  return own;
}

function completed(option: Option): Completed {
  const { name, words, value, path, parameter } = option;
  // A colon, a quote or a bracket would mean something to a shell's own tables.
  const plain = (words.split(/[.;]/)[0] ?? '').replace(/[^\w ,–-]+/g, ' ').trim();
  if (value === undefined) return { name, words: plain };
  const choices =
    parameter?.kind === 'choice' ? parameter.choices.map(each => String(each.value)) : undefined;
  return { name, words: plain, takes: path ? 'file' : (choices ?? 'text') };
}

interface Page {
  /** One word or two. */
  name: string;
  about: string;
  options: readonly Completed[];
  /** Words in the place of files. */
  says?: readonly string[];
}

function pagesOf(commands: readonly Command[]): Page[] {
  const help = { name: 'help', words: 'Show this page' };
  return commands.map(command => ({
    name: command.name,
    about: plain(command.about),
    options: [...optionsOf(command).map(completed), help],
    ...(command.says ? { says: command.says } : {}),
  }));
}

/** The beginning of a sentence, without what would mean something to a shell. */
const plain = (about: string) => (about.split(/[.;:(]/)[0] ?? '').replace(/[^\w ,–-]+/g, ' ').trim();

/** First words, with what they do, and the second words of each that has some. */
function firstWords(pages: readonly Page[]): { first: Map<string, string>; second: Map<string, Page[]> } {
  const first = new Map<string, string>();
  const second = new Map<string, Page[]>();
  for (const page of pages) {
    const [word = '', more] = page.name.split(' ');
    first.set(word, more === undefined ? page.about : plain(groupsAbout[word] ?? ''));
    if (more !== undefined) second.set(word, [...(second.get(word) ?? []), page]);
  }
  first.set('help', 'Show the page of a command');
  return { first, second };
}

const dashes = (options: readonly Completed[]) => options.map(({ name }) => `--${name}`).join(' ');
const secondOf = ({ name }: Page) => name.split(' ')[1] ?? '';

function bash(commands: readonly Command[]): string {
  const pages = pagesOf(commands);
  const { first, second } = firstWords(pages);
  const seconds = [...second].map(
    ([word, own]) => `    ${word}) seconds='${own.map(secondOf).join(' ')}' ;;`,
  );
  const cases = pages.flatMap(({ name, options, says }) => {
    const values = options.flatMap(({ name: option, takes }) =>
      takes === undefined ? [] : [`        --${option}) kind='${takesText(takes)}' ;;`],
    );
    return [
      `    '${name}')`,
      `      options='${dashes(options)}'`,
      ...(says ? [`      said='${says.join(' ')}'`] : []),
      ...(values.length > 0 ? ['      case "$previous" in', ...values, '      esac'] : []),
      '      ;;',
    ];
  });
  return `# Completion of flow2vec for bash: source this, or keep it in a folder of bash-completion.
_flow2vec() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local first='${[...first.keys()].join(' ')} --help --version' seconds='' options='' said='' kind='' at=1
  COMPREPLY=()
  [ "\${COMP_WORDS[1]}" = help ] && at=2
  if [ "$COMP_CWORD" -le "$at" ]; then
    COMPREPLY=($(compgen -W "$first" -- "$current"))
    return
  fi
  local command="\${COMP_WORDS[at]}"
  case "$command" in
${seconds.join('\n')}
  esac
  if [ -n "$seconds" ]; then
    if [ "$COMP_CWORD" -eq $((at + 1)) ]; then
      COMPREPLY=($(compgen -W "$seconds" -- "$current"))
      return
    fi
    command="$command \${COMP_WORDS[at+1]}"
  fi
  [ "$at" -eq 2 ] && return
  case "$command" in
${cases.join('\n')}
  esac
  case "$kind" in
    file) compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
    text) ;;
    ?*) COMPREPLY=($(compgen -W "$kind" -- "$current")) ;;
    *)
      if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
      elif [ -n "$said" ]; then COMPREPLY=($(compgen -W "$said" -- "$current"))
      else compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -f -- "$current")); fi
      ;;
  esac
}
complete -F _flow2vec flow2vec
`;
}

const takesText = (takes: NonNullable<Completed['takes']>) =>
  typeof takes === 'string' ? takes : takes.join(' ');

function zsh(commands: readonly Command[]): string {
  const pages = pagesOf(commands);
  const { first, second } = firstWords(pages);
  const described = (entries: Iterable<readonly [string, string]>) =>
    [...entries].map(([word, about]) => `'${word}:${about}'`).join(' ');
  const seconds = [...second].map(
    ([word, own]) =>
      `    ${word}) seconds=(${described(own.map(page => [secondOf(page), page.about] as const))}) ;;`,
  );
  const cases = pages.map(({ name, options, says }) => {
    const specs = options.map(({ name: option, words, takes }) => {
      const action =
        takes === undefined
          ? ''
          : `:value:${takes === 'file' ? '_files' : takes === 'text' ? '' : `(${takes.join(' ')})`}`;
      return `'*--${option}[${words}]${action}'`;
    });
    const rest = says ? `'*:word:(${says.join(' ')})'` : "'*:file:_files'";
    return `    '${name}') _arguments -S ${[...specs, rest].join(' ')} ;;`;
  });
  return `#compdef flow2vec
# Completion of flow2vec for zsh: keep it as _flow2vec in a folder of fpath, or source it after compinit.
_flow2vec() {
  local -a first seconds
  first=(${described(first)})
  local at=2
  [[ "\${words[2]}" == help ]] && at=3
  if (( CURRENT <= at )); then
    _describe command first
    return
  fi
  local command="\${words[at]}"
  case "$command" in
${seconds.join('\n')}
  esac
  if (( \${#seconds} )); then
    if (( CURRENT == at + 1 )); then
      _describe command seconds
      return
    fi
    command="$command \${words[at+1]}"
    shift words
    (( CURRENT-- ))
  fi
  (( at == 3 )) && return
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
if [[ "$funcstack[1]" == _flow2vec ]]; then _flow2vec "$@"; else compdef _flow2vec flow2vec; fi
`;
}

function fish(commands: readonly Command[]): string {
  const pages = pagesOf(commands);
  const { first, second } = firstWords(pages);
  const none = 'not __fish_seen_subcommand_from';
  const lines = [...first].map(
    ([word, about]) => `complete -c flow2vec -n __fish_use_subcommand -f -a ${word} -d '${about}'`,
  );
  for (const word of first.keys())
    lines.push(`complete -c flow2vec -n '__fish_seen_subcommand_from help' -f -a ${word}`);
  for (const [word, own] of second)
    for (const page of own)
      lines.push(
        `complete -c flow2vec -n '__fish_seen_subcommand_from ${word}; and ${none} ${own.map(secondOf).join(' ')}' -f -a ${secondOf(page)} -d '${page.about}'`,
      );
  for (const { name, options, says } of pages) {
    const [word = '', more] = name.split(' ');
    // "routes train" and "train" share a word.
    const seen =
      more === undefined
        ? `__fish_seen_subcommand_from ${word}${second.size > 0 ? `; and ${none} ${[...second.keys()].join(' ')}` : ''}`
        : `__fish_seen_subcommand_from ${word}; and __fish_seen_subcommand_from ${more}`;
    for (const said of says ?? []) lines.push(`complete -c flow2vec -n '${seen}' -f -a ${said}`);
    for (const { name: option, words, takes } of options) {
      const value =
        takes === undefined
          ? ''
          : takes === 'file'
            ? ' -r -F'
            : takes === 'text'
              ? ' -x'
              : ` -x -a '${takes.join(' ')}'`;
      lines.push(`complete -c flow2vec -n '${seen}' -l ${option}${value} -d '${words}'`);
    }
  }
  return `# Completion of flow2vec for fish: keep it in a folder of completions.\n${lines.join('\n')}\n`;
}
