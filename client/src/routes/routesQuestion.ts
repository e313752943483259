import type { NetworkKind, RouteSettings } from '../../../shared/protocol/routes';
import type { RoutesQuestion } from '../../../webviews/src/routes/contract';

const networkKinds = ['dense', 'lstm', 'hybrid', 'autoencoder'] satisfies NetworkKind[];

const choices: Partial<Record<keyof RouteSettings, readonly string[]>> = {
  network: networkKinds,
  schedule: ['constant', 'halve', 'cosine'],
  split: ['temporal', 'random'],
  balance: ['undersample', 'weights', 'none'],
  align: ['start', 'end'],
  destination: ['none', 'counts'],
  backend: ['auto', 'native', 'wasm'],
};
const numbers: readonly (keyof RouteSettings)[] = [
  'epochs',
  'batchSize',
  'learningRate',
  'earlyStop',
  'testShare',
  'agglomerate',
  'prefix4',
  'prefix6',
  'seed',
];

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedRoutes(saved: unknown): RoutesQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, labels, settings } = saved as Record<string, unknown>;
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined;
  const csv = typeof labels === 'string' && labels.startsWith('file:') ? { labels } : {};
  return { uri, ...csv, settings: savedSettings(settings) };
}

/** What of the settings can be used; the rest is as usual. */
export function savedSettings(saved: unknown): Partial<RouteSettings> {
  if (typeof saved !== 'object' || saved === null) return {};
  const values = saved as Record<string, unknown>;
  const settings: Record<string, unknown> = {};
  for (const [key, allowed] of Object.entries(choices))
    if (allowed.includes(values[key] as string)) settings[key] = values[key];
  for (const key of numbers) if (Number.isFinite(values[key])) settings[key] = values[key];
  return settings;
}
