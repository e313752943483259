import * as l10n from '@vscode/l10n';
import { answerParameters } from '../../../../shared/parameters/answers';
import type { QueriedModel } from '../../../../shared/protocol/queries';
import { language } from '../../../../shared/text/language';
import { visibleText } from '../../../../shared/text/visibleText';
import type { QueryFunction } from '../../../../shared/text/queryFunctions';
import type { Capture } from '../captures/store';
import type { ClusterAnswers } from '../clusters/answers';
import type { FlowScores, JudgingAnswers } from '../judging/answers';
import { nearestOf, type KeyedVectors } from '../similar/keyedVectors';
import { labelledTokens, predictLabel, voteOf } from '../similar/labelVote';
import type { OpenModel, OpenModels } from '../similar/openModels';
import { similarHosts } from '../similar/similarHosts';
import type { TrainingAnswers } from '../training/answers';
import { trainedAt } from '../training/models/model';
import type { AskedModel } from './answers';
import type { Answering, QueriedNeighbour } from './functions';

/** What the functions ask of other words. */
export interface FunctionDeps
  extends
    Pick<TrainingAnswers, 'train'>,
    Pick<ClusterAnswers, 'clusters' | 'clusterOf' | 'clustersOfTokens'>,
    Pick<JudgingAnswers, 'flowScores'> {
  open: OpenModels;
}

/** Nearest labelled tokens that vote, as everywhere. */
const voters = answerParameters.neighbours.default;
/** Unknown tokens that are told by name, those that are counted at most, and spellings that are offered for each. */
const told = { tokens: 3, counted: 10_000, spellings: 3, characters: 200 };
/** Tokens that are voted on together, and milliseconds after which others get their turn. */
const votesTogether = 256;
const sliceMs = 20;

type Used = ReadonlySet<QueryFunction['name']>;

/** Answers the functions of one query by the model of the capture and what was made of it. */
export class ModelFunctions implements Answering {
  /** What the statement calls, as it was bound. */
  readonly used: Used = new Set<QueryFunction['name']>();
  private model: OpenModel | undefined;
  private facts: QueriedModel | undefined;
  private clusterIds: ReadonlyMap<string, number | null> = new Map();
  private scores: FlowScores | undefined;
  private readonly votes = new Map<string, string | null>();
  /** Tokens whose vote was asked for and is not known yet. */
  private lacking = new Set<string>();
  private readonly unknown = new Set<string>();

  constructor(
    private readonly deps: FunctionDeps,
    private readonly files: readonly string[],
    private readonly capture: Pick<Capture, 'digest'>,
    private readonly asked: AskedModel,
  ) {}

  called(name: QueryFunction['name']): void {
    (this.used as Set<QueryFunction['name']>).add(name);
  }

  /** Trains, clusters and scores what the functions that were called need and is not there yet. */
  async makeReady(signal: AbortSignal | undefined): Promise<void> {
    const { deps, files, asked, used } = this;
    const { config, onProgress } = asked;
    const training: Parameters<TrainingAnswers['train']>[2] = {
      signal,
      onProgress: training => onProgress?.({ fraction: training.fraction, training }),
    };
    let found = await deps.open.find(files, config);
    if (!found) {
      await deps.train(files, config, training);
      found = await deps.open.find(files, config);
    }
    if (!found) throw new Error(l10n.t('The model was deleted before it was asked: ask again.'));
    const { key, model } = found;
    this.model = model;
    this.facts = {
      id: key,
      digest: this.capture.digest,
      flows: model.facts.flows,
      vocabulary: model.vocabulary.size,
      trainedAt: trainedAt(model),
      settings: { ...config },
    };
    if (used.has('cluster_of')) await this.cluster(signal);
    if (used.has('anomaly')) {
      const { baseline } = asked;
      this.scores = await deps.flowScores(baseline ?? files, config, baseline ? files : 'past', training);
    }
  }

  private async cluster(signal: AbortSignal | undefined): Promise<void> {
    const { deps, files, asked } = this;
    const { config, onProgress } = asked;
    const clusters = { ...asked.clusters, seed: config.seed };
    const { tokens } = this.opened.vocabulary;
    const ids = () => deps.clustersOfTokens({ files, config }, () => tokens);
    let found = await ids();
    if (!found) {
      await deps.clusters(files, config, clusters, { signal, ...(onProgress ? { onProgress } : {}) });
      found = await ids();
    }
    this.clusterIds = new Map(tokens.map((token, i) => [token, found?.[i] ?? null]));
    const of = await deps.clusterOf(files, config, { token: tokens[0] ?? '' });
    if (of) this.facts = { ...(this.facts as QueriedModel), clustering: { name: of.clustering, k: of.k } };
  }

  neighbours(of: string, top: number): readonly QueriedNeighbour[] {
    if (!this.model) return [];
    const hosts = similarHosts(this.model, of.trim(), top);
    if (hosts)
      return hosts.similar.map(({ address, similarity, flows, labels }) => ({
        token: address,
        similarity,
        flows,
        vote: leading(labels),
      }));
    if (!this.knows(of)) return [];
    return this.model.neighbourhood.around(of, top).neighbours.map(({ token, similarity, count }) => ({
      token,
      similarity,
      flows: count,
      vote: this.labelVote(token),
    }));
  }

