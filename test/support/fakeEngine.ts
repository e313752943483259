import type { EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import { Cancelled } from '../../server/src/base/threads/cancelled';
import type { Engine } from '../../server/src/engine/engine';
import type { EngineProgress } from '../../server/src/engine/training/answers';
import type { ClusterDetail, ClusterOfFlow } from '../../shared/protocol/clusters';
import type { MapMark } from '../../shared/protocol/map';
import type { LabelVote, Neighbour } from '../../shared/protocol/similar';
import type { TrainedModel } from '../../shared/protocol/training';

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
  epochs: 10,
};

const noRoutes: Engine['routes'] = {
  train: () => Promise.reject(new Error('No routes here.')),
  classify: () => Promise.reject(new Error('No routes here.')),
  cancel: () => false,
  clearCache: () => Promise.resolve({ models: 0, bytes: 0 }),
  dispose: () => Promise.resolve(),
};

/** An engine whose trainings end when the test says so. It records what it was asked. */
export class FakeEngine implements Engine {
  routes: Engine['routes'] = noRoutes;
  ready = false;
  disposed = false;
  asked: string[] = [];
  neighbours: Neighbour[] = [];
  configs: EmbeddingConfig[] = [];
  failure: Error | undefined;
  votes: Record<string, LabelVote> = {};
  tokens: string[] = [];
  /** Undefined: the map is no longer cached. */
  mark: MapMark | undefined;
  /** By their numbers; none: the clustering is no longer cached. */
  clusterDetails: ClusterDetail[] = [];
  /** Numbers of the clusters of tokens. */
  clusterNumbers: Record<string, number> = {};
  flowCluster: ClusterOfFlow | undefined;
  private job:
    | { progress: (...report: never[]) => void; done: (v: never) => void; failed: (e: Error) => void }
    | undefined;
  private going:
    | { progress: (p: EngineProgress) => void; done: (m: TrainedModel) => void; failed: (e: Error) => void }
    | undefined;

  groups(): ReturnType<Engine['groups']> {
    return Promise.resolve({ groups: [], inAll: 0 });
  }

  openTable(): ReturnType<Engine['openTable']> {
    return Promise.reject(new Error('No tables here.'));
  }

  readAs = (): void => void this.asked.push('readAs');

  readingOf(): ReturnType<Engine['readingOf']> {
    return {};
  }

  formatOf(): ReturnType<Engine['formatOf']> {
    return Promise.resolve({ format: 'argus', title: 'Argus', isSaid: false, isMapped: false, formats: [] });
  }

  mapColumns(): ReturnType<Engine['mapColumns']> {
    return Promise.reject(new Error('No columns here.'));
  }

  capturesIn(): ReturnType<Engine['capturesIn']> {
    return Promise.resolve({ captures: [], others: [] });
  }

  readLabels(): ReturnType<Engine['readLabels']> {
    return Promise.resolve({ rules: [], notes: [] });
  }

  importPlan(): ReturnType<Engine['importPlan']> {
    return Promise.resolve({ title: 'packets', tools: [] });
  }

  labelReport(): ReturnType<Engine['labelReport']> {
    return Promise.resolve({ flows: 0, relabelled: 0, rules: [], conflicts: [], notes: [] });
  }

  readonly labelsOf = (): ReturnType<Engine['labelsOf']> => Promise.resolve(new Map());

  importCapture(file: string, tool: string): ReturnType<Engine['importCapture']> {
    return Promise.resolve({ path: file, tool, cached: false });
  }

  inOrder(files: readonly string[]): Promise<string[]> {
    return Promise.resolve([...files]);
  }

  sourcesOf(files: readonly string[]): ReturnType<Engine['sourcesOf']> {
    return Promise.resolve(files.map(name => ({ name, digest: 'd1' })));
  }

  askCell(): ReturnType<Engine['askCell']> {
    return Promise.reject(new Error('No cells here.'));
  }

  runCase(): ReturnType<Engine['runCase']> {
    return Promise.reject(new Error('No cases here.'));
  }

  gather(): ReturnType<Engine['gather']> {
    return Promise.resolve({ flows: { columns: [], rows: [], count: 0 }, lines: '' });
  }

  openModel(): ReturnType<Engine['openModel']> {
    return Promise.reject(new Error('No models from elsewhere here.'));
  }

  hasModel(): Promise<boolean> {
    this.asked.push('hasModel');
    return Promise.resolve(this.ready);
  }

