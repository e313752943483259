import { answerParameters } from '../parameters/answers';
import { clusterParameters } from '../parameters/clusters';
import { mapParameters } from '../parameters/map';
import { asOptions, byField, byOption, optionNames } from '../parameters/optionNames';
import { refusal, readTyped, text, type ListParameter, type Parameters } from '../parameters/parameter';
import { routeSettingsParameters } from '../parameters/routes';
import { embeddingParameters, minAlpha, variedParameters } from '../parameters/training';

const seed = embeddingParameters.seed;

/** Settings that a question has by the names of their options, as the command line has them. */
const settings = {
  clusters: { parameters: { ...clusterParameters, seed }, names: {} },
  // Points of a map in a case: as many as a picture of its size can tell apart.
  map: {
    parameters: { ...mapParameters, points: { ...mapParameters.points, default: 2000 }, seed },
    names: optionNames.map,
  },
  routes: { parameters: routeSettingsParameters, names: optionNames.networks },
} as const satisfies Record<string, { parameters: Parameters; names: Readonly<Record<string, string>> }>;

const optionsFor = (name: keyof typeof settings) =>
  asOptions(settings[name].parameters, settings[name].names);

/** The axes of a grid, each a list of values. */
const axes = Object.fromEntries(
  Object.entries({ ...variedParameters, minAlpha }).map(([field, { title, words }]) => [
    field,
    text('', title, words),
  ]),
);
/** Between values that are lists of columns themselves. */
const between = (field: string) => (field === 'tokenColumns' ? ';' : ',');

const tokens = (title: string, words: string): ListParameter => ({ kind: 'list', default: [], title, words });

const baseline = (words: string) => text('', 'Baseline', words);

/** What can be asked in a cell, with its options: rows of the table of parameters, named as on the command line. */
export const questions = {
  overview: {
    about: 'What a capture holds, at a glance.',
    options: {
      where: text('', 'Filter', "Only flows of which it holds, for example 'Proto = udp'."),
      top: { ...answerParameters.groups, default: 10 },
    },
  },
  host: {
    about: 'What one host does.',
    options: {
      address: text('', 'Address', 'The address of the host.'),
      top: { ...answerParameters.groups, default: 10 },
    },
  },
  similar: {
    about: 'The flows most like one of them, or like some tokens and unlike others.',
    options: {
      line: answerParameters.line,
      token: text('', 'Token', "The token of a flow, for example 'udp 10.0.0.1 8.8.8.8 53'."),
      plus: tokens('Like', 'A token that the answers are like; once for each.'),
      minus: tokens('Unlike', 'A token that they are unlike; once for each.'),
      top: answerParameters.similar,
    },
  },
  clusters: {
    about: 'Groups of flows that do alike.',
    options: { ...optionsFor('clusters'), top: answerParameters.clusters },
  },
  map: {
    about: 'A picture of all tokens, near where they do alike.',
    options: optionsFor('map'),
  },
  score: {
    about: 'Hosts, incidents and flows that were not to be expected.',
    options: {
      'trained-on': baseline(
        'The capture whose model judges, beside the case. Empty: the capture itself, as `by` says.',
      ),
      by: answerParameters.judgedBy,
      top: { ...answerParameters.score, default: 20 },
    },
  },
  evaluate: {
    about: 'How well neighbours agree with labels, beside baselines that learn nothing.',
    options: {
      'trained-on': baseline(
        'The capture whose model and labels vote, beside the case. Empty: those of the capture itself.',
      ),
      neighbours: answerParameters.neighbours,
    },
  },
  grid: {
    about: 'Which settings of a model agree best with labels: every combination is trained and evaluated.',
    options: { neighbours: answerParameters.neighbours, ...asOptions(axes, optionNames.training) },
  },
  routes: {
    about: 'A network that learns which routes are malicious, with its report.',
    options: {
      ...optionsFor('routes'),
      labels: text(
        '',
        'Labels',
        'A CSV of destinations and labels, beside the case. Empty: those of the files.',
      ),
    },
  },
} as const satisfies Record<string, { about: string; options: Parameters }>;

export type QuestionName = keyof typeof questions;

/** A question as it is asked: options that were not given have their defaults, but those that have none that fits all. */
export interface Question {
  name: QuestionName;
  values: Readonly<Record<string, Value>>;
}

type Value = string | number | boolean | readonly string[];

