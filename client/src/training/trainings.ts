import * as vscode from 'vscode';
import { cancelTraining, trainEmbedding } from '../../../shared/protocol/messages';
import type { TrainedModel, TrainingProgress } from '../../../shared/protocol/training';
import { isCancelled } from '../server/serverAnswers';
import type { ServerClient } from '../server/serverClient';

const cancelLimitMs = 10_000;

/** Trainings that this window asked for or that the server reports, by capture. */
export class Trainings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #running = new Map<string, Promise<TrainedModel | undefined>>();
  readonly #cancelled = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #reported: TrainingProgress | undefined;

  /** Fires with the URI of a capture whose training began, progressed or ended. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly server: ServerClient) {
    this.#subscription = server.onDidChange(({ status }) => this.#report(status.training));
  }

  isRunning(uri: string): boolean {
    return this.#running.has(uri) || this.#reported?.uri === uri;
  }

  /** What the server last said of the capture's training. */
  progress(uri: string): TrainingProgress | undefined {
    return this.#reported?.uri === uri ? this.#reported : undefined;
  }

  /** The capture being trained on, for a cancel without argument. */
  get current(): string | undefined {
    return this.#reported?.uri ?? this.#running.keys().next().value;
  }

  /** Trains, or joins the training that goes on; undefined when it was cancelled. Rejects when it fails. */
  start(uri: string, fresh: boolean): Promise<TrainedModel | undefined> {
    const running = this.#running.get(uri);
    if (running) return running;
    const training = this.#train(uri, fresh).finally(() => {
      this.#running.delete(uri);
      this.#cancelled.delete(uri);
      this.#announce(uri);
    });
    this.#running.set(uri, training);
    this.#announce(uri);
    return training;
  }

  /** True if there was a training to cancel. */
  async cancel(uri: string): Promise<boolean> {
    this.#cancelled.add(uri);
    try {
      return await this.server.request(cancelTraining, { uri }, cancelLimitMs);
    } finally {
      if (!this.#running.has(uri)) this.#cancelled.delete(uri);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #train(uri: string, fresh: boolean): Promise<TrainedModel | undefined> {
    try {
      const model = await this.server.request(trainEmbedding, fresh ? { uri, fresh } : { uri });
      const { flows, vocabulary, cached } = model;
      this.server.log.info(
        `Model of ${uri}: ${flows} flows, ${vocabulary} tokens${cached ? ', from the cache' : ''}.`,
      );
      return model;
    } catch (error) {
      if (this.#cancelled.has(uri) || isCancelled(error)) return undefined;
      this.server.log.error(`Training on ${uri} failed: ${String(error)}`);
      throw error;
    }
  }

  #report(progress: TrainingProgress | undefined): void {
    const before = this.#reported;
    this.#reported = progress;
    if (before && before.uri !== progress?.uri) this.#announce(before.uri);
    if (progress && progress !== before) this.#announce(progress.uri);
  }

  #announce(uri: string): void {
    void vscode.commands.executeCommand('setContext', 'flow2vec.training', this.current !== undefined);
    this.#changed.fire(uri);
  }
}
