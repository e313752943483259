import * as l10n from '@vscode/l10n';
import type { TrainedModel } from '../../../../shared/protocol/training';
import type { Line } from '../../base/threads/line';
import { nameOfFiles, type RunningJobs } from '../../base/threads/runningJobs';
import type { Digests } from '../captures/digests';
import type { CaptureStore } from '../captures/store';
import type { TrainingAnswers } from './answers';
import { continuationOf, readBase } from './continuation';
import type { EmbeddingConfig } from './embedding/config';
import { workersOf, type Computing } from './embedding/trainer';
import { cacheKey } from './models/cacheKey';
import { exportVectors } from './models/exportVectors';
import { outgrownModel } from './models/outgrownModel';
import type { Model } from './models/model';
import type { ModelStore } from './models/modelStore';
import { openedModel } from './openedModel';
import { runTraining } from './training';

export interface TrainingDeps {
  captures: CaptureStore;
  models: ModelStore;
  digests: Digests;
  jobs: RunningJobs;
  line: Line;
  computing: Computing;
  /** Told when another model has a name: what is in memory under it is the former one. */
  saved(key: string): void;
}

/** Trainings, joined where two want the same, and the models that they leave in the cache. */
export class Trainings implements TrainingAnswers {
  constructor(private readonly deps: TrainingDeps) {}

  /** The name of the model of files and settings, cached or not. */
  async keyOf(files: readonly string[], config: EmbeddingConfig): Promise<string> {
    return (await this.settle(files, config)).key;
  }

  async train(
    files: readonly string[],
    asked: EmbeddingConfig,
    options: Parameters<TrainingAnswers['train']>[2],
  ): Promise<TrainedModel> {
    const { captures, models, jobs, line, computing, saved } = this.deps;
    const { key, config, base } = await this.settle(files, asked);
    const { fresh } = options;
    const joined = jobs.isGoing(key);
    const answer = await jobs.join(key, nameOfFiles(files), options, async (signal, onProgress) => {
      const cached = fresh ? undefined : await models.load(key, 'vectors only');
      if (cached) return answerOf(key, models.path(key), cached, { cached: true });
      const model = await line.inTurn(signal, async () =>
        runTraining(captures, files, config, {
          signal,
          onProgress,
          computing,
          ...(base === undefined ? {} : { base: await readBase(base) }),
        }),
      );
      // A capture that grew meanwhile is another: the model is of what was read.
      const name = cacheKey(model.facts.capture, { ...config, workers: workersOf(config) });
      const path = await models.save(name, model);
      saved(name);
      return answerOf(name, path, model, { cached: false });
    });
    // The one that was joined found a model in the cache, and a new one is wanted.
    return joined && fresh && answer.cached ? this.train(files, asked, options) : answer;
  }

  async openModel(...[files, asked, path]: Parameters<TrainingAnswers['openModel']>) {
    const { captures, models, saved } = this.deps;
    const { key, config } = await this.settle(files, asked);
    const model = await openedModel(captures, files, config, path);
    const kept = await models.save(key, model);
    saved(key);
    return answerOf(key, kept, model, { cached: true });
  }

  async hasModel(files: readonly string[], config: EmbeddingConfig): Promise<boolean> {
    return this.deps.models.has(await this.keyOf(files, config));
  }

  async outgrown(files: readonly string[], asked: EmbeddingConfig) {
    const { captures, digests, models } = this.deps;
    const { key, config } = await this.settle(files, asked);
    if (await models.has(key)) return undefined;
    const found = await outgrownModel(files, { ...config, workers: workersOf(config) }, { digests, models });
    if (!found) return undefined;
    const flows = await captures.using(files, undefined, async ({ connection }) => {
      const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM flows');
      return Number(counted.getRows()[0]?.[0]);
    });
    return { trainedOn: found.flows, flows };
  }

  async exportVectors(...[files, config, format, out]: Parameters<TrainingAnswers['exportVectors']>) {
    const model = await this.deps.models.load(await this.keyOf(files, config), 'vectors only');
    if (!model)
      throw new Error(
        l10n.t('{0}: there is no model of these settings to export. Train it first.', files.join(', ')),
      );
    return exportVectors(model, format, out);
  }

  /** A model's name, its configuration, and the path of the model that it continues, if it does. */
  private async settle(
    files: readonly string[],
    asked: EmbeddingConfig,
  ): Promise<{ key: string; config: EmbeddingConfig; base: string | undefined }> {
    const { models, digests } = this.deps;
    const before =
      asked.continueFrom === undefined
        ? undefined
        : await continuationOf(asked, asked.continueFrom, {
            modelOf: async (capture, config) => models.path(await this.keyOf([capture], config)),
            digestOf: path => digests.of([path]),
          });
    const config = before?.config ?? asked;
    const key = cacheKey(await digests.of(files), { ...config, workers: workersOf(config) });
    return { key, config, base: before?.path };
  }
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
