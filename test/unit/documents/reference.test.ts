import assert from 'node:assert/strict';
import type { Command } from '../../../server/src/cli/command';
import { routesCommands } from '../../../server/src/cli/routes/routes';
import { commands } from '../../../server/src/cli/run';
import { trainOptions, trainUsage } from '../../../server/src/cli/training/train';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { cellsOf, checkPart, firstCells, partOf, read, table } from '../../support/documents';

const manifest = JSON.parse(read('package.json')) as Manifest;
const wording = JSON.parse(read('package.nls.json')) as Record<string, string>;

describe('the reference', () => {
  it('has every setting with its range and default', () =>
    checkPart('docs/settings.md', 'settings', settingsTable()));

  it('has every command by the name people see', () => {
    const { commands } = manifest.contributes;
    const named = commands.map(({ category, title }) => `${category}: ${worded(title)}`);
    assert.deepEqual(firstCells(partOf('docs/commands.md', 'commands')).sort(), named.sort());
  });

  for (const command of [...commands.filter(({ name }) => name !== 'routes'), ...routesCommands])
    it(`has ${command.name} of the command line`, () =>
      checkPart('docs/command-line.md', command.name, sectionOf(command)));

  it('has every option of the training commands', () => {
    const options = Object.keys(trainOptions).map(name => `--${name}`);
    assert.deepEqual(firstCells(partOf('docs/command-line.md', 'options')).sort(), options.sort());
  });

  it('has the defaults of options that are numbers', () => {
    for (const [option = '', value = ''] of cellsOf(partOf('docs/command-line.md', 'options'))) {
      const name = option.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      const wanted = (defaultConfig as unknown as Record<string, unknown>)[name];
      if (typeof wanted === 'number' && wanted !== 0) assert.equal(value, String(wanted), option);
    }
  });
});

describe('README.md', () => {
  it('is read in one go', () => assert.ok(Buffer.byteLength(read('README.md')) <= 8192));

  it('names the two commands to begin with, which exist', () => {
    for (const name of ['start', 'test']) {
      assert.ok(read('README.md').includes(`npm ${name}`), name);
      assert.ok(manifest.scripts[name], name);
    }
  });
});

interface Manifest {
  scripts: Record<string, string>;
  contributes: {
    commands: { command: string; category: string; title: string }[];
    configuration: { properties: Record<string, Setting> };
  };
}

interface Setting {
  type: string;
  default: unknown;
  enum?: string[];
  enumDescriptions?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  markdownDescription: string;
}

/** What a command does, how it is called, and calls as somebody would write them. */
function sectionOf({ about, usage, examples }: Command): string {
  const words =
    usage.replace(trainUsage, '[options of training]').match(/\[[^\]]*\]+…?|\([^)]*\)|\S+/g) ?? [];
  const lines = ['flow2vec'];
  for (const word of words) {
    if ((lines.at(-1) as string).length + word.length > 100) lines.push('   ');
    lines.push(`${lines.pop()} ${word}`);
  }
  const calls = examples.map(example => `flow2vec ${example}`);
  return `${about}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n\`\`\`sh\n${calls.join('\n')}\n\`\`\`\n`;
}

function worded(text: string): string {
  return text.replace(/^%(.+)%$/, (_, key: string) => wording[key] ?? text);
}

function settingsTable(): string {
  const rows = Object.entries(manifest.contributes.configuration.properties).map(([key, setting]) => [
    `\`${key}\``,
    `\`${JSON.stringify(setting.default)}\``,
    valuesOf(setting),
    [setting.markdownDescription, ...choicesOf(setting)].map(worded).join(' '),
  ]);
  return table(['Setting', 'Default', 'Values', 'Meaning'], rows);
}

/** The meaning of each value of an enumeration. */
function choicesOf({ enum: names = [], enumDescriptions = [] }: Setting): string[] {
  return names.map((name, i) => `\`${name}\`: ${worded(enumDescriptions[i] ?? '')}`);
}

function valuesOf({ type, enum: names, minimum, exclusiveMinimum, maximum }: Setting): string {
  if (names) return names.map(name => `\`${name}\``).join(', ');
  const number = (value: number) => value.toLocaleString('en', { useGrouping: value < 2 ** 31 });
  if (exclusiveMinimum !== undefined)
    return `above ${number(exclusiveMinimum)}, to ${number(maximum ?? Infinity)}`;
  if (minimum !== undefined) return `${number(minimum)} to ${number(maximum ?? Infinity)}`;
  return { string: 'text', array: 'list of column names', boolean: '`true`, `false`' }[type] ?? type;
}
