import { fileURLToPath } from 'node:url';

// Bundled, this module is itself in dist; run from source (tests), dist is beside src.
const dist = import.meta.url.includes('/dist/')
  ? new URL('./', import.meta.url)
  : new URL('../../../dist/', import.meta.url);

/** Path of a file that the build puts beside the server's bundle: a kernel, the worker thread. */
export function distFile(name: string): string {
  return fileURLToPath(new URL(name, dist));
}
