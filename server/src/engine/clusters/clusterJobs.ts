import * as l10n from '@vscode/l10n';
import type { Clustering } from './clustering';
import { clusteringKey } from './clusteringStore';
import {
  clusterCount,
  makeClustering,
  type ClusteringInput,
  type ClusteringProgress,
} from './makeClustering';
import { suggestK } from './suggestK';
import { composeAll } from '../training/corpus/fields';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { OpenModels } from '../similar/openModels';
import type { ClusterAnswers } from './answers';
import type { Line } from '../../base/threads/line';
import { nameOfFiles, type Asker, type RunningJobs } from '../../base/threads/runningJobs';
import type { Trainings } from '../training/trainings';
import { trainedAt, type Model } from '../training/models/model';
import type { ModelStore } from '../training/models/modelStore';
import type { OpenClusterings } from './openClusterings';
import type { ClustersReport } from '../../../../shared/protocol/clusters';
import type { JobProgress } from '../../../../shared/protocol/jobProgress';
import { language } from '../../../../shared/text/language';

export interface ClusterJobDeps {
  models: ModelStore;
  open: OpenModels;
  trainings: Trainings;
  jobs: RunningJobs;
  line: Line;
}

type Report = (progress: Omit<JobProgress, 'job'>) => void;

/** Clustering and trying numbers of clusters, which may take minutes. Jobs are named by the files of the model. */
export function clusterJobs(
  { models, jobs, trainings, open: openModels, line }: ClusterJobDeps,
  open: OpenClusterings,
): Pick<ClusterAnswers, 'clusters' | 'suggestClusters'> {
  /** The model's name, trained first when there is none, and the progress of what comes after: the second half then. */
  async function trained(
    files: readonly string[],
    config: EmbeddingConfig,
    { signal, onProgress }: Asker<Parameters<Report>[0]>,
  ): Promise<{ name: string; report: Report }> {
    let from = 0;
    const { model: name } = await trainings.train(files, config, {
      signal,
      onProgress: training => {
        from = 0.5;
        onProgress?.({ fraction: from * training.fraction, training });
      },
    });
    const report: Report = ({ fraction, ...rest }) =>
      onProgress?.({ fraction: from + (1 - from) * fraction, ...rest });
    return { name, report };
  }

  async function vectorsOf(name: string, at?: string): Promise<ClusteringInput> {
    const model = await models.load(name, 'vectors only');
    if (!model || (at !== undefined && trainedAt(model) !== at)) throw new Error(deleted());
    return inputOf(name, model);
  }

  return {
    clusters(files, config, asked, { fresh, ...asker }) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const { name, report } = await trained(files, config, { ...asker, signal });
        signal.throwIfAborted();
        const model = await openModels.get(name);
        if (!model) throw new Error(deleted());
        const settings = { ...asked, k: clusterCount(asked.k, model.vocabulary.size) };
        const at = trainedAt(model);
        const key = clusteringKey(name, { trainedAt: at, settings });
        const cached = async () => (fresh ? undefined : open.find(key));
        const before = await cached();
        if (before) return reportOf(key, before, true);
        return line.inTurn(signal, async () => {
          // Another request may have made it while this one stood in line.
          const meanwhile = await cached();
          if (meanwhile) return reportOf(key, meanwhile, true);
          const onStep = ({ fraction, ...clusters }: ClusteringProgress) => report({ fraction, clusters });
          const input = await vectorsOf(name, at);
          const made = await makeClustering(input, settings, { signal, onProgress: onStep });
          await open.save(key, made);
          return reportOf(key, made, false);
        });
      });
    },
    suggestClusters(files, config, { restarts, spherical, method, seed }, asker) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const { name, report } = await trained(files, config, { ...asker, signal });
        signal.throwIfAborted();
        return line.inTurn(signal, async () => {
          const { vectors, size, vocabulary } = await vectorsOf(name);
          const found = await suggestK(
            vectors,
            vocabulary.size,
            size,
            { restarts, spherical, method, seed },
            {
              signal,
              onProgress: ({ step, of, k, fraction }) =>
                report({
                  fraction: (step + fraction) / of,
                  clusters: { stage: 'iterate', iteration: step + 1, of, k },
                }),
            },
          );
          return {
            k: found.k,
            tried: found.tried.map(({ k, silhouette }) => ({ k, silhouette })),
            notes: sampleNotes(found.sample, vocabulary.size),
          };
        });
      });
    },
  };
}

const deleted = () =>
  l10n.t('The model was deleted, or trained anew, before its flows were clustered: ask again.');

/** A model's tokens with their vectors, for k-means in this process. */
export function inputOf(name: string, model: Model): ClusteringInput {
  const about = tokensOf(name, model);
  const { fields, inputs } = model;
  return { ...about, vectors: fields ? composeAll(fields, inputs, about.size) : inputs };
}

export function tokensOf(name: string, model: Model): Omit<ClusteringInput, 'vectors'> {
  const { size, tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  return {
    model: name,
    trainedAt: trainedAt(model),
    vocabulary: model.vocabulary,
    columns: tokenColumns,
    size,
  };
}

function sampleNotes(sample: number, tokens: number): string[] {
  return sample < tokens
    ? [
        l10n.t(
          'Silhouettes are of the same {0} of {1} tokens each time.',
          sample.toLocaleString(language()),
          tokens.toLocaleString(language()),
        ),
      ]
    : [];
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
