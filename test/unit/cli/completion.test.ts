import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

type Complete = (...words: string[]) => string[];

const lines = (text: string) => text.split('\n').filter(Boolean).sort();
const quoted = (words: readonly string[]) => words.map(word => `'${word}'`).join(' ');

describe('completion', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  /** Asks a real shell. */
  const shells: Record<string, (script: string) => Complete> = {
    bash:
      script =>
      (...words) =>
        lines(
          execFileSync('bash', [
            '--norc',
            '-c',
            `cd '${folder.path}/files'; source '${script}'; COMP_WORDS=(flow2vec ${quoted(words)}); COMP_CWORD=${words.length}; _flow2vec; printf '%s\\n' "\${COMPREPLY[@]}"`,
          ]).toString(),
        ),
    // It completes on a terminal only: one is made, and what it would offer is written down.
    zsh: script => {
      const found = join(folder.path, 'zsh.found');
      const setUp = folder.file(
        'set-up.zsh',
        `autoload -U compinit; compinit -u -d ${folder.path}/zcompdump; source ${script}; cd ${folder.path}/files
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"
  print -rl -- $hits >> ${found}; builtin compadd "$@"
}
`,
      );
      return (...words) => {
        writeFileSync(found, '');
        const typed = `source ${setUp}\nflow2vec ${words.join(' ')}\t\nexit\n`;
        const program = 'zmodload zsh/zpty; zpty z zsh -f -i; zpty -w -n z "$1"; while zpty -r z; do :; done';
        execFileSync('zsh', ['-f', '-c', program, 'zsh', typed], { env: { ...process.env, TERM: 'dumb' } });
        return [...new Set(lines(readFileSync(found, 'utf8')))];
      };
    },
    fish:
      script =>
      (...words) =>
        lines(
          execFileSync('fish', [
            '--no-config',
            '-c',
            `cd '${folder.path}/files'; source '${script}'; complete -C 'flow2vec ${words.join(' ')}'`,
          ]).toString(),
        ).map(line => line.split('\t')[0] as string),
  };

  before(() => {
    mkdirSync(join(folder.path, 'files'));
    folder.file(join('files', 'day one.binetflow'), '');
    folder.file(join('files', 'second.binetflow'), '');
  });

  for (const [shell, of] of Object.entries(shells))
    it(`answers in ${shell} with commands, options, values and files`, async function () {
      if (spawnSync(shell, ['--version']).status !== 0) this.skip();
      const { code, out } = await say('completion', shell);
      assert.equal(code, 0);
      const complete = of(folder.file(`complete.${shell}`, out));
      const expected: [words: string[], wanted: string[]][] = [
        [['simil'], ['similar', 'similarity']],
        [['routes', 'cl'], ['classify']],
        [['train', '--win'], ['--window']],
        [['routes', 'train', '--netw'], ['--network']],
        [['train', '--netw'], []],
        [['train', '--architecture', 'cb'], ['cbow']],
        [
          ['routes', 'classify', '--network', ''],
          ['dense', 'hybrid', 'lstm'],
        ],
        [['summary', 'seco'], ['second.binetflow']],
        [['score', '--trained-on', 'seco'], ['second.binetflow']],
        [['completion', 'z'], ['zsh']],
        [['help', 'gri'], ['grid']],
      ];
      for (const [words, wanted] of expected) assert.deepEqual(complete(...words), wanted, words.join(' '));
    });
});
