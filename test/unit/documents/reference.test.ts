import assert from 'node:assert/strict';
import { checkPart, firstCells, partOf, read, table } from '../../support/documents';

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
