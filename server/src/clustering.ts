import { Clustering, type ClusteringSettings } from './clusters/clustering';
import { clusteringOf } from './clusters/clusteringFile';
import { clusteringKey, modelOfKey, type ClusteringStore } from './clusters/clusteringStore';
import { exportClusters } from './clusters/exportClusters';
import { findClusters } from './clusters/findClusters';
import { clusterCount, makeClustering, type ClusteringProgress } from './clusters/makeClustering';
import { tokenOfLine } from './corpus/lineToken';
import { composeAll } from './corpus/fields';
import type { EmbeddingConfig } from './embedding/config';
import type { OpenModel } from './embedding/openModel';
import type { Engine } from './engine';
import { Cancelled } from './jobs/cancelled';
import type { RunningJobs } from './jobs/runningJobs';
import type { Model } from './models/model';
import type { ModelStore } from './models/modelStore';
import type { ClustersReport } from './protocol/clusterTypes';

export interface ClusteringDeps {
  models: ModelStore;
  clusterings: ClusteringStore;
  jobs: RunningJobs;
  train: Engine['train'];
  keyOf(files: readonly string[], config: EmbeddingConfig): Promise<string>;
  /** The model of a name, ready to answer; undefined when it is not cached. */
  opened(model: string): Promise<OpenModel | undefined>;
  /** Runs a job when the trainings before it have ended. */
  inTurn<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T>;
}

type Clusterings = Pick<
  Engine,
  'clusters' | 'cluster' | 'findClusters' | 'clusterOf' | 'clustersOfTokens' | 'exportClusters'
> & {
  /** Forgets what is in memory. */
  forgetClusterings(): void;
};

const deleted = 'The model was deleted, or trained anew, before its flows were clustered: ask again.';

/** Clusterings kept ready in memory; one of 100,000 tokens and 20,000 clusters takes about 12 MB. */
const openClusterings = 2;

/** What the engine answers about clusters of token vectors. Jobs are named by the files of the model. */
export function clustering(deps: ClusteringDeps): Clusterings {
  const { models, clusterings, jobs, opened } = deps;
  const open = new Map<string, Promise<Clustering | undefined>>();

  /** A clustering in memory or in the cache; undefined when it, or its model, is no longer there. */
  function find(key: string): Promise<Clustering | undefined> {
    const model = modelOfKey(key);
    const found = open.get(key) ?? read(key, model);
    keep(key, found);
    return found;
  }

  function keep(key: string, found: Promise<Clustering | undefined>): void {
    open.delete(key);
    open.set(key, found);
    for (const old of [...open.keys()].slice(0, -openClusterings)) open.delete(old);
    found.then(
      clustering => clustering ?? open.delete(key),
      () => open.delete(key),
    );
  }

  async function read(key: string, name: string): Promise<Clustering | undefined> {
    const content = await clusterings.load(key);
    const model = content && (await opened(name));
    if (!model || content.header.trainedAt !== trainedAt(model)) return undefined;
    try {
      return clusteringOf(content, model.vocabulary, model.neighbourhood.columns);
    } catch (error) {
      await clusterings.drop(key, (error as Error).message);
      return undefined;
    }
  }

  /** The clustering of a model that was used last; not that of a former training by the same settings. */
  async function latest(name: string): Promise<{ key: string; found: Clustering } | undefined> {
    const model = await opened(name);
    if (!model) return undefined;
    const inMemory = [...open.keys()].reverse().filter(key => key.startsWith(`${name}-`));
    for (const key of new Set([...inMemory, ...(await clusterings.ofModel(name))])) {
      const found = await find(key);
      if (found?.facts.trainedAt === trainedAt(model)) return { key, found };
    }
    return undefined;
  }

  async function latestKey(of: { files: readonly string[]; config: EmbeddingConfig }) {
    return (await latest(await deps.keyOf(of.files, of.config)))?.key;
  }

  return {
    clusters(files, config, asked, { fresh, onProgress }) {
      return jobs.run(files.join('\n'), async signal => {
        // A model that is trained first takes about half of the time.
        let [from, share] = [0, 1];
        const { model: name } = await deps.train(files, config, {
          onProgress: training => {
            [from, share] = [0.5, 0.5];
            onProgress?.({ fraction: 0.5 * training.fraction, training });
          },
        });
        stopIf(signal);
        const model = await opened(name);
        if (!model) throw new Error(deleted);
        const settings = { ...asked, k: clusterCount(asked.k, model.vocabulary.size) };
        const key = clusteringKey(name, { trainedAt: trainedAt(model), settings });
        const cached = async () => (fresh ? undefined : find(key));
        const before = await cached();
        if (before) return reportOf(key, before, true);
        const made = await deps.inTurn(signal, async () => {
          // Another request may have made it while this one stood in line.
          const meanwhile = await cached();
          if (meanwhile) return { found: meanwhile, cached: true };
          const whole = await models.load(name, 'vectors only');
          if (!whole || trainedAt(whole) !== trainedAt(model)) throw new Error(deleted);
          const found = await cluster(whole, name, settings, signal, progress =>
            onProgress?.({ fraction: from + share * fractionOf(progress), clusters: progress }),
          );
          await clusterings.save(key, found);
          keep(key, Promise.resolve(found));
          return { found, cached: false };
        });
        return reportOf(key, made.found, made.cached);
      });
    },
    async cluster(key, id, page) {
      return (await find(key))?.detail(id, page);
    },
    async findClusters(key, text) {
      const found = await find(key);
      return found && findClusters(found, text);
    },
    async clusterOf(files, config, query) {
      const name = await deps.keyOf(files, config);
      const model = await opened(name);
      const used = model && (await latest(name));
      if (!used) return undefined;
      const { neighbourhood } = model;
      const token =
        'token' in query
          ? query.token
          : await tokenOfLine(files[0] as string, query.text, neighbourhood.columns);
      const place = neighbourhood.place(token);
      if (!place) return undefined;
      const known = 'row' in place;
      const id = known ? used.found.clusterOf(place.row) : used.found.nearestTo(place.vector);
      const about = { clustering: used.key, k: used.found.k };
      return { ...used.found.summary(id), ...about, ...(known ? {} : { composed: true }) };
    },
    async clustersOfTokens(asked, tokens) {
      const key = typeof asked === 'string' ? asked : await latestKey(asked);
      const found = key === undefined ? undefined : await find(key);
      const model = found && (await opened(found.facts.model));
      return model && tokens(found.columns).map(token => numberOf(found, model, token));
    },
    async exportClusters(key, out) {
      const found = await find(key);
      if (!found) throw new Error('The clustering is no longer cached: cluster the flows anew.');
      return exportClusters(found, out);
    },
    forgetClusterings: () => open.clear(),
  };
}

