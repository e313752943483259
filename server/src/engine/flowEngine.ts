import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { contentDigest } from './captures/captureFile';
import { CaptureStore, joinDigests } from './captures/store';
import { summarize } from './captures/summary';
import { clustering } from './clusters/clusterAnswers';
import { ClusteringStore } from './clusters/clusteringStore';
import { continuationOf } from './training/continuation';
import { tokenOfLine } from './training/corpus/lineToken';
import type { EmbeddingConfig } from './training/embedding/config';
import { openModel, type OpenModel } from './similar/openModel';
import { workersOf } from './training/embedding/trainer';
import type { Engine, EngineProgress, Query } from './engine';
import { Cancelled } from '../base/threads/cancelled';
import { Recent } from '../base/recent';
import { RunningJobs } from '../base/threads/runningJobs';
import { judging } from './judging/judgingAnswers';
import { cacheKey } from './training/models/cacheKey';
import { exportVectors } from './training/models/exportVectors';
import { GridResults } from './judging/gridResults';
import { importVectors } from './training/models/importVectors';
import { mapping } from './map/mapAnswers';
import { MapStore } from './map/mapStore';
import type { Model } from './training/models/model';
import { readModel } from './training/models/modelFile';
import { ModelStore } from './training/models/modelStore';
import { neighbourQueries, reportOf } from './similar/neighbourAnswers';
import type { TrainedModel } from '../../../shared/protocol/training';
import { runTraining } from './training/training';

export interface EngineOptions {
  cacheDirectory: string;
  /** Models and captures above this are deleted, least recently used first. */
  maxCacheBytes: number;
  log?: (message: string) => void;
}

interface Run {
  files: string;
  stop: AbortController;
  result: Promise<TrainedModel>;
  listeners: Set<(progress: EngineProgress) => void>;
}

/** Models kept ready in memory; the vectors of one with 400,000 flows take about 50 MB. */
const openModels = 2;

