import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { inRoot } from '../../scripts/build/paths.mjs';
import { makeCapture } from '../support/makeCapture';

/** A string cannot hold millions of rows, so the capture is written in pieces of this many. */
const piece = 100_000;

/** A generated capture of any size, kept for the next run. Each piece goes on with another seed. */
export function captureOf(flows: number): string {
  const path = inRoot(`out/bench/generated-${flows}.binetflow`);
  if (existsSync(path)) return path;
  mkdirSync(inRoot('out/bench'), { recursive: true });
  const file = openSync(`${path}.draft`, 'w');
  for (let done = 0; done < flows; done += piece) {
    const text = makeCapture({ flows: Math.min(piece, flows - done), seed: 1 + done / piece });
    writeSync(file, done === 0 ? text : text.slice(text.indexOf('\n') + 1));
  }
  closeSync(file);
  renameSync(`${path}.draft`, path);
  return path;
}
