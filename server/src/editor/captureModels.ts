import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../base/errors';
import { stampOf } from '../base/files/stamp';
import { Cancelled } from '../base/threads/cancelled';
import type { Engine } from '../engine/engine';
import type { Query } from '../engine/similar/answers';
import type { ModelState } from './training/modelState';
import type { Settings } from '../../../shared/protocol/settings';
import type { SimilarParams, SimilarReport } from '../../../shared/protocol/similar';
import type { TrainedModel, TrainingProgress } from '../../../shared/protocol/training';
import { embeddingConfig } from './settings';

export interface CaptureModelsDeps {
  engine(settings: Settings): Engine;
  settings(uri: string): Promise<Settings>;
  log(message: string): void;
  /** Called when a state, the progress of a training, or the last failure changed. */
  changed(): void;
}

type Known = Extract<ModelState, { kind: 'none' | 'ready' | 'stale' }>;

interface Training {
  /** Requests that wait for it. */
  asked: number;
  progress?: TrainingProgress;
  stop: AbortController;
}

/**
 * What is known of the models of open captures. `state` answers from memory, so that a hover never waits for
 * the engine to read a capture; `check` asks the engine and remembers.
 */
export class CaptureModels {
  private readonly known = new Map<string, Known>();
  private readonly checks = new Map<string, number>();
  /** Of files when they were checked. */
  private readonly stamps = new Map<string, string>();
  private readonly trainings = new Map<string, Training>();
  private checkCount = 0;
  /** Why the last job failed; gone once a job succeeds. */
  failure: string | undefined;

  constructor(private readonly deps: CaptureModelsDeps) {}

  state(uri: string): ModelState {
    const training = this.trainings.get(uri);
    if (training) return { kind: 'training', ...(training.progress ? { progress: training.progress } : {}) };
    return this.known.get(uri) ?? { kind: 'unknown' };
  }

  /** The training that reported last among those going on. */
  get progress(): TrainingProgress | undefined {
    return [...this.trainings.values()].map(t => t.progress).findLast(p => p !== undefined);
  }

  get training(): boolean {
    return this.trainings.size > 0;
  }

  /**
   * Asks whether a model for the file on disk and the present settings is cached, or one of what the file was before it
   * grew. Never rejects.
   */
  async check(uri: string): Promise<void> {
    const turn = ++this.checkCount;
    this.checks.set(uri, turn);
    let found: Known | undefined;
    try {
      this.stamps.set(uri, await stampOf(pathOf(uri)));
      found = await this.look(uri);
    } catch (error) {
      this.deps.log(`Whether ${uri} has a model is not known: ${messageOf(error)}`);
    }
    // A later check knows better; so does closing the capture.
    if (this.checks.get(uri) !== turn || isDeepStrictEqual(this.known.get(uri), found)) return;
    if (found) this.known.set(uri, found);
    else this.known.delete(uri);
    this.deps.changed();
  }

  /** As `check`, where the file was written since. */
  async checkWritten(uri: string): Promise<void> {
    if ((await stampOf(pathOf(uri))) !== this.stamps.get(uri)) await this.check(uri);
  }

  /** Finds out whether there is a model, and trains one where the settings say so. Never rejects. */
  async prepare(uri: string): Promise<void> {
    await this.check(uri);
    const { training } = await this.deps.settings(uri);
    // "unknown" too: a change of settings may be asking again just now, and a model that is there is no work.
    if (!training.onOpen || ['ready', 'training'].includes(this.state(uri).kind)) return;
    // A failure is in log and status already; nobody asked for an answer.
    await this.train(uri, false).catch(() => undefined);
  }

  forget(uri: string): void {
    this.checks.delete(uri);
    this.known.delete(uri);
    this.stamps.delete(uri);
    this.deps.changed();
  }

  async train(uri: string, fresh: boolean): Promise<TrainedModel> {
    const settings = await this.deps.settings(uri);
    const engine = this.deps.engine(settings);
    const training = this.trainings.get(uri) ?? { asked: 0, stop: new AbortController() };
    training.asked++;
    this.trainings.set(uri, training);
    this.deps.changed();
    try {
      const model = await engine.train([pathOf(uri)], embeddingConfig(settings), {
        fresh,
        signal: training.stop.signal,
        onProgress: progress => this.report(uri, progress),
      });
      this.failure = undefined;
      return model;
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        this.failure = messageOf(error);
        this.deps.log(`Training on ${uri} failed: ${this.failure}`);
      }
      throw error;
    } finally {
      if (--training.asked === 0) this.trainings.delete(uri);
      // Also after success: settings or file may have changed since the training began.
      await this.check(uri);
      this.deps.changed();
    }
  }

  /** A model file that was trained elsewhere becomes the capture's. */
  async open(uri: string, model: string): Promise<TrainedModel> {
    const settings = await this.deps.settings(uri);
    const config = embeddingConfig(settings);
    const opened = await this.deps.engine(settings).openModel([pathOf(uri)], config, pathOf(model));
    await this.check(uri);
    this.deps.changed();
    return opened;
  }

  /** True if a training, or another job on the capture, was going on. */
  async cancel(uri: string): Promise<boolean> {
    const engine = this.deps.engine(await this.deps.settings(uri));
    const training = this.trainings.get(uri);
    training?.stop.abort();
    // A training that is cancelled ends for all who wait for it.
    return engine.cancel([pathOf(uri)]) || training !== undefined;
  }

  async similar(params: SimilarParams, query: Query): Promise<SimilarReport | undefined> {
    const settings = await this.deps.settings(params.uri);
    const engine = this.deps.engine(settings);
    const report = await engine.similar([pathOf(params.uri)], embeddingConfig(settings), query, params.top);
    return report && { uri: params.uri, ...report };
  }

  /** Tokens near the sum of some less the sum of others; undefined while there is no model. */
  async mostSimilar(
    { uri, top }: SimilarParams,
    query: { positive: readonly string[]; negative: readonly string[] },
  ): Promise<SimilarReport | undefined> {
    const settings = await this.deps.settings(uri);
    const engine = this.deps.engine(settings);
    const report = await engine.mostSimilar([pathOf(uri)], embeddingConfig(settings), query, top);
    return report && { uri, ...report };
  }

  private async look(uri: string): Promise<Known> {
    const settings = await this.deps.settings(uri);
    const engine = this.deps.engine(settings);
    const asked = [[pathOf(uri)], embeddingConfig(settings)] as const;
    if (await engine.hasModel(...asked)) return { kind: 'ready' };
    const before = await engine.outgrown(...asked);
    return before ? { kind: 'stale', newFlows: before.flows - before.trainedOn } : { kind: 'none' };
  }

  private report(uri: string, progress: Omit<TrainingProgress, 'uri'>): void {
    const training = this.trainings.get(uri);
    if (!training) return;
    // Put last, so that the status tells of the training that moves.
    this.trainings.delete(uri);
    training.progress = { uri, ...progress };
    this.trainings.set(uri, training);
    this.deps.changed();
  }
}

/** Throws for a document that is not a file, naming the remedy. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) throw new Error(l10n.t('{0} is not a file on disk: save it first.', uri));
  return fileURLToPath(uri);
}
