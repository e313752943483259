import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCapture } from '../../test/support/makeCapture';
import { plantedText } from '../../test/support/plantedRoutes';

const note = `# A sample investigation

A generated campus network: people browse, machines ask for the time, peers share files, strangers scan.

- \`quiet.binetflow\`: 4,000 flows of a day on which nothing was wrong.
- \`campus.binetflow\`: 20,000 flows of the day after. One machine is a bot.
- \`known.traceroute\`: 800 traceroutes whose destinations are known to be benign or malicious; one label in ten is wrong.
- \`new.traceroute\`: 100 more.

1. Open \`campus.binetflow\`. Training starts by itself; the language status \`{}\` in the status bar says when it is done.
2. Hover a flow of 147.32.84.165 to port 25: what else in this capture is like it?
3. Run **Flow2Vec: Show Similar Flows** from the command palette on that line.
4. Compare with 147.32.84.170, which only browses: its neighbours carry other labels.

Label words never reach the training: the neighbours find each other by the company they keep.
`;

/** Writes the sample into a folder and returns the capture with the bot. The same texts every time. */
export function writeSample(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);
  keep('README.md', note);
  keep('quiet.binetflow', makeCapture({ flows: 4000, seed: 7, withoutBot: true }));
  keep('known.traceroute', plantedText(800, 1));
  keep('new.traceroute', plantedText(100, 2));
  keep('campus.binetflow', makeCapture({ flows: 20_000, seed: 42 }));
  return join(folder, 'campus.binetflow');
}
