import * as l10n from '@vscode/l10n';
import type { LabelCounts } from '../captures/labels';
import type { ClusterSuggestion } from '../../../../shared/protocol/clusters';
import type { Vocabulary } from '../training/corpus/corpus';
import { labelsOf } from '../training/corpus/tokenLabels';
import { Turns } from '../../base/threads/turns';
import { largest } from '../../base/largest';
import { distinguishing, type DistinguishingField } from './distinguishing';
import { rankedLabels } from './labels';
import { membersOf, type Partition } from './partition';
import { tokenFields, type TokenFields } from './tokenFields';

/** How token vectors are clustered. `k` is the number itself, never 0. */
export interface ClusteringSettings {
  k: number;
  restarts: number;
  spherical: boolean;
  method: 'full' | 'mini-batch';
  seed: number;
}

/** Numbers of clusters that were tried, and the one whose clusters are told apart best. */
export type Suggested = Omit<ClusterSuggestion, 'uri'>;

/** What is said of a clustering as a whole. */
export interface ClusteringFacts {
  /** Name of the model in the cache, and when it was trained: one that is trained anew has other vectors. */
  model: string;
  trainedAt: string;
  settings: ClusteringSettings;
  /** Why there are so many clusters, where no number was asked for. */
  suggested?: Suggested;
  /** Numbers of a vector. */
  size: number;
  iterations: number;
  inertia: number;
  seconds: number;
  silhouette: number | null;
  silhouetteTokens: number;
  adjustedRandIndex: number | null;
  homogeneity: number | null;
  completeness: number | null;
  notes: readonly string[];
}

export interface Summary {
  id: number;
  name: string;
  size: number;
  flows: number;
  labels: LabelCounts;
  purity: number | null;
  top: readonly string[];
}

export interface Member {
  token: string;
  count: number;
  labels: LabelCounts;
  firstLine: number;
  file: number;
  distance: number;
}

export interface Detail extends Summary {
  distinguishing: readonly DistinguishingField[];
  nearest: readonly { id: number; name: string; distance: number }[];
  outliers: readonly Member[];
  members: readonly Member[];
}

const exemplars = 3;
const outliersShown = 5;
const nearestShown = 5;
const fieldsShown = 12;

/** A clustering in memory, ready to answer. */
export class Clustering {
  private lazyFields: Promise<TokenFields> | undefined;

  constructor(
    readonly facts: ClusteringFacts,
    readonly partition: Partition,
    readonly names: readonly string[],
    readonly vocabulary: Vocabulary,
    readonly columns: readonly string[],
  ) {}

  get k(): number {
    return this.partition.k;
  }

  /** The columns of the tokens; made when they are first asked for. */
  fields(): Promise<TokenFields> {
    return (this.lazyFields ??= tokenFields(this.vocabulary, this.columns, new Turns()));
  }

  /** Throws for a number that is no cluster. */
  summary(id: number): Summary {
    if (!Number.isInteger(id) || id < 0 || id >= this.k)
      throw new Error(l10n.t('There is no cluster {0}: they count from 0 to {1}.', id, this.k - 1));
    const rows = membersOf(this.partition, id);
    const labels = labelsOf(this.vocabulary, rows);
    return {
      id,
      name: this.names[id] as string,
      size: rows.length,
      flows: rows.reduce((sum, row) => sum + (this.vocabulary.counts[row] as number), 0),
      labels,
      purity: rankedLabels(labels)[0]?.share ?? null,
      top: Array.from(rows.subarray(0, exemplars), row => this.vocabulary.tokens[row] as string),
    };
  }

  summaries(): Summary[] {
    return Array.from({ length: this.k }, (_, id) => this.summary(id));
  }

  /** A cluster with `count` of its members, after skipping `from`, nearest to the centre first. */
  async detail(id: number, { from, count }: { from: number; count: number }): Promise<Detail> {
    const summary = this.summary(id);
    const rows = membersOf(this.partition, id);
    return {
      ...summary,
      distinguishing: distinguishing(await this.fields(), rows, this.vocabulary.counts, fieldsShown),
      nearest: this.nearestClusters(id),
      outliers: Array.from(rows.subarray(-outliersShown).slice().reverse(), row => this.member(row)),
      members: Array.from(rows.subarray(from, from + count), row => this.member(row)),
    };
  }

  clusterOf(row: number): number {
    return this.partition.assignments[row] as number;
  }

  /** The cluster whose centre is nearest to a vector, as long as the vectors that were clustered. */
  nearestTo(vector: Float32Array): number {
    const { spherical } = this.facts.settings;
    const norm = spherical ? Math.hypot(...vector) || 1 : 1;
    const unit = spherical ? vector.map(x => x / norm) : vector;
    return largest(this.closeness(unit), 1)[0] as number;
  }

  member(row: number): Member {
    const v = this.vocabulary;
    return {
      token: v.tokens[row] as string,
      count: v.counts[row] as number,
      labels: labelsOf(v, [row]),
      firstLine: v.firstLines[row] as number,
      file: v.firstFiles[row] as number,
      distance: this.partition.distances[row] as number,
    };
  }

  private nearestClusters(id: number): { id: number; name: string; distance: number }[] {
    const { size } = this.facts;
    const near = this.closeness(this.partition.centres.subarray(id * size, (id + 1) * size));
    near[id] = -Infinity;
    return largest(near, Math.min(nearestShown, this.k - 1)).map(other => ({
      id: other,
      name: this.names[other] as string,
      distance: Math.sqrt(-(near[other] as number)),
    }));
  }

  /** Of each centre, the squared distance, negative. */
  private closeness(vector: Float32Array): Float64Array {
    const { centres } = this.partition;
    const { size } = this.facts;
    const out = new Float64Array(this.k);
    for (let c = 0, at = 0; c < this.k; c++) {
      let sum = 0;
      for (let j = 0; j < size; j++, at++) sum -= ((centres[at] as number) - (vector[j] as number)) ** 2;
      out[c] = sum;
    }
    return out;
  }
}
