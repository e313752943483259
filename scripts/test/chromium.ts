import { existsSync } from 'node:fs';
import { findChromium } from '../host/browser';
import { run } from '../setup/processes.mjs';

/** Installs Debian's Chromium when there is none and we may; a failure is said and its layers are skipped. */
export async function ensureChromium(): Promise<void> {
  if (findChromium() || !existsSync('/usr/bin/apt-get')) return;
  console.log('Installing Chromium …');
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const [command, ...prefix] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  try {
    await run(command as string, [...prefix, 'update', '-q'], options);
    await run(
      command as string,
      [...prefix, 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
      options,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
