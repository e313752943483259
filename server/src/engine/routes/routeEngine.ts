import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { contentDigest } from '../captures/digests';
import type { Line } from '../../base/threads/line';
import { nameOfFiles, RunningJobs, type Asker } from '../../base/threads/runningJobs';
import { cacheKey } from '../training/models/cacheKey';
import type {
  RouteClassifyReport,
  RouteProgress,
  RouteReport,
  RouteSettings,
} from '../../../../shared/protocol/routes';
import { classifyRoutes } from './classifyRoutes';
import { compareNetworks } from './comparison';
import { labelOfFolder } from './destinationLabels';
import { filesOf, loadRoutes } from './loadRoutes';
import type { ClassifyJob, TrainJob } from './networks/job';
import { networksOf } from '../hosts/mmdb';
import { runNetworkJob } from './networks/networkProcess';
import { resolved } from './networks/plan';
import { networkVersion, type NetworkStore } from './networkStore';
import type { RouteTable } from './routeTable';
import { trainRoutes, type RouteNetwork } from './trainRoutes';
import { language } from '../../../../shared/text/language';

export interface RouteEngineOptions {
  store: NetworkStore;
  /** Where trainings wait for their turn: each uses what there is of cores. */
  line: Line;
  log?: (message: string) => void;
}

export interface RouteTrainOptions extends Asker<RouteProgress> {
  /** Path of a CSV of destinations and labels. */
  labels?: string;
  /** Path of a MaxMind file that tells the autonomous systems of destinations. */
  mmdb?: string | undefined;
  fresh?: boolean;
}

export interface RouteClassifyOptions extends Omit<RouteTrainOptions, 'fresh'> {
  /** Files that the network is trained on, with their own labels. */
  trainedOn: readonly string[];
  trainedLabels?: string;
}

/**
 * What language server and command line share about routes. `files` are absolute paths, read as one. Failures
 * reject with an `Error` whose message names the file and the remedy.
 */
export interface RouteEngine {
  /** Trains a network, or answers from the cache. */
  train(
    files: readonly string[],
    settings: RouteSettings,
    options?: RouteTrainOptions,
  ): Promise<Omit<RouteReport, 'uri'>>;
  /** Probability of each route by the network of other files; trains that first when it is not cached. */
  classify(
    files: readonly string[],
    settings: RouteSettings,
    options: RouteClassifyOptions,
  ): Promise<Omit<RouteClassifyReport, 'uri'>>;
  /** True when a job on these files was running; it rejects with `Cancelled` at once. */
  cancel(files: readonly string[]): boolean;
  clearCache(): Promise<{ models: number; bytes: number }>;
  dispose(): Promise<void>;
}

export function createRouteEngine({ store, line, log = () => {} }: RouteEngineOptions): RouteEngine {
  const jobs = new RunningJobs();

  async function network(
    files: readonly string[],
    asked: RouteSettings,
    { labels, mmdb, fresh = false, onProgress = () => {} }: RouteTrainOptions,
    signal: AbortSignal,
  ): Promise<{ network: RouteNetwork; content: string; key: string; cached: boolean }> {
    const settings = resolved(asked);
    const paths = await filesOf(files);
    const content = await contentOf(paths, labels);
    const networks = mmdb === undefined ? '' : await contentDigest(mmdb);
    const networkOf = mmdb === undefined ? undefined : await networksOf(mmdb);
    const key = cacheKey(content, { routes: networkVersion, networks, ...settings });
    const kept = fresh ? undefined : await store.load(key, networkOf);
    // The same content may lie elsewhere now.
    if (kept)
      return { network: { ...kept, report: { ...kept.report, files: paths } }, content, key, cached: true };
    return line.inTurn(signal, async () => {
      onProgress({ stage: 'read', epoch: 0, epochs: settings.epochs, batch: 0, batches: 0 });
      const begun = performance.now();
      const { table, notes } = await tableOf(paths, settings, labels, signal);
      signal.throwIfAborted();
      const made = await trainRoutes(table, {
        model: key,
        settings,
        networkOf,
        read: { seconds: (performance.now() - begun) / 1000, notes, files: paths },
        run: (job, onBatch) => runNetworkJob<TrainJob>(job, { signal, onBatch, log }),
        onProgress,
        pause: async () => {
          await turn();
          signal.throwIfAborted();
        },
      });
      await store.save(key, content, made);
      return { network: made, content, key, cached: false };
    });
  }

  return {
    train: (files, settings, options = {}) =>
      jobs.run(nameOfFiles(files), options, async signal => {
        const { network: made, content, key, cached } = await network(files, settings, options, signal);
        const comparison = compareNetworks(await store.reportsOf(content), made.report);
        return { ...made.report, path: store.path(key), cached, ...(comparison ? { comparison } : {}) };
      }),
    classify: (files, settings, { trainedOn, trainedLabels, labels, mmdb, onProgress, ...asker }) =>
      jobs.run(nameOfFiles(files), asker, async signal => {
        const training = {
          mmdb,
          ...(trainedLabels === undefined ? {} : { labels: trainedLabels }),
          ...(onProgress ? { onProgress } : {}),
        };
        const { network: made } = await network(trainedOn, settings, training, signal);
        const paths = await filesOf(files);
        const { table, notes } = await tableOf(paths, resolved(settings), labels, signal);
        signal.throwIfAborted();
        const answer = await classifyRoutes(table, made, job =>
          runNetworkJob<ClassifyJob>(job, { signal, log }),
        );
        return { ...answer, files: paths, notes: [...notes, ...answer.notes] };
      }),
    cancel: files => jobs.cancel(nameOfFiles(files)),
    clearCache: () => store.clear(),
    async dispose() {
      jobs.cancel();
      await jobs.ended();
    },
  };
}

/** Digest of what the routes and their labels are read from: content, and the folders that name a class. */
async function contentOf(paths: readonly string[], labels: string | undefined): Promise<string> {
  const digests = [];
  for (const path of labels === undefined ? paths : [...paths, labels])
    digests.push([await contentDigest(path), labelOfFolder(path) ?? '']);
  return createHash('sha256')
    .update(JSON.stringify([digests, labels !== undefined]))
    .digest('hex');
}

async function tableOf(
  files: readonly string[],
  { prefix4, prefix6 }: RouteSettings,
  labels: string | undefined,
  signal: AbortSignal,
): Promise<{ table: RouteTable; notes: string[] }> {
  const { table, summary } = await loadRoutes(files, {
    prefix: { ipv4: prefix4, ipv6: prefix6 },
    signal,
    ...(labels === undefined ? {} : { labels }),
  });
  const notes = [...summary.notes];
  if (summary.rejected > 0)
    notes.push(l10n.t('{0} routes could not be read.', summary.rejected.toLocaleString(language())));
  const { duplicates, short } = summary.dropped;
  if (duplicates + short > 0)
    notes.push(
      l10n.t(
        '{0} duplicates and {1} routes of at most two hops are left out.',
        duplicates.toLocaleString(language()),
        short.toLocaleString(language()),
      ),
    );
  return { table, notes };
}
