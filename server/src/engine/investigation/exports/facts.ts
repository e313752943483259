import type { Answer, Case, CaseSource, Pin } from '../../../../../shared/investigation/case';
import { defaultConfig } from '../../training/embedding/config';

/** By which version of flow2vec something was exported, and when: ISO 8601 in UTC. */
export interface Made {
  version: string;
  time: string;
}

/** What another analyst needs for the same answers: a name and a value each. */
export function factsOf({ cells, evidence }: Case, { version, time }: Made): [name: string, value: string][] {
  const answers = cells.flatMap(({ answer }) => (answer ? [answer] : []));
  const sources = new Map<string, CaseSource>();
  for (const { captures } of [...answers, ...evidence])
    for (const source of captures) sources.set(`${source.digest} ${source.name}`, source);
  const settings = new Map<string, string>();
  for (const each of [...answers, ...evidence]) {
    const told = settingsText(each);
    if (told !== undefined) settings.set(told, told);
  }
  const asked = [...new Set(answers.map(answer => answer.version))];
  return [
    ['Exported', `${time} by flow2vec ${version}`],
    ...(asked.length > 0
      ? [['Answered by', asked.map(each => `flow2vec ${each}`).join(', ')] as [string, string]]
      : []),
    ...[...sources.values()].map(({ name, digest }): [string, string] => [
      `Capture ${name}`,
      `SHA-256 ${digest}`,
    ]),
    ...[...settings.values()].map((text): [string, string] => ['Model', text]),
  ];
}

/** All settings of the model, those that are not the defaults first; undefined where no model was asked. */
export function settingsText({ settings }: Answer | Pin): string | undefined {
  if (!settings) return undefined;
  const defaults = defaultConfig as unknown as Record<string, unknown>;
  const entries = Object.entries(settings).map(([name, value]) => ({
    text: `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    isUsual: JSON.stringify(defaults[name]) === JSON.stringify(value),
  }));
  return [...entries.filter(each => !each.isUsual), ...entries.filter(each => each.isUsual)]
    .map(({ text }) => text)
    .join(', ');
}

export const aboutText = ({ about }: Pin) =>
  'where' in about
    ? `flows where ${about.where}`
    : `flows of ${about.tokens.length === 1 ? 'the token' : 'the tokens'} ${about.tokens.join('; ')}`;

/** In English, as are exports and answers that are kept. */
export const count = (n: number) => n.toLocaleString('en');
