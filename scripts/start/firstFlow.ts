import { closeSync, openSync, readSync } from 'node:fs';

/** Something to point at: an address of a flow near the top of a capture, and its one-based line. */
export interface Pointed {
  line: number;
  text: string;
}

/** Rows beyond the first screen would have to be scrolled to. */
const firstScreen = 25;

/** The first flow on the first screen, by its address. Reads no more than a screen: captures are large. */
export function firstFlow(capture: string): Pointed {
  if (capture.endsWith('.gz'))
    throw new Error('An editor shows no packed capture; name an unpacked one to check.');
  const file = openSync(capture, 'r');
  const buffer = Buffer.alloc(64 * 1024);
  const length = readSync(file, buffer, 0, buffer.length, 0);
  closeSync(file);
  const lines = buffer.toString('utf8', 0, length).split('\n').slice(0, firstScreen);
  for (const [index, line] of lines.entries()) {
    const text = /\d{1,3}(\.\d{1,3}){3}/.exec(line)?.[0];
    if (text) return { line: index + 1, text };
  }
  throw new Error(`No row with an IPv4 address among the first ${firstScreen} lines of ${capture}.`);
}
