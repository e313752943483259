import { defaultConfig, type EmbeddingConfig } from '../../engine/training/embedding/config';
import { numberOf, UsageError, type OptionTypes, type Values } from '../command';

/** The options that choose what is predicted from what, and how. */
export const architectureOptions: OptionTypes = {
  architecture: { type: 'string' },
  'cbow-sum': { type: 'boolean' },
  negative: { type: 'string' },
  'hierarchical-softmax': { type: 'boolean' },
  'noise-exponent': { type: 'string' },
  'fixed-window': { type: 'boolean' },
  'early-stop': { type: 'string' },
};

export const architectureUsage =
  '[--architecture skip-gram|cbow] [--cbow-sum] [--negative 10 | --hierarchical-softmax] [--noise-exponent 0.75] [--fixed-window] [--early-stop 0.01]';

type Architecture = Pick<
  EmbeddingConfig,
  'architecture' | 'cbowMean' | 'output' | 'negative' | 'noiseExponent' | 'shrinkWindow' | 'earlyStop'
>;

/** What the options ask for, over the defaults. Throws a `UsageError` for options that exclude each other. */
export function architectureOf(values: Values): Architecture {
  const architecture = values['architecture'] ?? defaultConfig.architecture;
  if (architecture !== 'skip-gram' && architecture !== 'cbow')
    throw new UsageError(`--architecture takes skip-gram or cbow, not "${String(architecture)}".`);
  const hierarchical = values['hierarchical-softmax'] === true;
  for (const name of ['negative', 'noise-exponent'])
    if (hierarchical && values[name] !== undefined)
      throw new UsageError(`--hierarchical-softmax draws no negatives: leave out --${name}.`);
  if (values['cbow-sum'] === true && architecture !== 'cbow')
    throw new UsageError('--cbow-sum is about --architecture cbow.');
  const earlyStop = numberOf(values, 'early-stop', { least: 0, whole: false }) ?? defaultConfig.earlyStop;
  if (earlyStop >= 1)
    throw new UsageError(
      '--early-stop takes a share below 1: 0.01 stops when the loss fell by less than 1 %.',
    );
  return {
    architecture,
    cbowMean: values['cbow-sum'] !== true,
    output: hierarchical ? 'hierarchical' : 'negative',
    negative: numberOf(values, 'negative', { least: 1, whole: true }) ?? defaultConfig.negative,
    noiseExponent: noiseExponentOf(values),
    shrinkWindow: values['fixed-window'] !== true,
    earlyStop,
  };
}

/** Any number: below zero, rare tokens are drawn more often than common ones. */
function noiseExponentOf(values: Values): number {
  const text = values['noise-exponent'];
  if (typeof text !== 'string') return defaultConfig.noiseExponent;
  const value = Number(text);
  if (text.trim() === '' || !(value >= -2 && value <= 2))
    throw new UsageError(`--noise-exponent takes a number from -2 to 2, not "${text}".`);
  return value;
}
