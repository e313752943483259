import type { NetworkKind, RouteSettings } from '../../../../../shared/protocol/routeReport';
import type { TrainingPlan } from './training';

/** The notebook's epochs, batches and rates of Adam. */
const usual: Record<NetworkKind, { epochs: number; batchSize: number; learningRate: number }> = {
  dense: { epochs: 25, batchSize: 64, learningRate: 1e-3 },
  // "Stopped training at 5 because it started to overfit after this point".
  lstm: { epochs: 5, batchSize: 256, learningRate: 1e-4 },
  hybrid: { epochs: 20, batchSize: 64, learningRate: 1e-3 },
  autoencoder: { epochs: 1, batchSize: 4096, learningRate: 1e-3 },
};

export const defaultRouteSettings: RouteSettings = {
  network: 'dense',
  epochs: 0,
  batchSize: 0,
  learningRate: 0,
  schedule: 'constant',
  // Beyond the notebook: 25 epochs of the dense net end well above its best validation loss.
  earlyStop: 2,
  split: 'temporal',
  testShare: 0.2,
  balance: 'undersample',
  agglomerate: 0,
  align: 'start',
  prefix4: 24,
  prefix6: 48,
  seed: 1,
  backend: 'auto',
};

/** The settings with the notebook's value wherever they leave it open: what the cache's key digests. */
export function resolved(settings: RouteSettings): RouteSettings {
  const { epochs, batchSize, learningRate } = usual[settings.network];
  const groups = settings.agglomerate === 0 && settings.network === 'hybrid' ? 50 : settings.agglomerate;
  return {
    ...settings,
    epochs: settings.epochs || epochs,
    batchSize: settings.batchSize || batchSize,
    learningRate: settings.learningRate || learningRate,
    agglomerate: Math.max(0, groups),
  };
}

export function planOf(settings: RouteSettings, classWeights: readonly [number, number]): TrainingPlan {
  const { network: kind, epochs, batchSize, learningRate, schedule, earlyStop, align, seed } = settings;
  return { kind, epochs, batchSize, learningRate, schedule, earlyStop, classWeights, align, seed };
}
