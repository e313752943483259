import { answerParameters } from '../parameters/answers';
import { clusterParameters } from '../parameters/clusters';
import { mapParameters } from '../parameters/map';
import { refusal, readTyped, text, type Parameters } from '../parameters/parameter';
import { networkParameters } from '../parameters/routes';

/** Points of a map in a case: as many as a picture of its size can tell apart. */
const points = { ...mapParameters.points, default: 2000 };

const baseline = text(
  '',
  'Baseline',
  'The capture whose model judges, beside the case. Empty: the capture itself, as `by` says.',
);

/** What can be asked in a cell, with its options: rows of the table of parameters, named as on the command line. */
export const questions = {
  overview: {
    about: 'What a capture holds, at a glance.',
    options: { top: { ...answerParameters.groups, default: 10 } },
  },
  host: {
    about: 'What one host does.',
    options: {
      address: text('', 'Address', 'The address of the host.'),
      top: { ...answerParameters.groups, default: 10 },
    },
  },
  similar: {
    about: 'The flows most like one of them.',
    options: {
      line: answerParameters.line,
      token: text('', 'Token', "The token of a flow, for example 'udp 10.0.0.1 8.8.8.8 53'."),
      top: answerParameters.similar,
    },
  },
  clusters: {
    about: 'Groups of flows that do alike.',
    options: {
      k: clusterParameters.k,
      restarts: clusterParameters.restarts,
      spherical: clusterParameters.spherical,
      top: answerParameters.clusters,
    },
  },
  map: {
    about: 'A picture of all tokens, near where they do alike.',
    options: {
      method: mapParameters.method,
      points,
      perplexity: mapParameters.perplexity,
      iterations: mapParameters.iterations,
      'umap-neighbours': mapParameters.neighbours,
    },
  },
  score: {
    about: 'Hosts, incidents and flows that were not to be expected.',
    options: { 'trained-on': baseline, by: answerParameters.judgedBy, top: { ...answerParameters.score, default: 20 } },
  },
  evaluate: {
    about: 'How well neighbours agree with labels, beside two baselines.',
    options: { neighbours: answerParameters.neighbours },
  },
  routes: {
    about: 'A network that learns which routes are malicious, with its report.',
    options: {
      network: networkParameters.network,
      split: networkParameters.split,
      epochs: networkParameters.epochs,
    },
  },
} as const satisfies Record<string, { about: string; options: Parameters }>;

export type QuestionName = keyof typeof questions;

/** A question as it is asked: options that were not given have their defaults, but those that have none that fits all. */
export interface Question {
  name: QuestionName;
  values: Readonly<Record<string, string | number | boolean>>;
}

/** Reads `similar --line 10 --top 20`. Throws an error that says what is off and what is taken. */
export function parseQuestion(text: string): Question {
  const [name, ...words] = wordsOf(text);
  if (name === undefined || !Object.hasOwn(questions, name))
    throw new Error(
      `${name === undefined ? 'The question is empty' : `"${name}" is no question`}: write one of ${Object.keys(questions).join(', ')}, with options such as --top 20.`,
    );
  const known: Parameters = questions[name as QuestionName].options;
  const values: Record<string, string | number | boolean> = {};
  for (let i = 0; i < words.length; i++) {
    const [, option = '', joined] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(words[i] as string) ?? [];
    const parameter = Object.hasOwn(known, option) ? known[option] : undefined;
    if (!parameter)
      throw new Error(`"${words[i]}" is no option of ${name}: it takes ${optionsOf(known).join(', ')}.`);
    if (Object.hasOwn(values, option)) throw new Error(`--${option} is given twice.`);
    if (parameter.kind === 'switch' && joined === undefined) {
      values[option] = true;
      continue;
    }
    const typed = joined ?? words[++i];
    if (typed === undefined) throw new Error(`--${option} needs a value.`);
    const value = readTyped(parameter, typed);
    const refused = refusal(parameter, value);
    if (refused !== undefined) throw new Error(`--${option} ${refused}.`);
    values[option] = value as string | number | boolean;
  }
  if (name === 'similar' && (values['line'] === undefined) === (values['token'] === undefined))
    throw new Error('similar asks about one flow: give either --line or --token.');
  if (name === 'host' && values['address'] === undefined)
    throw new Error('host asks about one host: give its --address.');
  return { name: name as QuestionName, values: { ...defaultsFor(name as QuestionName), ...values } };
}

/** A question's text, which `parseQuestion` reads; only `values` that are not the defaults need be given. */
export function questionText(name: QuestionName, values: Readonly<Record<string, string | number>>): string {
  return [
    name,
    ...Object.entries(values).map(([option, value]) => `--${option} ${quoted(String(value))}`),
  ].join(' ');
}

const quoted = (value: string) =>
  /^[\w.:/@%+-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

const optionsOf = (known: Parameters) => Object.keys(known).map(option => `--${option}`);

function defaultsFor(name: QuestionName): Record<string, string | number | boolean> {
  const known: Parameters = questions[name].options;
  const defaults = Object.entries(known).map(([option, parameter]) => [option, parameter.default]);
  // A flow has none, and a network's options depend on its kind.
  return Object.fromEntries(defaults.filter(([option]) => option !== 'line' && option !== 'token')) as Record<
    string,
    string | number | boolean
  >;
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
