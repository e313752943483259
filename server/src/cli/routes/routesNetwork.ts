import type { RouteSettings, RouteProgress } from '../../../../shared/protocol/routes';
import { defaultRouteSettings } from '../../engine/routes/networks/plan';
import { networkKinds, type DestinationBaseline } from '../../../../shared/protocol/routeReport';
import { numberOf, pathOf, UsageError, type Console, type OptionTypes, type Values } from '../command';
import { loadOptionsOf, routeOptions, routeUsage } from './routeOptions';

export const networkOptions: OptionTypes = {
  ...routeOptions,
  network: { type: 'string' },
  split: { type: 'string' },
  balance: { type: 'string' },
  schedule: { type: 'string' },
  align: { type: 'string' },
  destination: { type: 'string' },
  mmdb: { type: 'string' },
  backend: { type: 'string' },
  epochs: { type: 'string' },
  batch: { type: 'string' },
  rate: { type: 'string' },
  'early-stop': { type: 'string' },
  test: { type: 'string' },
  agglomerate: { type: 'string' },
  seed: { type: 'string' },
  'no-cache': { type: 'boolean' },
};

export const networkUsage = `--network ${networkKinds.join('|')} [--split temporal|random] [--test 0.2] [--balance undersample|weights|none] [--epochs N] [--batch N] [--rate R] [--schedule constant|halve|cosine] [--early-stop 2] [--align start|end] [--destination none|counts] [--mmdb FILE] [--agglomerate 50] [--seed 1] [--backend auto|native|wasm] ${routeUsage} [--no-cache]`;

/** The settings that the options ask for, over the defaults. Throws a `UsageError` for what no network takes. */
export function networkSettingsOf(values: Values): RouteSettings {
  const d = defaultRouteSettings;
  const whole = (name: string, least: number, otherwise: number) =>
    numberOf(values, name, { least, whole: true }) ?? otherwise;
  const testShare = numberOf(values, 'test', { least: 0.01, whole: false }) ?? d.testShare;
  if (testShare > 0.9) throw new UsageError(`--test takes a share of at most 0.9, not ${testShare}.`);
  const { prefix } = loadOptionsOf(values);
  if (values['network'] === undefined)
    throw new UsageError(`name a network: --network ${networkKinds.join('|')}.`);
  return {
    network: oneOf(values, 'network', networkKinds, d.network),
    split: oneOf(values, 'split', ['temporal', 'random'], d.split),
    balance: oneOf(values, 'balance', ['undersample', 'weights', 'none'], d.balance),
    schedule: oneOf(values, 'schedule', ['constant', 'halve', 'cosine'], d.schedule),
    align: oneOf(values, 'align', ['start', 'end'], d.align),
    destination: oneOf(values, 'destination', ['none', 'counts'], d.destination),
    backend: oneOf(values, 'backend', ['auto', 'native', 'wasm'], d.backend),
    epochs: whole('epochs', 1, d.epochs),
    batchSize: whole('batch', 1, d.batchSize),
    learningRate: numberOf(values, 'rate', { least: Number.MIN_VALUE, whole: false }) ?? d.learningRate,
    earlyStop: whole('early-stop', 0, d.earlyStop),
    testShare,
    agglomerate: whole('agglomerate', -1, d.agglomerate),
    prefix4: prefix?.ipv4 ?? d.prefix4,
    prefix6: prefix?.ipv6 ?? d.prefix6,
    seed: whole('seed', 0, d.seed),
  };
}

/** The MaxMind file that the options name. */
export function mmdbOf({ mmdb }: Values): { mmdb?: string } {
  return typeof mmdb === 'string' ? { mmdb: pathOf(mmdb) } : {};
}

/** What counting says of the same routes. */
export function baselineText({ report, rocAuc, known, levels, verdict }: DestinationBaseline): string[] {
  const { accuracy, macro } = report;
  return [
    `Counting alone: accuracy ${accuracy.toFixed(3)}, macro-F1 ${macro.f1.toFixed(3)}, ROC area ${rocAuc?.toFixed(3) ?? '–'}; of ${known.toLocaleString('en')} routes the destination's ${levels[0]} is known`,
    verdict,
  ];
}

function oneOf<T extends string>(values: Values, name: string, known: readonly T[], otherwise: T): T {
  const value = values[name] ?? otherwise;
  if (known.includes(value as T)) return value as T;
  throw new UsageError(`--${name} takes ${known.join(', ')}, not "${String(value)}".`);
}

/** One line that draws over itself, at most ten times a second; nothing where errors go to a file. */
export function networkBar(console: Console): { show(progress: RouteProgress): void; clear(): void } {
  let drawn = -Infinity;
  return {
    show({ stage, epoch, epochs, batch, batches, loss, secondsLeft }) {
      const now = performance.now();
      if (!console.isTerminal || (stage === 'train' && now - drawn < 100)) return;
      drawn = now;
      const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
      const what =
        stage === 'train'
          ? `epoch ${epoch} of ${epochs}, batch ${batch} of ${batches}, loss ${(loss ?? 0).toFixed(3)}${left}`
          : stage;
      console.error(`\r\u001b[K${what}`);
    },
    clear() {
      if (console.isTerminal) console.error('\r\u001b[K');
    },
  };
}
