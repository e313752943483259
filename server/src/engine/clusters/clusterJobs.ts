import * as l10n from '@vscode/l10n';
import type { Clustering, Suggested } from './clustering';
import { clusteringKey } from './clusteringStore';
import { distinctVectors } from './distinctVectors';
import { makeClustering, type ClusteringInput, type ClusteringProgress } from './makeClustering';
import { ladderOf, suggestK, type SuggestedK, type SuggestSettings } from './suggestK';
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
import type { ClusterSettings, ClustersReport } from '../../../../shared/protocol/clusters';
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
        const at = trainedAt(model);
        // By what was asked: to find the number anew takes longer than to read what was made of it.
        const key = clusteringKey(name, { trainedAt: at, settings: asked });
        const cached = async () => (fresh ? undefined : open.find(key));
        const before = await cached();
        if (before) return reportOf(key, before, true);
        return line.inTurn(signal, async () => {
          // Another request may have made it while this one stood in line.
          const meanwhile = await cached();
          if (meanwhile) return reportOf(key, meanwhile, true);
          const input = await vectorsOf(name, at);
          const wanted =
            asked.k > 0 ? undefined : await suggestedFor(input, asked, { signal, report: halfOf(report, 0) });
          const settings = wanted ? { ...asked, k: wanted.k } : asked;
          const last = wanted ? halfOf(report, 0.5) : report;
          const onProgress = ({ fraction, ...clusters }: ClusteringProgress) => last({ fraction, clusters });
          const made = await makeClustering(input, settings, {
            signal,
            onProgress,
            suggested: wanted?.suggested,
          });
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
          const input = await vectorsOf(name);
          return suggestion(input, { restarts, spherical, method, seed }, { signal, report });
        });
      });
    },
  };
}

interface Suggesting {
  signal: AbortSignal;
  report: Report;
}

/** Progress of one half of a job, which begins at `from`. */
const halfOf =
  (report: Report, from: number): Report =>
  ({ fraction, ...rest }) =>
    report({ fraction: from + fraction / 2, ...rest });

async function suggestion(
  { vectors, size, vocabulary }: ClusteringInput,
  settings: SuggestSettings,
  { signal, report }: Suggesting,
): Promise<Suggested> {
  const found = await suggestK(vectors, vocabulary.size, size, settings, {
    signal,
    onProgress: ({ step, of, k, fraction }) =>
      report({
        fraction: (step + fraction) / of,
        clusters: { stage: 'iterate', iteration: step + 1, of, k },
      }),
  });
  return {
    k: found.k,
    tried: found.tried.map(({ k, silhouette }) => ({ k, silhouette })),
    notes: sampleNotes(found, vocabulary.size),
  };
}

/** How many clusters to make where no number was asked for, and why; one of tokens too few to be told apart. */
async function suggestedFor(
  input: ClusteringInput,
  { restarts, spherical, method, seed }: ClusterSettings,
  suggesting: Suggesting,
): Promise<{ k: number; suggested?: Suggested }> {
  const { vectors, size, vocabulary } = input;
  if (ladderOf(vocabulary.size).length === 0) return { k: 1 };
  const suggested = await suggestion(input, { restarts, spherical, method, seed }, suggesting);
  // Tokens that are never told apart cannot be in clusters of their own.
  const distinct = await distinctVectors(vectors, vocabulary.size, size, suggested.k, suggesting.signal);
  return { k: Math.min(suggested.k, distinct), suggested };
}

const deleted = () =>
  l10n.t('The model was deleted, or trained anew, before its flows were clustered: ask again.');

function inputOf(name: string, model: Model): ClusteringInput {
  const { size, tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  const { vocabulary, fields, inputs } = model;
  const vectors = fields ? composeAll(fields, inputs, size) : inputs;
  return { model: name, trainedAt: trainedAt(model), vocabulary, columns: tokenColumns, vectors, size };
}

function sampleNotes({ sample, vectors }: SuggestedK, tokens: number): string[] {
  const words = (count: number) => count.toLocaleString(language());
  return [
    ...(vectors < tokens
      ? [l10n.t('Numbers were tried on a sample of {0} of {1} tokens.', words(vectors), words(tokens))]
      : []),
    ...(sample < tokens
      ? [l10n.t('Silhouettes are of the same {0} of {1} tokens each time.', words(sample), words(tokens))]
      : []),
  ];
}

function reportOf(key: string, found: Clustering, cached: boolean): Omit<ClustersReport, 'uri'> {
  const { facts, vocabulary, k } = found;
  return {
    clustering: key,
    cached,
    settings: facts.settings,
    ...(facts.suggested ? { suggested: facts.suggested } : {}),
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