/** Reads `similar --line 10 --top 20`. Throws an error that says what is off and what is taken. */
export function parseQuestion(text: string): Question {
  const [name, ...words] = wordsOf(text);
  if (name === undefined || !Object.hasOwn(questions, name))
    throw new Error(
      `${name === undefined ? 'The question is empty' : `"${name}" is no question`}: write one of ${Object.keys(questions).join(', ')}, with options such as --top 20.`,
    );
  const known: Parameters = questions[name as QuestionName].options;
  const values: Record<string, Value> = {};
  for (let i = 0; i < words.length; i++) {
    const [, option = '', joined] = /^--([a-z0-9-]+)(?:=([\s\S]*))?$/.exec(words[i] as string) ?? [];
    const parameter = Object.hasOwn(known, option) ? known[option] : undefined;
    if (!parameter)
      throw new Error(`"${words[i]}" is no option of ${name}: it takes ${optionsOf(known).join(', ')}.`);
    if (Object.hasOwn(values, option) && parameter.kind !== 'list')
      throw new Error(`--${option} is given twice.`);
    if (parameter.kind === 'switch' && joined === undefined) {
      values[option] = true;
      continue;
    }
    const typed = joined ?? words[++i];
    if (typed === undefined) throw new Error(`--${option} needs a value.`);
    if (parameter.kind === 'list') {
      values[option] = [...((values[option] ?? []) as readonly string[]), typed];
      continue;
    }
    const value = readTyped(parameter, typed);
    const refused = refusal(parameter, value);
    if (refused !== undefined) throw new Error(`--${option} ${refused}.`);
    values[option] = value as Value;
  }
  const ways = [['line'], ['token'], ['plus', 'minus']].filter(way =>
    way.some(each => values[each] !== undefined),
  );
  if (name === 'similar' && ways.length !== 1)
    throw new Error(
      'similar asks about one flow: give either --line or --token, or else --plus and --minus.',
    );
  if (name === 'grid' && Object.keys(axesIn(values)).length === 0)
    throw new Error('grid compares settings: name values of at least one, for example --window 5,10.');
  if (name === 'host' && values['address'] === undefined)
    throw new Error('host asks about one host: give its --address.');
  return { name: name as QuestionName, values: { ...defaultsFor(name as QuestionName), ...values } };
}

/** A question's text, which `parseQuestion` reads; only `values` that are not the defaults need be given. */
export function questionText(
  name: QuestionName,
  values: Readonly<Record<string, Value | undefined>>,
): string {
  const defaults = defaultsFor(name);
  const words = Object.entries(values).flatMap(([option, value]) => {
    if (value === undefined || value === defaults[option]) return [];
    const each = typeof value === 'object' ? value : [String(value)];
    return each.map(one => `--${option} ${quoted(one)}`);
  });
  return [name, ...words].join(' ');
}

/** The text of a question that has settings, of their fields; `more` by the names of options. */
export function settingsText(
  name: keyof typeof settings,
  chosen: object,
  more: Readonly<Record<string, Value | undefined>> = {},
): string {
  const { parameters, names } = settings[name];
  const known = Object.entries(chosen as Record<string, Value>).filter(([field]) =>
    Object.hasOwn(parameters, field),
  );
  return questionText(name, { ...byOption(Object.fromEntries(known), names), ...more });
}

/** The settings of a question, by their fields. */
export function settingsIn(name: keyof typeof settings, values: Question['values']): Record<string, Value> {
  return byField(values, settings[name].parameters, settings[name].names);
}

/** The text of a grid search. */
export function gridText(
  chosen: Readonly<Record<string, readonly (number | string)[]>>,
  neighbours: number,
): string {
  const lists = Object.entries(chosen).map(
    ([field, values]) => [field, values.join(between(field))] as const,
  );
  return questionText('grid', { ...byOption(Object.fromEntries(lists), optionNames.training), neighbours });
}

/** The values that a grid tries, by the fields of the embedding's configuration. */
export function axesIn(values: Question['values']): Record<string, string[]> {
  const lists = Object.entries(byField(values, axes, optionNames.training)).flatMap(([field, list]) => {
    const each = String(list)
      .split(between(field))
      .map(value => value.trim())
      .filter(value => value !== '');
    return each.length > 0 ? [[field, each] as const] : [];
  });
  return Object.fromEntries(lists);
}

const quoted = (value: string) =>
  /^[\w.:/@%+,;-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

const optionsOf = (known: Parameters) => Object.keys(known).map(option => `--${option}`);

function defaultsFor(name: QuestionName): Record<string, Value> {
  const known: Parameters = questions[name].options;
  const defaults = Object.entries(known).map(([option, parameter]) => [option, parameter.default] as const);
  // A flow has none, an axis has none, and the seed is that of the model unless it is said.
  const without = ['line', 'token', 'plus', 'minus', ...(name === 'routes' ? [] : ['seed'])];
  return Object.fromEntries(
    defaults.filter(([option]) => !without.includes(option) && !(name === 'grid' && option !== 'neighbours')),
  );
}

/** Words as a shell takes them apart: quotes of both kinds, in double ones a backslash before what is meant itself. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const pattern = /\s+|((?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\s"'])+)/gy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex + 1;
    const match = pattern.exec(text);
    if (!match) throw new Error(`A quote is not closed (character ${at}).`);
    if (match[1] === undefined) continue;
    words.push(
      match[1].replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
        double === undefined ? (single ?? '') : double.replace(/\\([\s\S])/g, '$1'),
      ),
    );
  }
  return words;
}
