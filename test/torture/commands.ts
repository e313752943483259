import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { inRoot } from '../../scripts/build/paths.mjs';

export interface Answer {
  code: number | null;
  out: string;
  error: string;
  seconds: number;
}

const cli = inRoot('server/dist/cli.mjs');
const environment = (cache: string) => ({ ...process.env, FLOW2VEC_CACHE: cache });

/** Runs the command line in a process of its own; what takes a minute is ended. */
export function run(words: readonly string[], cache: string): Promise<Answer> {
  const began = performance.now();
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [cli, ...words],
      {
        env: environment(cache),
        timeout: 60_000,
        killSignal: 'SIGKILL',
        maxBuffer: 2 ** 28,
        encoding: 'latin1',
      },
      (failure, out, error) => {
        const code = failure ? ((failure as { code?: number }).code ?? null) : 0;
        resolve({ code, out, error, seconds: (performance.now() - began) / 1000 });
      },
    );
  });
}

/** Begins a command and kills it after so many milliseconds, if it is still there then; resolves when it has ended. */
export function killedAfter(words: readonly string[], cache: string, milliseconds: number): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, [cli, ...words], {
    env: environment(cache),
    stdio: 'ignore',
  });
  return new Promise(resolve => {
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.once('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}
