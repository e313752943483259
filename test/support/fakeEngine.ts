import type { EmbeddingConfig } from '../../server/src/embedding/config';
import { Cancelled, type Engine, type EngineProgress } from '../../server/src/engine';
import type { Neighbour, TrainedModel } from '../../server/src/protocol/types';

const model: TrainedModel = {
  model: 'm1',
  path: '/cache/m1',
  cached: false,
  flows: 10,
  vocabulary: 4,
  tokens: 10,
  seconds: { ingest: 0, vocabulary: 0, train: 0 },
  flowsPerSecond: 1,
  loss: 0.5,
};

/** An engine whose trainings end when the test says so. It records what it was asked. */
export class FakeEngine implements Engine {
  ready = false;
  disposed = false;
  asked: string[] = [];
  neighbours: Neighbour[] = [];
  configs: EmbeddingConfig[] = [];
  failure: Error | undefined;
  private going:
    | { progress: (p: EngineProgress) => void; done: (m: TrainedModel) => void; failed: (e: Error) => void }
    | undefined;

  hasModel(): Promise<boolean> {
    this.asked.push('hasModel');
    return Promise.resolve(this.ready);
  }

  train(...[files, config, options]: Parameters<Engine['train']>): Promise<TrainedModel> {
    this.asked.push(`train ${files.join()}`);
    this.configs.push(config);
    return new Promise((done, failed) => {
      this.going = { done, failed, progress: options.onProgress ?? ((): void => undefined) };
    });
  }

  report(progress: EngineProgress): void {
    this.going?.progress(progress);
  }

  finish(): void {
    this.ready = true;
    this.going?.done(model);
    this.going = undefined;
  }

  fail(error: Error): void {
    this.going?.failed(error);
    this.going = undefined;
  }

  cancel(): boolean {
    const going = this.going !== undefined;
    this.fail(new Cancelled('cancelled'));
    return going;
  }

  similar(...[, config, query]: Parameters<Engine['similar']>): ReturnType<Engine['similar']> {
    this.asked.push(`similar ${JSON.stringify(query)}`);
    if (this.failure) return Promise.reject(this.failure);
    if (!this.ready) return Promise.resolve(undefined);
    return Promise.resolve({
      token: 't',
      columns: config.tokenColumns,
      known: true,
      count: 3,
      labels: { botnet: 3 },
      neighbours: this.neighbours,
      model: { id: 'm1', flows: 10, vocabulary: 4, trainedAt: '2020-01-01T00:00:00Z' },
    });
  }

  evaluate(): ReturnType<Engine['evaluate']> {
    return Promise.resolve(undefined);
  }

  summary(): ReturnType<Engine['summary']> {
    const counts = {
      format: 'argus',
      flows: 10,
      rejected: 0,
      hosts: 3,
      protocols: { tcp: 10 },
      labels: { botnet: 10 },
    };
    return Promise.resolve({ ...counts, problems: [], seconds: 1 });
  }

  clearCache(): ReturnType<Engine['clearCache']> {
    this.ready = false;
    return Promise.resolve({ models: 1, captures: 1, bytes: 100 });
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}
