import { accepted, type Parameter } from '../../../shared/parameters/parameter';
import { commands } from '../../../server/src/cli/run';
import { rangeText } from '../../../server/src/cli/program';
import type { Command, Option } from '../../../server/src/cli/command';
import { checkPart, table } from '../../support/documents';

const document = 'docs/command-line.md';

/** `Reading routes` as it stands in a sentence. */
const inSentence = (group: string) => group.charAt(0).toLowerCase() + group.slice(1);

/** Options that several commands take, each group once. */
const groups = new Map<string, Map<string, Option>>();
for (const option of commands.flatMap(({ options }) => options)) {
  // A grid takes lists of what is listed for the others.
  if (option.group === undefined || option.listed) continue;
  const group = groups.get(option.group) ?? new Map<string, Option>();
  groups.set(option.group, group.set(option.name, option));
}

describe('the reference of the command line', () => {
  for (const command of commands)
    it(`has ${command.name}`, () => checkPart(document, command.name, sectionOf(command)));

  for (const [group, options] of groups)
    it(`has the options of ${inSentence(group)}`, () =>
      checkPart(document, `options of ${inSentence(group)}`, optionsTable([...options.values()])));
});

/** What a command does, how it is called, its own options, and calls as somebody would write them. */
function sectionOf({ name, about, takes, options, examples }: Command): string {
  const own = options.filter(({ group, listed }) => group === undefined && !listed);
  const others = [
    ...new Set(options.flatMap(({ group }) => (group === undefined ? [] : [inSentence(group)]))),
  ];
  const links = others.map(group => `[${group}](#options-of-${group.replaceAll(' ', '-')})`).join(', ');
  const also = own.length > 0 ? 'It takes the options of' : 'Options are those of';
  return [
    about,
    `\`\`\`text\nflow2vec ${name} ${takes} [options]\n\`\`\``,
    ...(own.length > 0 ? [optionsTable(own).trimEnd()] : []),
    ...(links === '' ? [] : [`${also} ${links}${own.length > 0 ? ' too' : ''}.`]),
    `\`\`\`sh\n${examples.map(example => `flow2vec ${example}`).join('\n')}\n\`\`\`\n`,
  ].join('\n\n');
}

function optionsTable(options: readonly Option[]): string {
  return table(['Option', 'Values', 'Default', 'Meaning'], options.map(row));
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