async function cluster(
  model: Model,
  name: string,
  settings: ClusteringSettings,
  signal: AbortSignal,
  onProgress: (progress: ClusteringProgress) => void,
): Promise<Clustering> {
  const { size, tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  const { vocabulary, fields, inputs } = model;
  const vectors = fields ? composeAll(fields, inputs, size) : inputs;
  const input = {
    model: name,
    trainedAt: trainedAt(model),
    vocabulary,
    columns: tokenColumns,
    vectors,
    size,
  };
  try {
    return await makeClustering(input, settings, { signal, onProgress });
  } catch (error) {
    if (signal.aborted) throw new Cancelled('The clustering was cancelled.', { cause: error });
    throw error;
  }
}

function reportOf(key: string, found: Clustering, cached: boolean): Omit<ClustersReport, 'uri'> {
  const { facts, vocabulary, k } = found;
  return {
    clustering: key,
    cached,
    settings: facts.settings,
    k,
    tokens: vocabulary.size,
    iterations: facts.iterations,
    inertia: facts.inertia,
    seconds: facts.seconds,
    silhouette: facts.silhouette,
    silhouetteTokens: facts.silhouetteTokens,
    adjustedRandIndex: facts.adjustedRandIndex,
    homogeneity: facts.homogeneity,
    completeness: facts.completeness,
    clusters: found.summaries(),
    notes: facts.notes,
  };
}

function numberOf(found: Clustering, model: OpenModel, token: string | undefined): number | null {
  const row = token === undefined ? undefined : model.neighbourhood.row(token);
  return row === undefined ? null : found.clusterOf(row);
}

/** Tells the vectors of one training from those of another by the same settings; deterministic ones are the same. */
const trainedAt = ({ facts }: Pick<Model, 'facts'>) => facts.made?.at ?? '';

/** Of the clustering, 0 to 1. */
function fractionOf({ stage, iteration, of }: ClusteringProgress): number {
  const from = { start: 0, iterate: 0.3, report: 0.9 }[stage];
  const share = { start: 0.3, iterate: 0.6, report: 0.1 }[stage];
  return from + share * Math.min(1, iteration / Math.max(1, of));
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled('The clustering was cancelled.');
}
