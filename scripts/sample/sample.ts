import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCapture } from '../../test/support/makeCapture';

const note = `# A sample investigation

\`campus.binetflow\` holds 20,000 generated flows of a campus network: people browse, machines ask for the time,
peers share files, strangers scan. One machine is a bot.

1. Open \`campus.binetflow\`. Training starts by itself; the language status \`{}\` in the status bar says when it is done.
2. Hover a flow of 147.32.84.165 to port 25: what else in this capture is like it?
3. Run **Flow2Vec: Show Similar Flows** from the command palette on that line.
4. Compare with 147.32.84.170, which only browses: its neighbours carry other labels.

Label words never reach the training: the neighbours find each other by the company they keep.
`;

/** Writes the sample into a folder and returns the capture's path. The same text every time. */
export function writeSample(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const capture = join(folder, 'campus.binetflow');
  writeFileSync(capture, makeCapture({ flows: 20_000, seed: 42 }));
  writeFileSync(join(folder, 'README.md'), note);
  return capture;
}
