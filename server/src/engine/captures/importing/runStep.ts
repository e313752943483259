import * as l10n from '@vscode/l10n';
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Cancelled } from '../../../base/threads/cancelled';
import type { Step } from './tools';

/** Of what a program says of its errors, the end is kept. */
const keptBytes = 4096;

/**
 * Runs a program in a folder, without a shell and with nothing of the user's environment but the path. Rejects with what it
 * said, or with `Cancelled`; then it is ended.
 */
export async function runStep(
  program: string,
  { args, into }: Step,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const child = spawn(program, args, {
    cwd: folder,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own home: what a user configured for these tools would change what they print. Times are UTC.
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
  });
  const stop = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptBytes)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    // The output is read to its end, or it would wait for a reader.
    if (into === undefined) child.stdout.resume();
    const [code] = await Promise.all([
      ended,
      into === undefined ? undefined : pipeline(child.stdout, createWriteStream(join(folder, into))),
    ]);
    if (signal?.aborted) throw new Cancelled();
    if (code !== 0) {
      const last = said.trim().split('\n').slice(-3).join(' ');
      throw new Error(
        l10n.t(
          '{0} ended with {1}: {2}',
          basename(program),
          code === null ? l10n.t('a signal') : l10n.t('code {0}', code),
          last || l10n.t('it said nothing'),
        ),
      );
    }
  } catch (error) {
    stop();
    throw signal?.aborted ? new Cancelled() : error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