  outgrown = (): ReturnType<Engine['outgrown']> => Promise.resolve(undefined);

  train(...[files, config, options]: Parameters<Engine['train']>): Promise<TrainedModel> {
    this.asked.push(`train ${files.join()}`);
    this.configs.push(config);
    return new Promise((done, failed) => {
      this.going = { done, failed, progress: options.onProgress ?? ((): void => undefined) };
      options.signal?.addEventListener('abort', () => this.letGo());
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
    const working = this.job !== undefined;
    this.asked.push('cancel');
    this.failJob(new Cancelled('cancelled'));
    return going || working;
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

  mostSimilar(
    ...[files, config, query, top]: Parameters<Engine['mostSimilar']>
  ): ReturnType<Engine['similar']> {
    this.asked.push(`mostSimilar ${JSON.stringify(query)}`);
    return this.similar(files, config, { token: query.positive.join('+') }, top);
  }

  similarity(): Promise<number | undefined> {
    return Promise.resolve(0.5);
  }

  oddOneOut(...[, , tokens]: Parameters<Engine['oddOneOut']>): Promise<string | undefined> {
    return Promise.resolve(tokens.at(-1));
  }

  complete(...[, , typed, top]: Parameters<Engine['complete']>): Promise<string[]> {
    return Promise.resolve(this.tokens.filter(token => token.includes(typed)).slice(0, top));
  }

  modelAt(path: string): ReturnType<Engine['modelAt']> {
    return Promise.reject(new Error(`${path}: cannot be read (ENOENT). Is the path right?`));
  }

  exportVectors(
    ...[, , format, out]: Parameters<Engine['exportVectors']>
  ): ReturnType<Engine['exportVectors']> {
    this.asked.push(`export ${format}`);
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve({ path: out, rows: 4 });
  }

  predictLabel(
    ...[, , query, { neighbours, confidence }]: Parameters<Engine['predictLabel']>
  ): ReturnType<Engine['predictLabel']> {
    this.asked.push(`predictLabel ${JSON.stringify(query)} ${neighbours} ${confidence}`);
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve('token' in query ? this.votes[query.token] : undefined);
  }

  evaluate(
    ...[files, , { neighbours, test = [], ...asker }]: Parameters<Engine['evaluate']>
  ): ReturnType<Engine['evaluate']> {
    return this.begin(['evaluate', ...files, neighbours, ...test].join(' '), asker);
  }

  evaluateAcross(
    ...[files, , test, { confidence, ...asker }]: Parameters<Engine['evaluateAcross']>
  ): ReturnType<Engine['evaluateAcross']> {
    return this.begin(['evaluateAcross', ...files, ...test, confidence].join(' '), asker);
  }

  score(...[files, , unseen, { top, ...asker }]: Parameters<Engine['score']>): ReturnType<Engine['score']> {
    return this.begin(`score ${files.join()} ${String(unseen)} ${top}`, asker);
  }

  flowScores(): ReturnType<Engine['flowScores']> {
    return Promise.resolve({ of: () => undefined, unjudged: 0 });
  }

  expect(...[capture, behaviours, how]: Parameters<Engine['expect']>): ReturnType<Engine['expect']> {
    this.asked.push(`expect ${capture} ${how} ${JSON.stringify(behaviours)}`);
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }

  grid(...[files, , axes, { ...asker }]: Parameters<Engine['grid']>): ReturnType<Engine['grid']> {
    return this.begin(`grid ${files.join()} ${JSON.stringify(axes)}`, asker);
  }

  clusters(
    ...[files, , settings, { fresh, ...asker }]: Parameters<Engine['clusters']>
  ): ReturnType<Engine['clusters']> {
    const how = `${JSON.stringify(settings)}${fresh ? ' fresh' : ''}`;
    return this.begin(`clusters ${files.join()} ${how}`, asker);
  }

  suggestClusters(
    ...[files, , settings, { ...asker }]: Parameters<Engine['suggestClusters']>
  ): ReturnType<Engine['suggestClusters']> {
    return this.begin(`suggestClusters ${files.join()} ${JSON.stringify(settings)}`, asker);
  }

  cluster(...[clustering, id, page]: Parameters<Engine['cluster']>): ReturnType<Engine['cluster']> {
    this.asked.push(`cluster ${clustering} ${id} ${JSON.stringify(page)}`);
    return Promise.resolve(this.clusterDetails[id]);
  }

  findClusters(
    ...[clustering, text]: Parameters<Engine['findClusters']>
  ): ReturnType<Engine['findClusters']> {
    this.asked.push(`findClusters ${clustering} ${text}`);
    const found = this.clusterDetails.filter(({ name }) => name.includes(text)).map(({ id }) => id);
    return Promise.resolve(this.clusterDetails.length > 0 ? found : undefined);
  }

  clustersOfTokens(
    ...[clustering, tokens]: Parameters<Engine['clustersOfTokens']>
  ): ReturnType<Engine['clustersOfTokens']> {
    const asked = tokens(['Proto', 'SrcAddr', 'DstAddr', 'Dport']);
    this.asked.push(`clustersOfTokens ${JSON.stringify(clustering)} ${asked.length}`);
    return Promise.resolve(asked.map(token => this.clusterNumbers[token ?? ''] ?? null));
  }

  exportClusters(
    ...[clustering, out]: Parameters<Engine['exportClusters']>
  ): ReturnType<Engine['exportClusters']> {
    this.asked.push(`exportClusters ${clustering}`);
    return Promise.resolve({ path: out, rows: 4 });
  }

  clusterOf(...[, , query]: Parameters<Engine['clusterOf']>): ReturnType<Engine['clusterOf']> {
    this.asked.push(`clusterOf ${JSON.stringify(query)}`);
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve(this.flowCluster);
  }

  map(...[files, , settings, { fresh, ...asker }]: Parameters<Engine['map']>): ReturnType<Engine['map']> {
    const how = `${JSON.stringify(settings)}${fresh ? ' fresh' : ''}`;
    return this.begin(`map ${files.join()} ${how}`, asker);
  }

  markOnMap(...[map, , query]: Parameters<Engine['markOnMap']>): ReturnType<Engine['markOnMap']> {
    this.asked.push(`markOnMap ${map} ${JSON.stringify(query)}`);
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve(this.mark);
  }

  /** Has the job that goes on report; its arguments are those of that job's `onProgress`. */
  reportJob(...report: unknown[]): void {
    this.job?.progress(...(report as never[]));
  }

  finishJob(answer: unknown): void {
    this.job?.done(answer as never);
    this.job = undefined;
  }

  failJob(error: Error): void {
    this.job?.failed(error);
    this.job = undefined;
  }

  /** Nobody wants the job that goes on. */
  private letGo(): void {
    this.asked.push('cancel');
    this.fail(new Cancelled('cancelled'));
    this.failJob(new Cancelled('cancelled'));
  }

  private begin<R>(
    what: string,
    {
      signal,
      onProgress,
    }: { signal?: AbortSignal | undefined; onProgress?: ((...report: never[]) => void) | undefined },
  ): Promise<R> {
    this.asked.push(what);
    return new Promise<R>((done, failed) => {
      this.job = { done, failed, progress: onProgress ?? ((): void => undefined) };
      signal?.addEventListener('abort', () => this.letGo());
    });
  }

  similarHosts(): ReturnType<Engine['similarHosts']> {
    return Promise.resolve(undefined);
  }

  clusterNames(): ReturnType<Engine['clusterNames']> {
    return Promise.resolve(undefined);
  }

  columnStatistics(): ReturnType<Engine['columnStatistics']> {
    return Promise.resolve([]);
  }

  freshness(): ReturnType<Engine['freshness']> {
    return Promise.reject(new Error('There is no baseline.'));
  }

  overview(): ReturnType<Engine['overview']> {
    return Promise.reject(new Error('There is no overview.'));
  }

  host(): ReturnType<Engine['host']> {
    return Promise.resolve(undefined);
  }

  query(): ReturnType<Engine['query']> {
    return Promise.resolve({ columns: [], rows: [], seconds: 0, truncated: false, notices: [] });
  }

  writeQuery(...[, , { path }]: Parameters<Engine['writeQuery']>): ReturnType<Engine['writeQuery']> {
    return Promise.resolve({ path, rows: 0 });
  }

  convert(...[, { path }]: Parameters<Engine['convert']>): ReturnType<Engine['convert']> {
    return Promise.resolve({ path, rows: 0 });
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
    return Promise.resolve({ ...counts, problems: [], seconds: 1, isStored: true });
  }

  async clearCache(): ReturnType<Engine['clearCache']> {
    this.ready = false;
    const { models: networks } = await this.routes.clearCache();
    return { models: 1, captures: 1, clusterings: 1, maps: 1, networks, bytes: 100 };
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}
