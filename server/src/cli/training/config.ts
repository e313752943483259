import { optionNames } from '../../../../shared/parameters/optionNames';
import { corpusParameters, embeddingParameters, minAlpha } from '../../../../shared/parameters/training';
import {
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../../engine/training/embedding/config';
import { asUsage, ruledAll, UsageError, type Call, type Option } from '../command';

const group = 'Training';

const { cbowMean, output, shrinkWindow, deterministic, ...valued } = {
  ...corpusParameters,
  ...embeddingParameters,
  minAlpha,
};

/** The options that are a value of the configuration, by its fields. */
export const valueOptions: Record<keyof typeof valued, Option> = ruledAll(valued, optionNames.training, {
  group,
});
// Named alone, phrases are looked for in one pass.
valueOptions.phrases.alone = '1';
valueOptions.sentence.value = 'SCHEME';
valueOptions.tokenColumns.value = 'COLUMNS';

const switches: readonly Option[] = [
  {
    name: 'cbow-sum',
    words: 'CBOW predicts from the sum of the context vectors, in place of their mean.',
    group,
  },
  {
    name: 'hierarchical-softmax',
    words: 'A Huffman tree of all tokens in the place of negatives.',
    group,
  },
  {
    name: 'fixed-window',
    words: 'Always take all of the window; otherwise each token draws its own, from 1 up.',
    group,
  },
  { name: 'deterministic', words: deterministic.words, group },
];

/** Parameters that are switches, or are chosen by one. */
export const switchParameters = { cbowMean, output, shrinkWindow, deterministic };

/** What shapes a model, and whether the cache may answer. */
export const trainOptions: readonly Option[] = [
  ...Object.values(valueOptions),
  ...switches,
  {
    name: 'continue-from',
    value: 'FILE',
    path: 'read',
    words: 'A model (.f2v), or a capture that was trained, to go on with.',
    group,
  },
  { name: 'no-cache', words: 'Compute anew, also what the cache has.', group },
];

/** The configuration that the options ask for, over the defaults. Throws a `UsageError` for what excludes each other. */
export function configOf(call: Call): EmbeddingConfig {
  const {
    sentence = corpusParameters.sentence.default,
    tokenColumns,
    ...asked
  } = call.parameters(valueOptions) as Partial<EmbeddingConfig> & {
    sentence?: string;
  };
  const columns = tokenColumns ? asUsage(() => parseTokenColumns(tokenColumns)) : defaultConfig.tokenColumns;
  const config: EmbeddingConfig = {
    ...defaultConfig,
    ...(asked as Partial<EmbeddingConfig>),
    ...(call.has('cbow-sum') ? { cbowMean: false } : {}),
    ...(call.has('hierarchical-softmax') ? { output: 'hierarchical' } : {}),
    ...(call.has('fixed-window') ? { shrinkWindow: false } : {}),
    ...(call.has('deterministic') ? { deterministic: true } : {}),
    tokenColumns: columns,
    sentence: asUsage(() => parseSentenceScheme(sentence, columns)),
    ...(call.has('continue-from') ? { continueFrom: call.text('continue-from') as string } : {}),
  };
  for (const name of ['negative', 'noise-exponent'])
    if (call.has('hierarchical-softmax') && call.has(name))
      throw new UsageError(`--hierarchical-softmax draws no negatives: leave out --${name}.`);
  if (call.has('cbow-sum') && config.architecture !== 'cbow')
    throw new UsageError('--cbow-sum is about --architecture cbow.');
  return { ...config, phraseThreshold: thresholdOf(call, config) };
}

/** A threshold that fits one score means nothing to the other. */
function thresholdOf(call: Call, { phraseScore, phraseThreshold }: EmbeddingConfig): number {
  if (phraseScore !== 'npmi') return phraseThreshold;
  if (!call.has('phrase-threshold')) return 0.5;
  if (phraseThreshold > 1)
    throw new UsageError('--phrase-threshold is from -1 to 1 with --phrase-score npmi.');
  return phraseThreshold;
}
