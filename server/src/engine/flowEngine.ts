import { join } from 'node:path';
import type { DatabaseLimits } from '../base/databaseLimits';
import { Cache } from '../base/files/cache';
import { Line } from '../base/threads/line';
import { nameOfFiles, RunningJobs } from '../base/threads/runningJobs';
import { captureAnswers } from './captures/captureAnswers';
import { Imports } from './captures/importing/imports';
import { CaptureStore } from './captures/store';
import { clusterAnswers } from './clusters/clusterAnswers';
import { clustersBeside } from './clusters/givenClusters';
import { ClusteringStore } from './clusters/clusteringStore';
import type { Engine } from './engine';
import { investigationAnswers } from './investigation/investigationAnswers';
import { GridResults } from './judging/gridResults';
import { hostAnswers } from './hosts/hostAnswers';
import { judgingAnswers } from './judging/judgingAnswers';
import { mapAnswers } from './map/mapAnswers';
import { MapStore } from './map/mapStore';
import { overviewAnswers } from './overview/overviewAnswers';
import { NetworkStore } from './routes/networkStore';
import { queryAnswers } from './queries/queryAnswers';
import { createRouteEngine } from './routes/routeEngine';
import { OpenModels } from './similar/openModels';
import { similarAnswers } from './similar/similarAnswers';
import type { TrainingAnswers } from './training/answers';
import { trainEmbedding } from './training/embedding/trainer';
import { ModelStore } from './training/models/modelStore';
import { Trainings } from './training/trainings';

export interface EngineOptions {
  cacheDirectory: string;
  /** What the cache holds above this is deleted, least recently used first. */
  maxCacheBytes: number;
  /** Of each database of a capture; by default half of the machine's memory. */
  limits?: DatabaseLimits | undefined;
  log?: (message: string) => void;
  /** Told what the user should know of the cache; by default the log is. */
  warn?: (message: string) => void;
}

export function createEngine({
  cacheDirectory,
  maxCacheBytes,
  limits,
  log = () => undefined,
  warn = log,
}: EngineOptions): Engine {
  const cache = new Cache({ maxBytes: maxCacheBytes, log, warn });
  const captures = new CaptureStore(join(cacheDirectory, 'captures'), cache, limits);
  const imports = new Imports(join(cacheDirectory, 'imported'), cache);
  const models = new ModelStore(join(cacheDirectory, 'models'), cache);
  const clusterings = new ClusteringStore(join(cacheDirectory, 'clusters'), cache);
  const maps = new MapStore(join(cacheDirectory, 'maps'), cache);
  const results = new GridResults(join(cacheDirectory, 'grids'), cache);
  const networks = new NetworkStore(join(cacheDirectory, 'routes'), cache);
  cache.addTemporary(cacheDirectory);
  // No answer waits for it, and it never fails.
  const swept = cache.sweep();
  const jobs = new RunningJobs();
  // What uses every core stands in one line, whoever asked for it.
  const line = new Line();
  const { digests } = captures;
  const computing = trainEmbedding;
  const trainings = new Trainings({
    captures,
    models,
    digests,
    jobs,
    line,
    computing,
    saved: key => open.forget(key),
  });
  const open = new OpenModels(models, (files, config) => trainings.keyOf(files, config));
  const deps = {
    captures,
    models,
    clusterings,
    maps,
    results,
    digests,
    trainings,
    open,
    jobs,
    line,
    computing,
  };
  const { forgetClusterings, takeClusters, ...clusters } = clusterAnswers(deps);
  const { forgetMaps, ...map } = mapAnswers(deps);
  const trained = trainingAnswers(trainings, takeClusters);
  const judging = judgingAnswers(deps);
  const functions = { ...trained, ...clusters, ...judging, open };
  const routes = createRouteEngine({ store: networks, line, log });

  const words = {
    ...queryAnswers(captures, join(cacheDirectory, 'captures'), functions),
    ...overviewAnswers(captures, jobs),
    ...hostAnswers(captures),
    ...trained,
    ...similarAnswers(open, captures),
    ...judging,
    ...clusters,
    ...map,
    routes,
  };

  return {
    ...captureAnswers(captures, imports),
    ...words,
    ...investigationAnswers(captures, words),
    cancel: files => jobs.cancel(nameOfFiles(files)),
    async clearCache() {
      jobs.cancel();
      open.forget();
      forgetClusterings();
      forgetMaps();
      await results.clear();
      const [m, c, k] = [await models.clear(), await captures.clear(), await clusterings.clear()];
      const [drawn, learned] = [await maps.clear(), await routes.clearCache()];
      return {
        models: m.models,
        captures: c.captures,
        clusterings: k.clusterings,
        maps: drawn.maps,
        networks: learned.models,
        bytes: m.bytes + c.bytes + k.bytes + drawn.bytes + learned.bytes,
      };
    },
    async dispose() {
      jobs.cancel();
      await Promise.all([jobs.ended(), routes.dispose(), swept]);
      open.forget();
      captures.dispose();
    },
  };
}

function trainingAnswers(
  trainings: Trainings,
  takeClusters: ReturnType<typeof clusterAnswers>['takeClusters'],
): TrainingAnswers {
  return {
    train: (...asked) => trainings.train(...asked),
    async openModel(files, config, path) {
      const given = await clustersBeside(path);
      const opened = await trainings.openModel(files, config, path);
      const clusters = await takeClusters(opened.model, given, path);
      return { ...opened, ...(clusters ? { clusters } : {}) };
    },
    hasModel: (...asked) => trainings.hasModel(...asked),
    outgrown: (...asked) => trainings.outgrown(...asked),
    exportVectors: (...asked) => trainings.exportVectors(...asked),
  };
}
