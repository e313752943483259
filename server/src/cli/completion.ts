import type { Command } from './command';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** A script that completes commands and their options in a shell; undefined for a shell there is none for. */
export function completion(shell: string | undefined, commands: readonly Command[]): string | undefined {
  const list = commands.map(({ name, options }) => ({
    name,
    options: [...Object.keys(options), 'json', 'help'].map(option => `--${option}`),
  }));
  if (shell === 'bash') return bash(list);
  // zsh reads what is written for bash.
  if (shell === 'zsh') return `#compdef flow2vec\nautoload -U +X bashcompinit && bashcompinit\n${bash(list)}`;
  return shell === 'fish' ? fish(list) : undefined;
}

interface Words {
  name: string;
  options: readonly string[];
}

const single = (list: readonly Words[]) => [...new Set(list.map(({ name }) => name.split(' ')[0] as string))];
const routesOf = (list: readonly Words[]) =>
  list.flatMap(({ name }) => (name.startsWith('routes ') ? [name.slice('routes '.length)] : []));

function bash(list: readonly Words[]): string {
  const cases = list.map(({ name, options }) => `    '${name}') words='${options.join(' ')}' ;;`);
  return `# flow2vec: source this file, or put it into your completions.
_flow2vec() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${[...single(list), 'help', 'completion', '--version'].join(' ')}' -- "$current"))
    return
  fi
  if [ "$command" = routes ]; then
    if [ "$COMP_CWORD" -eq 2 ]; then
      COMPREPLY=($(compgen -W '${routesOf(list).join(' ')}' -- "$current"))
      return
    fi
    command="routes \${COMP_WORDS[2]}"
  fi
  case "$command" in
${cases.join('\n')}
    'completion') words='${shells.join(' ')}' ;;
    'help') words='${single(list).join(' ')}' ;;
  esac
  if [[ "$current" == -* ]] || [ "$command" = completion ] || [ "$command" = help ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _flow2vec flow2vec
`;
}

function fish(list: readonly Words[]): string {
  const first = [...single(list), 'help', 'completion'].map(
    name => `complete -c flow2vec -n __fish_use_subcommand -a ${name}`,
  );
  const second = routesOf(list).map(
    name => `complete -c flow2vec -n '__fish_seen_subcommand_from routes' -a ${name}`,
  );
  const options = list.flatMap(({ name, options: own }) =>
    own.map(
      option =>
        `complete -c flow2vec -n '__fish_seen_subcommand_from ${name.split(' ').at(-1)}' -l ${option.slice(2)}`,
    ),
  );
  return `# flow2vec\n${[...first, ...second, ...options].join('\n')}\n`;
}