export function createEngine({
  cacheDirectory,
  maxCacheBytes,
  log = () => undefined,
}: EngineOptions): Engine {
  const captures = new CaptureStore(join(cacheDirectory, 'captures'), maxCacheBytes, log);
  const models = new ModelStore(join(cacheDirectory, 'models'), maxCacheBytes, log);
  const clusterings = new ClusteringStore(join(cacheDirectory, 'clusters'), maxCacheBytes, log);
  const maps = new MapStore(join(cacheDirectory, 'maps'), maxCacheBytes, log);
  const results = new GridResults(join(cacheDirectory, 'grids'), log);
  const jobs = new RunningJobs();
  const digests = new Digests();
  const runs = new Map<string, Run>();
  const open = new Recent<OpenModel>(openModels);
  // Trainings use every core, so they stand in line.
  let line: Promise<unknown> = Promise.resolve();

  const keyOf = async (files: readonly string[], config: EmbeddingConfig) =>
    (await settle(files, config)).key;

  /** A model's name, its configuration, and the path of the model that it continues, if it does. */
  async function settle(
    files: readonly string[],
    asked: EmbeddingConfig,
  ): Promise<{ key: string; config: EmbeddingConfig; base: string | undefined }> {
    const before =
      asked.continueFrom === undefined
        ? undefined
        : await continuationOf(asked, asked.continueFrom, {
            modelOf: async (capture, config) => models.path(await keyOf([capture], config)),
            digestOf: path => digests.of([path]),
          });
    const config = before?.config ?? asked;
    const key = cacheKey(await digests.of(files), { ...config, workers: workersOf(config) });
    return { key, config, base: before?.path };
  }

  async function find(
    files: readonly string[],
    config: EmbeddingConfig,
  ): Promise<{ key: string; model: OpenModel } | undefined> {
    const key = await keyOf(files, config);
    const model = await opened(key);
    return model && { key, model };
  }

  function opened(key: string): Promise<OpenModel | undefined> {
    return open.get(key, async () => {
      const model = await models.load(key, 'vectors only');
      return model && openModel(model);
    });
  }

  async function train(
    files: readonly string[],
    config: EmbeddingConfig,
    options: Parameters<Engine['train']>[2],
  ): Promise<TrainedModel> {
    const { key, config: settled, base } = await settle(files, config);
    const going = runs.get(key);
    if (going) {
      if (options.onProgress) going.listeners.add(options.onProgress);
      const answer = await going.result;
      // The run found a model in the cache, and a new one is wanted.
      return options.fresh && answer.cached ? train(files, config, options) : answer;
    }
    // The run is known before anything is waited for: whoever asks meanwhile joins it.
    const stop = new AbortController();
    const listeners = new Set(options.onProgress ? [options.onProgress] : []);
    const result = (async () => {
      const cached = options.fresh ? undefined : await models.load(key, 'vectors only');
      if (cached) return answerOf(key, models.path(key), cached, { cached: true });
      const model = await inTurn(stop.signal, async () =>
        runTraining(captures, files, settled, {
          signal: stop.signal,
          onProgress: progress => listeners.forEach(listen => listen(progress)),
          ...(base === undefined ? {} : { base: await readModel(base) }),
        }),
      );
      const path = await models.save(key, model);
      open.delete(key);
      return answerOf(key, path, model, { cached: false });
    })().finally(() => runs.delete(key));
    runs.set(key, { files: files.join('\n'), stop, result, listeners });
    return result;
  }

  /** Runs a job when those before it have ended; one that is cancelled while it waits ends at once. */
  function inTurn<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    let began = false;
    const mine = line.then(() => {
      began = true;
      signal.throwIfAborted();
      return job();
    });
    line = mine.catch(() => undefined); // The one who asked hears of it; the next in line does not mind.
    const cancelled = new Promise<never>((_, reject) => {
      const leave = () => began || reject(new Cancelled('The training was cancelled before it began.'));
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
    return Promise.race([mine, cancelled]);
  }

  const { forgetClusterings, ...clusterAnswers } = clustering({
    models,
    clusterings,
    jobs,
    train,
    keyOf,
    opened,
    inTurn,
  });
  const { forgetMaps, ...mapAnswers } = mapping({ captures, maps, clusterings, jobs, train, opened, inTurn });

  return {
    async summary(files) {
      const started = performance.now();
      const capture = await captures.open(files);
      try {
        const counts = await summarize(capture);
        return { format: 'argus', ...counts, seconds: (performance.now() - started) / 1000 };
      } finally {
        await capture.close();
      }
    },
    train,
    cancel(files) {
      const mine = [...runs.values()].filter(run => run.files === files.join('\n'));
      mine.forEach(run => run.stop.abort());
      const stopped = jobs.cancel(files.join('\n'));
      return stopped || mine.length > 0;
    },
    async hasModel(files, config) {
      return models.has(await keyOf(files, config));
    },
    ...neighbourQueries(find),
    async modelAt(path, columns) {
      return (await openModel(await importVectors(path, columns))).neighbourhood;
    },
    async exportVectors(files, config, format, out) {
      const key = await keyOf(files, config);
      const model = await models.load(key, 'vectors only');
      if (!model)
        throw new Error(
          `${files.join(', ')}: there is no model of these settings to export. Train it first.`,
        );
      return exportVectors(model, format, out);
    },
    async similar(files, config, query: Query, top, where) {
      const found = await find(files, config);
      if (!found) return undefined;
      const { key, model } = found;
      const { neighbourhood } = model;
      const token =
        'token' in query
          ? query.token
          : await tokenOfLine(files[0] as string, query.text, neighbourhood.columns);
      return reportOf(key, model, neighbourhood.around(token, top, where));
    },
    ...judging({
      captures,
      models,
      results,
      jobs,
      digestOf: files => digests.of(files),
      keyOf,
      train,
      inTurn,
      find,
    }),
    ...clusterAnswers,
    ...mapAnswers,
    async clearCache() {
      for (const run of runs.values()) run.stop.abort();
      jobs.cancel();
      open.clear();
      forgetClusterings();
      forgetMaps();
      await results.clear();
      const [m, c, k] = [await models.clear(), await captures.clear(), await clusterings.clear()];
      const drawn = await maps.clear();
      return {
        models: m.models,
        captures: c.captures,
        clusterings: k.clusterings,
        maps: drawn.maps,
        bytes: m.bytes + c.bytes + k.bytes + drawn.bytes,
      };
    },
    async dispose() {
      const going = [...runs.values()];
      going.forEach(run => run.stop.abort());
      jobs.cancel();
      await Promise.allSettled(going.map(run => run.result));
      await jobs.ended();
      open.clear();
    },
  };
}

function answerOf(key: string, path: string, model: Model, { cached }: { cached: boolean }): TrainedModel {
  const { facts } = model;
  return {
    model: key,
    path,
    cached,
    flows: facts.flows,
    vocabulary: model.vocabulary.size,
    tokens: facts.tokens,
    seconds: facts.made?.seconds ?? { ingest: 0, vocabulary: 0, train: 0 },
    flowsPerSecond: facts.made?.flowsPerSecond ?? 0,
    loss: facts.loss,
    epochs: facts.epochs,
  };
}

/** Digests of files, computed again only when size or time of the file changed. */
class Digests {
  private readonly known = new Map<string, { stamp: string; digest: Promise<string> }>();

  async of(files: readonly string[]): Promise<string> {
    return joinDigests(await Promise.all(files.map(file => this.one(file))));
  }

  private async one(file: string): Promise<string> {
    const info = await stat(file, { bigint: true }).catch(() => undefined);
    const stamp = info ? `${info.size}/${info.mtimeNs}/${info.ino}` : '';
    const found = this.known.get(file);
    if (found && stamp !== '' && found.stamp === stamp) return found.digest;
    const digest = contentDigest(file);
    this.known.set(file, { stamp, digest });
    digest.catch(() => this.known.delete(file));
    return digest;
  }
}
