import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCapture } from '../support/makeCapture';
import { run } from './commands';
import { Tally, times, type Campaign, type Section } from './section';

/** Texts that an attacker would choose: for terminals, spreadsheets, pages, databases and patterns of file names. */
const hostile = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202egpj.exe',
  "'; DROP TABLE flows; --",
  '=HYPERLINK("http://x")',
  '\uff1dcmd',
  '<img src=x onerror=alert(1)>',
  '[x](command:workbench.action.quit)',
  '${7*7}',
  '../../etc/passwd',
  '$(id)',
  '%s%n',
  'a*b?c[d]{e,f}',
  '\u0000nul',
  'é',
];

/** Bytes that a terminal acts on: controls but for the end of a line and tabs. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]|\u00c2[\u0080-\u009f]/;

/** Hostile labels and file names through the command line: nothing a terminal acts on comes out. */
export const hostileTexts: Section = {
  name: 'hostile texts',
  async run(campaign: Campaign) {
    const tally = new Tally('a hostile label and file name through each command', [
      'raw controls',
      'crashes',
      'hangs',
    ]);
    const cache = join(campaign.folder, 'cache');
    const commands = ['summary', 'train', 'similar', 'evaluate', 'clusters', 'map', 'score'];
    const wanted = times(campaign, hostile.length);
    for (const text of hostile.slice(0, wanted)) {
      const folder = join(campaign.folder, `f${tally.tried}`);
      mkdirSync(folder);
      const name = `${text.replaceAll('/', '_').replaceAll('\0', '')}.binetflow`;
      const path = join(folder, name);
      const label = text.replace(/[,\n"]/g, ' ');
      writeFileSync(
        path,
        makeCapture({ flows: 300, seed: 3 }).replaceAll('flow=From-Botnet', `${label}Botnet`),
      );
      for (const command of commands) {
        tally.tried++;
        const words = [command, path, ...(command === 'similar' ? ['--line', '5'] : [])];
        if (command === 'score') words.push('--trained-on', path);
        if (command !== 'summary') words.push('--epochs', '1', '--size', '8');
        const { code, out, error, seconds } = await run(words, cache);
        const said = `${out}${error}`;
        if (controls.test(said))
          tally.fault(
            'raw controls',
            `${command} ${JSON.stringify(name)}: ${JSON.stringify(controls.exec(said)?.[0])}`,
          );
        if (code === null || /\n {4}at |Unhandled/.test(error))
          tally.fault('crashes', `${command}: ${error.slice(0, 200)}`);
        if (seconds > 30) tally.fault('hangs', `${command}: ${seconds.toFixed(0)} s`);
      }
    }
    return [tally.row()];
  },
};
