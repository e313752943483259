import { spawn } from 'node:child_process';

const windows = process.platform === 'win32';
const children = new Set();

/** Starts a program as head of its own process group, so that ending it ends what it started. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !windows,
    // npm is a .cmd file on Windows, which only a shell can start.
    shell: windows && command === 'npm',
    ...options,
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

/** Runs a program to its end; a failure carries what it wrote. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', data => (output += data));
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0) return resolve(output);
      const said = output.trim().split('\n').slice(-20).join('\n');
      reject(new Error(`${command} ${args.join(' ')} ended with code ${code}${said && `:\n${said}`}`));
    });
  });
}

/** Ends a program and its group; after the grace period it is killed. Resolves when it is gone. */
export function end(child, graceMilliseconds = 5000) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMilliseconds);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    signal(child, 'SIGTERM');
  });
}

/** Ends everything started here and still running. */
export async function endAll() {
  await Promise.all([...children].map(child => end(child)));
}

/** Ctrl+C and a closed terminal end what was started, then the process itself. */
export function endAllOnSignals() {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.once(name, () => void endAll().then(() => process.exit(code)));
  }
}

function signal(child, name) {
  try {
    if (windows) child.kill(name);
    else process.kill(-child.pid, name);
  } catch (error) {
    // It ended in between.
    if (error.code !== 'ESRCH') throw error;
  }
}
