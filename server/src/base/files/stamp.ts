import { stat } from 'node:fs/promises';

/** What changes when a file does; empty when there is none. */
export async function stampOf(path: string): Promise<string> {
  const info = await stat(path, { bigint: true }).catch(() => undefined);
  return info ? `${info.size}/${info.mtimeNs}/${info.ino}` : '';
}