  similarity(a: string, b: string): number | null {
    if (!this.model) return null;
    const known = [a, b].filter(token => this.knows(token));
    return known.length === 2 ? this.model.neighbourhood.similarity(a, b) : null;
  }

  clusterOf(token: string): number | null {
    if (!this.model || !this.knows(token)) return null;
    const row = this.model.neighbourhood.row(token);
    return row === undefined
      ? null
      : (this.clusterIds.get(this.model.vocabulary.tokens[row] as string) ?? null);
  }

  anomaly(line: number, file: number): number | null {
    return this.scores?.of(file, line) ?? null;
  }

  labelVote(token: string): string | null {
    if (!this.model) return null;
    const found = this.votes.get(token);
    if (found !== undefined) return found;
    if (this.knows(token)) this.lacking.add(token);
    return null;
  }

  /** Whether there are votes that the query could not be told yet: it is asked again when they are known. */
  get lacksVotes(): boolean {
    return this.lacking.size > 0;
  }

  /** Finds out the votes that were lacking; others get their turn meanwhile. */
  async vote(check: () => void): Promise<void> {
    const { model } = this;
    if (!model) return;
    const tokens = [...this.lacking];
    const labelled = labelledTokens(model.vocabulary);
    const { confidence, onProgress } = this.asked;
    const rows = tokens.map(token => model.neighbourhood.row(token));
    // The kernel that takes many at once lets every token vote.
    const together = tokens.length > votesTogether && labelled.every(Boolean) && !rows.includes(undefined);
    let matrix: KeyedVectors | undefined;
    let since = performance.now();
    for (let from = 0; from < tokens.length;) {
      check();
      const some = tokens.slice(from, from + (together ? votesTogether : 1));
      if (together)
        await this.voteTogether(
          model,
          (matrix ??= await model.matrix()),
          some,
          rows.slice(from, from + some.length) as number[],
        );
      else
        for (const token of some)
          this.votes.set(
            token,
            predictLabel(
              model.vocabulary,
              model.neighbourhood,
              token,
              { neighbours: voters, confidence },
              labelled,
            ).label,
          );
      from += some.length;
      if (performance.now() - since < sliceMs) continue;
      onProgress?.({ fraction: from / tokens.length });
      await new Promise(resolve => setImmediate(resolve));
      since = performance.now();
    }
    this.lacking = new Set();
  }

  private async voteTogether(
    { vocabulary }: OpenModel,
    vectors: KeyedVectors,
    tokens: readonly string[],
    rows: readonly number[],
  ): Promise<void> {
    const found = await vectors.nearestToEach(rows, voters);
    for (const [i, token] of tokens.entries())
      this.votes.set(token, voteOf(vocabulary, nearestOf(found, i, voters), this.asked.confidence).label);
  }

  /** The model that answered; undefined where none was asked. */
  get answeredBy(): QueriedModel | undefined {
    return this.facts;
  }

  /** What is to be said of the answers, in words. */
  notices(): string[] {
    const said: string[] = [];
    if (this.scores && this.scores.unjudged > 0)
      said.push(
        l10n.t(
          'anomaly: the later half of the capture is judged by the earlier one, whose {0} flows have no score.',
          this.scores.unjudged.toLocaleString(language()),
        ),
      );
    const names = [...this.unknown];
    for (const token of names.slice(0, told.tokens)) {
      const like = this.opened.neighbourhood.spelledLike(token, told.spellings);
      const shown = visibleText(token, told.characters);
      said.push(
        like.length > 0
          ? l10n.t(
              'The model does not know "{0}", so its answer is NULL. Most like it: {1}.',
              shown,
              like.map(each => visibleText(each, told.characters)).join('; '),
            )
          : l10n.t('The model does not know "{0}", so its answer is NULL.', shown),
      );
    }
    if (names.length > told.tokens)
      said.push(
        names.length < told.counted
          ? l10n.t(
              'In all, {0} tokens were asked for that the model does not know.',
              names.length.toLocaleString(language()),
            )
          : l10n.t(
              '{0} tokens or more were asked for that the model does not know.',
              names.length.toLocaleString(language()),
            ),
      );
    return said;
  }

  /** Whether the model has the token; one that it has not is told. */
  private knows(token: string): boolean {
    const { neighbourhood } = this.opened;
    const place = neighbourhood.row(token) ?? neighbourhood.place(token);
    const known = typeof place === 'number' || (place !== undefined && 'row' in place);
    if (!known && this.unknown.size < told.counted) this.unknown.add(token);
    return known;
  }

  private get opened(): OpenModel {
    return this.model as OpenModel;
  }
}

/** The label that most flows have. */
function leading(labels: Readonly<Record<string, number>>): string | null {
  const [first] = Object.entries(labels)
    .filter(([name]) => name !== 'unlabelled')
    .sort((a, b) => b[1] - a[1]);
  return first?.[0] ?? null;
}
