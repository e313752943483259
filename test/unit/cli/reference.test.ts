import { accepted, type Parameter } from '../../../shared/parameters/parameter';
import { commands } from '../../../server/src/cli/run';
import { rangeText } from '../../../server/src/cli/program';
import type { Option } from '../../../server/src/cli/command';
import { checkPart, table } from '../../support/documentParts';

const document = 'docs/command-line.md';

describe('the reference of the command line', () => {
  it('has every command with what it takes', () =>
    checkPart(
      document,
      'usage',
      `\`\`\`sh\n${commands.map(({ name, takes }) => `npm run --silent flow2vec -- ${name} ${takes} [options]\n`).join('')}\`\`\`\n`,
    ));

  it('has every option with its values and default', () => checkPart(document, 'options', sections()));
});

/** A table for the options of each group, once, and one for those of each command alone. */
function sections(): string {
  const groups = new Map<string, Map<string, Option>>();
  const add = (title: string, option: Option) => {
    const group = groups.get(title) ?? new Map<string, Option>();
    groups.set(title, group.set(option.name, option));
  };
  // A grid takes lists of what is listed for the others.
  const shown = commands.map(command => ({
    name: command.name,
    options: command.options.filter(option => !option.listed),
  }));
  for (const { name, options } of shown)
    for (const option of options) if (option.group === undefined) add(`\`${name}\``, option);
  for (const { options } of shown)
    for (const option of options) {
      if (option.group === undefined) continue;
      const users = shown.filter(each => each.options.some(o => o.group === option.group));
      add(`${option.group}: ${users.map(({ name }) => `\`${name}\``).join(', ')}`, option);
    }
  const tables = [...groups].map(
    ([title, options]) =>
      `### ${title}\n\n${table(['Option', 'Values', 'Default', 'Meaning'], [...options.values()].map(row))}`,
  );
  return `\n${tables.join('\n')}\n`;
}

function row({ name, value, words, parameter, alone, withoutDefault }: Option): string[] {
  const flag = value === undefined ? '' : alone === undefined ? ` ${value}` : ` [${value}]`;
  return [
    `\`--${name}${flag}\``,
    parameter ? rangeText(parameter) || (parameter.kind === 'list' ? accepted(parameter) : '') : '',
    parameter && !withoutDefault ? `\`${String(parameter.default)}\`` : '',
    [words, ...choicesOf(parameter)].join(' '),
  ];
}

function choicesOf(parameter: Parameter | undefined): string[] {
  if (parameter?.kind !== 'choice') return [];
  return parameter.choices
    .filter(({ words }) => words !== '')
    .map(({ value, words }) => `\`${value}\`: ${words}`);
}
