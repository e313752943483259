import { spawn } from 'node:child_process';
import { inRoot } from '../../scripts/build/paths.mjs';
import { run } from '../../server/src/cli/run';

export interface Said {
  code: number;
  out: string;
  error: string;
}

/** Calls the command line in this process. */
export async function say(...words: string[]): Promise<Said> {
  const said: Said = { code: -1, out: '', error: '' };
  said.code = await run(words, {
    out: text => void (said.out += text),
    error: text => void (said.error += text),
    isTerminal: false,
  });
  return said;
}

/** The command line as it was built; there may be none yet. */
export const builtCli = inRoot('server/dist/cli.mjs');

/** Runs a command of bash in which "$CLI" is the command line, for what only a shell can do. */
export function shell(command: string, cache: string, input = ''): Promise<Said> {
  return new Promise(resolve => {
    const said: Said = { code: -1, out: '', error: '' };
    const child = spawn('bash', ['-c', `cli() { "$NODE" "$CLI" "$@"; }\n${command}`], {
      env: { ...process.env, FLOW2VEC_CACHE: cache, CLI: builtCli, NODE: process.execPath },
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (said.error += text));
    child.stdin.on('error', () => undefined); // Who does not read it closes it.
    child.stdin.end(input);
    child.once('close', code => resolve({ ...said, code: code ?? -1 }));
  });
}
