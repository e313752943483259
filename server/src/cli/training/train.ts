import {
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../../engine/training/embedding/config';
import type { EngineProgress } from '../../engine/training/answers';
import type { TrainedModel } from '../../../../shared/protocol/training';
import { architectureOf, architectureOptions, architectureUsage } from './architectureOptions';
import {
  numberOf,
  parseWords,
  UsageError,
  type Command,
  type Console,
  type OptionTypes,
  type Values,
  pathOf,
} from '../command';
import { count } from '../text';

export const trainOptions: OptionTypes = {
  ...architectureOptions,
  vectors: { type: 'string' },
  size: { type: 'string' },
  window: { type: 'string' },
  epochs: { type: 'string' },
  'min-count': { type: 'string' },
  sample: { type: 'string' },
  alpha: { type: 'string' },
  'min-alpha': { type: 'string' },
  workers: { type: 'string' },
  seed: { type: 'string' },
  deterministic: { type: 'boolean' },
  sentence: { type: 'string' },
  columns: { type: 'string' },
  phrases: { type: 'string' },
  'phrase-score': { type: 'string' },
  'phrase-threshold': { type: 'string' },
  'max-vocabulary': { type: 'string' },
  'continue-from': { type: 'string' },
  'no-cache': { type: 'boolean' },
};

export const trainUsage = `${architectureUsage} [--vectors composed|plain] [--size 100] [--window 10] [--epochs 10] [--min-count 1] [--sample 0.001] [--alpha 0.025] [--min-alpha 0.0001] [--workers N] [--seed 1] [--deterministic] [--max-vocabulary 0] [--sentence count:30|time:60|host|service:3600] [--columns Proto,SrcAddr,DstAddr,Dport] [--phrases [1]] [--phrase-score default|npmi] [--phrase-threshold 10] [--continue-from OLD.f2v|FILE] [--no-cache]`;

/** The configuration that the options ask for, over the defaults. */
export function configOf(values: Values): EmbeddingConfig {
  const whole = (name: string, least: number, most: number, otherwise: number) =>
    numberOf(values, name, { least, most, whole: true }) ?? otherwise;
  const real = (name: string, least: number, most: number, otherwise: number) =>
    numberOf(values, name, { least, most, whole: false }) ?? otherwise;
  const vectors = values['vectors'] ?? defaultConfig.vectors;
  if (vectors !== 'composed' && vectors !== 'plain')
    throw new UsageError(`--vectors takes composed or plain, not "${String(vectors)}".`);
  const d = defaultConfig;
  try {
    return {
      ...d,
      ...architectureOf(values),
      vectors,
      size: whole('size', 1, 4096, d.size),
      window: whole('window', 1, 1000, d.window),
      epochs: whole('epochs', 1, 10_000, d.epochs),
      minCount: whole('min-count', 1, 2 ** 31, d.minCount),
      sample: real('sample', 0, 1e9, d.sample),
      alpha: real('alpha', 0, 1, d.alpha),
      minAlpha: real('min-alpha', 0, 1, d.minAlpha),
      workers: whole('workers', 1, 256, d.workers),
      seed: whole('seed', 0, 2 ** 31, d.seed),
      deterministic: values['deterministic'] === true,
      maxVocabulary: whole('max-vocabulary', 0, 2 ** 31, d.maxVocabulary),
      ...phrasesOf(values),
      ...(typeof values['continue-from'] === 'string'
        ? { continueFrom: pathOf(values['continue-from']) }
        : {}),
      sentence: typeof values['sentence'] === 'string' ? parseSentenceScheme(values['sentence']) : d.sentence,
      tokenColumns:
        typeof values['columns'] === 'string'
          ? parseTokenColumns(values['columns'].split(','))
          : d.tokenColumns,
    };
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** The options on phrases. A threshold that fits one score means nothing to the other. */
function phrasesOf(values: Values): Pick<EmbeddingConfig, 'phrases' | 'phraseScore' | 'phraseThreshold'> {
  const phraseScore = values['phrase-score'] ?? defaultConfig.phraseScore;
  if (phraseScore !== 'default' && phraseScore !== 'npmi')
    throw new UsageError(`--phrase-score takes default or npmi, not "${String(phraseScore)}".`);
  const usual = phraseScore === 'npmi' ? 0.5 : defaultConfig.phraseThreshold;
  const phrases = numberOf(values, 'phrases', { least: 0, whole: true }) ?? defaultConfig.phrases;
  if (phrases > 5) throw new UsageError(`--phrases takes at most 5 passes, not ${phrases}.`);
  const phraseThreshold = numberOf(values, 'phrase-threshold', { least: -1, whole: false }) ?? usual;
  if (phraseScore === 'npmi' && phraseThreshold > 1)
    throw new UsageError('--phrase-threshold is from -1 to 1 with --phrase-score npmi.');
  return { phrases, phraseScore, phraseThreshold };
}

export const train: Command = {
  name: 'train',
  usage: `train FILE… ${trainUsage} [--json]`,
  about:
    'Learn a vector for each token (flow2vec: word2vec over windows of flows); cached by content and settings.',
  options: trainOptions,
  examples: [
    'train my.binetflow',
    'train day1.binetflow day2.binetflow --window 5 --workers 2',
    'train my.binetflow --columns Proto,DstAddr,Dport --deterministic',
  ],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, trainOptions);
    const config = configOf(values);
    const bar = progressBar(console);
    const model = await engine.train(files, config, {
      fresh: values['no-cache'] === true,
      onProgress: bar.show,
    });
    bar.clear();
    if (values['json']) return console.out(`${JSON.stringify(model)}\n`);
    const { ingest, vocabulary, train: training } = model.seconds;
    console.out(
      [
        `${count(model.flows)} flows, ${count(model.tokens)} in the corpus, ${count(model.vocabulary)} tokens`,
        model.cached
          ? 'the cache has this model already (--no-cache trains again)'
          : `read ${ingest.toFixed(1)} s, vocabulary ${vocabulary.toFixed(1)} s, training ${training.toFixed(1)} s (${count(Math.round(model.flowsPerSecond))} flows/s), loss ${model.loss.toFixed(3)}${stoppedEarly(model, config)}`,
        `model      ${model.path}`,
        '',
      ].join('\n'),
    );
  },
};

const stoppedEarly = (model: TrainedModel, config: EmbeddingConfig) =>
  model.epochs < config.epochs ? `, stopped after ${model.epochs} of ${config.epochs} epochs` : '';

/** One line that draws over itself; nothing where errors go to a file. */
export function progressBar(console: Console): { show(progress: EngineProgress): void; clear(): void } {
  const width = 30;
  return {
    show(p) {
      if (!console.isTerminal) return;
      const full = Math.round(p.fraction * width);
      const left = p.secondsLeft === undefined ? '' : `, ${Math.ceil(p.secondsLeft)} s left`;
      const what =
        p.stage === 'train'
          ? `epoch ${p.epoch} of ${p.epochs}${left}, loss ${(p.loss ?? 0).toFixed(3)}`
          : p.stage;
      console.error(`\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${what}`);
    },
    clear() {
      if (console.isTerminal) console.error('\r\u001b[K');
    },
  };
}
