import { readFileSync } from 'node:fs';
import { lakeFormat, sparkParameters } from '../../../../shared/parameters/spark';
import { answerParameters } from '../../../../shared/parameters/answers';
import type { EmbeddingConfig } from '../../engine/training/embedding/config';
import { ruled, ruledAll, UsageError, type Call, type Option } from '../command';
import { configOf, trainOptions } from '../training/config';
import { holdsLogin } from './secrets';

export const sparkActions = ['summary', 'train', 'score'] as const;
export type SparkAction = (typeof sparkActions)[number];

/** What a run on a cluster was asked for, as plain data. */
export interface SparkSettings {
  action: SparkAction;
  inputs: readonly string[];
  /** Where the result goes; a summary has none. */
  out?: string;
  /** Of text files; without one, each file is recognised by its beginning. */
  format?: string;
  /** A table's mapping, as JSON. */
  mapping?: string;
  /** Column that tells apart the sensors whose flows do not mix in sentences. */
  sensor?: string;
  config: EmbeddingConfig;
  /** Shares of the corpus that are trained beside each other; without it, as many as the cluster has cores. */
  partitions?: number;
  maxTokens: number;
  /** Clusters to make of the tokens; 0: none. */
  clusters: number;
  /** Tokens up to which one process clusters; more are MLlib's. */
  mllibAbove: number;
  model?: string;
  trainedOn: readonly string[];
  /** Flows, hosts and incidents that are listed. */
  top: number;
}

const group = 'Flows in a lake';

const reading: readonly Option[] = [
  ruled(lakeFormat, 'format', { withoutDefault: true, group }),
  {
    name: 'mapping',
    value: 'FILE',
    path: 'read',
    group,
    words: "What the columns of a table are, as JSON, as in the editor's mapping of columns.",
  },
  {
    name: 'sensor',
    value: 'COLUMN',
    group,
    words: 'The column that tells sensors apart, or `file`: flows of two never make one sentence.',
  },
];

/** What spark-submit is told; the engine knows nothing of it. */
export const submitOptions: readonly Option[] = [
  {
    name: 'master',
    value: 'URL',
    words: 'The cluster; without it, what spark-submit is set up for.',
    group: 'Spark-submit',
  },
  {
    name: 'conf',
    value: 'KEY=VALUE',
    many: true,
    words: 'Passed on to spark-submit as it is.',
    group: 'Spark-submit',
  },
  {
    name: 'dry-run',
    words: 'Print the command line of spark-submit in place of running it; credentials in it are `***`.',
    group: 'Spark-submit',
  },
];

const { rounds, partitions, maxVocabulary, maxTokens, clusters, mllibAbove } = ruledAll(sparkParameters);

/**
 * What training has on one machine and a cluster does otherwise or not at all: vectors are composed, which keeps their table
 * small; trees of tokens and successions of them cannot be averaged; every share is one thread.
 */
const oneMachine = [
  ...['vectors', 'hierarchical-softmax', 'min-count', 'phrases', 'phrase-score', 'phrase-threshold'],
  ...['continue-from', 'no-cache', 'workers', 'deterministic', 'early-stop', 'epochs', 'max-vocabulary'],
];

const out: Option = {
  name: 'out',
  value: 'URI',
  path: 'place',
  words: 'The folder that the result goes to.',
};

const ownOptions: Readonly<Record<SparkAction, readonly Option[]>> = {
  summary: [],
  train: [
    out,
    rounds,
    partitions,
    maxVocabulary,
    maxTokens,
    clusters,
    mllibAbove,
    ...trainOptions.filter(({ name }) => !oneMachine.includes(name)),
  ],
  score: [
    { name: 'model', value: 'URI', path: 'place', words: 'The model file (.f2v) that judges.' },
    {
      name: 'trained-on',
      value: 'URI',
      path: 'place',
      many: true,
      words: 'The flows of the model; given several times, all of them.',
    },
    out,
    ruled(answerParameters.score, 'top', {
      words: 'Least expected flows, hosts and incidents that are told.',
    }),
  ],
};

export const optionsOfAction = (action: SparkAction): readonly Option[] => [
  ...ownOptions[action],
  ...reading,
  ...submitOptions,
];

/** What a call asks for. Throws a `UsageError` for what is missing. */
export function sparkSettings(action: SparkAction, call: Call): SparkSettings {
  const need = (name: string, words: string) => {
    if (!call.has(name)) throw new UsageError(`${words}: --${name} URI.`);
  };
  if (action !== 'summary') need('out', 'name where the result goes');
  if (action === 'score') {
    need('model', 'name the model file that judges');
    need('trained-on', 'name the flows that the model was trained on');
  }
  for (const pair of call.texts('conf'))
    if (!pair.includes('=')) throw new UsageError('--conf takes KEY=VALUE.');
  const places = [
    ...call.files,
    ...call.texts('trained-on'),
    call.text('model') ?? '',
    call.text('out') ?? '',
  ];
  if (places.some(holdsLogin))
    throw new UsageError(
      "a place has a password in it, which logs and reports would show: give it to Spark's configuration.",
    );
  const mapping = call.text('mapping');
  const shares = call.number('partitions') ?? 0;
  return {
    action,
    inputs: call.files,
    ...given('out', call.text('out')),
    ...given('format', call.text('format')),
    ...given('mapping', mapping === undefined ? undefined : readFileSync(mapping, 'utf8')),
    ...given('sensor', call.text('sensor')),
    config: {
      ...configOf(call),
      maxVocabulary: call.number('max-vocabulary') ?? sparkParameters.maxVocabulary.default,
      epochs: call.number('rounds') ?? sparkParameters.rounds.default,
    },
    ...given('partitions', shares > 0 ? shares : undefined),
    maxTokens: call.number('max-tokens') ?? sparkParameters.maxTokens.default,
    clusters: call.number('clusters') ?? sparkParameters.clusters.default,
    mllibAbove: call.number('mllib-above') ?? sparkParameters.mllibAbove.default,
    ...given('model', call.text('model')),
    trainedOn: call.texts('trained-on'),
    top: call.number('top') ?? answerParameters.score.default,
  };
}

const given = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<K, V>>;
