import { defaultsOf } from '../../../../../shared/parameters/parameter';
import { routeSettingsParameters } from '../../../../../shared/parameters/routes';
import type { NetworkKind, RouteSettings } from '../../../../../shared/protocol/routeReport';
import type { TrainingPlan } from './descent';

/** The notebook's epochs, batches and rates of Adam. */
const usual: Record<NetworkKind, { epochs: number; batchSize: number; learningRate: number }> = {
  dense: { epochs: 25, batchSize: 64, learningRate: 1e-3 },
  // "Stopped training at 5 because it started to overfit after this point".
  lstm: { epochs: 5, batchSize: 256, learningRate: 1e-4 },
  hybrid: { epochs: 20, batchSize: 64, learningRate: 1e-3 },
  autoencoder: { epochs: 1, batchSize: 4096, learningRate: 1e-3 },
};

/** Of the early stop: beyond the notebook, for 25 epochs of the dense net end well above its best validation loss. */
export const defaultRouteSettings: RouteSettings = defaultsOf(routeSettingsParameters);

/**
 * A network that is told what is known of the destination starts at that and has little left to learn: at the
 * notebook's rate it runs past it within an epoch.
 */
const toldRate = 3e-4;

/** The settings with the notebook's value wherever they leave it open: what the cache's key digests. */
export function resolved(settings: RouteSettings): RouteSettings {
  const { epochs, batchSize, learningRate } = usual[settings.network];
  // The others take no numbers beside the hops.
  const takesNumbers = settings.network === 'dense' || settings.network === 'hybrid';
  const destination = takesNumbers ? settings.destination : 'none';
  const groups = settings.agglomerate === 0 && settings.network === 'hybrid' ? 50 : settings.agglomerate;
  return {
    ...settings,
    epochs: settings.epochs || epochs,
    batchSize: settings.batchSize || batchSize,
    learningRate: settings.learningRate || (destination === 'counts' ? toldRate : learningRate),
    agglomerate: Math.max(0, groups),
    destination,
  };
}

export function planOf(settings: RouteSettings, classWeights: readonly [number, number]): TrainingPlan {
  const { network: kind, epochs, batchSize, learningRate, schedule, earlyStop, align, seed } = settings;
  const blank = settings.destination === 'counts';
  const plan = { kind, epochs, batchSize, learningRate, schedule, earlyStop, align, seed };
  return { ...plan, classWeights, blank };
}
