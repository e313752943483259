import { readFileSync, readdirSync } from 'node:fs';

/** The language server below a VS Code server; undefined while none runs. Only where processes are files. */
export function languageServerOf(ancestor: number): number | undefined {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .find(pid => read(`/proc/${pid}/cmdline`).includes('server/dist/main.mjs') && isBelow(pid, ancestor));
}

function isBelow(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${at}/status`))?.[1] ?? 0)) {
    if (at === ancestor) return true;
  }
  return false;
}

/** Processes end while they are listed: what is gone has no text. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
