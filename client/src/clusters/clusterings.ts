import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { clusterParameters } from '../../../shared/parameters/clusters';
import { defaultsOf } from '../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../shared/parameters/training';
import type {
  ClusterDetail,
  ClusterSettings,
  ClustersReport,
  ClusterSuggestion,
} from '../../../shared/protocol/clusters';
import {
  clusterDetail,
  clusterFlows,
  clusterLines,
  exportClusters,
  findClusters,
  suggestClusters,
} from '../../../shared/protocol/messages';
import { contentOf, revealOf, type FlowPlace } from '../base/answerSource';
import { readClusterSettings } from './clustersQuestion';
import type { ServerClient } from '../server/serverClient';

const memory = 'flow2vec.clusters.settings';
/** Captures whose settings are remembered. */
const remembered = 100;

const answerLimitMs = 30_000;
/** Writing the tokens of a large vocabulary takes seconds. */
const exportLimitMs = 10 * 60_000;

interface Made {
  report: ClustersReport;
  settings: Partial<ClusterSettings>;
  /** Digest of what was clustered. */
  content: string | undefined;
}

/** The latest clustering of each capture that this window asked for, and the questions about them. */
export class Clusterings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #made = new Map<string, Made>();

  /** Fires with the URI of a capture that was clustered. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly server: ServerClient,
    private readonly state: vscode.Memento,
  ) {}

  of(uri: string): ClustersReport | undefined {
    return this.#made.get(uri)?.report;
  }

  /** Shows a flow of the latest clustering in the editor, unless the file is another by now. */
  reveal(capture: vscode.Uri, place: FlowPlace): Promise<void> {
    return revealOf(this.server, this.#made.get(capture.toString())?.content, capture, place);
  }

  /** The settings that the capture was clustered with last, in this window or before; else those of the editor. */
  settingsOf(uri: string): Partial<ClusterSettings> {
    const saved = this.state.get<Record<string, unknown>>(memory, {})[uri];
    const before = saved === undefined ? undefined : readClusterSettings(saved);
    return this.#made.get(uri)?.settings ?? before ?? clusterSettings(vscode.Uri.parse(uri));
  }

  /** Clusters, or reads the clustering from the cache, and keeps the answer. */
  async run(
    uri: string,
    settings: Partial<ClusterSettings>,
    job: string,
    token: vscode.CancellationToken,
  ): Promise<ClustersReport> {
    // Asked before: a file that changes meanwhile is then told of, never missed.
    const content = contentOf(this.server, uri);
    const report = await this.server.request(clusterFlows, { uri, settings, job }, undefined, token);
    this.#made.set(uri, { report, settings, content: await content });
    const before = Object.entries(this.state.get<Record<string, unknown>>(memory, {}));
    const kept = before.filter(([known]) => known !== uri).slice(1 - remembered);
    await this.state.update(memory, { ...Object.fromEntries(kept), [uri]: settings });
    this.#changed.fire(uri);
    return report;
  }

  suggest(
    uri: string,
    settings: Partial<ClusterSettings>,
    token: vscode.CancellationToken,
  ): Promise<ClusterSuggestion> {
    return this.server.request(suggestClusters, { uri, settings, job: randomUUID() }, undefined, token);
  }

  /** One cluster, with `count` of its members after the first `from`. */
  detail(
    uri: string,
    asked: { clustering: string; id: number; from: number; count: number },
  ): Promise<ClusterDetail> {
    return this.server.request(clusterDetail, { uri, ...asked }, answerLimitMs);
  }

  /** Numbers of the clusters with such a class, host, port or part of a token. */
  find(uri: string, clustering: string, text: string): Promise<readonly number[]> {
    return this.server.request(findClusters, { uri, clustering, text }, answerLimitMs);
  }

  /**
   * The cluster of each line of an open capture, zero-based lines, both included; of the clustering that the server
   * used last when this window asked for none. Nothing without a clustering.
   */
  lines(
    uri: string,
    [firstLine, lastLine]: readonly [number, number],
    token?: vscode.CancellationToken,
  ): Promise<readonly (number | null)[]> {
    const known = this.of(uri);
    const params = { uri, firstLine, lastLine, ...(known ? { clustering: known.clustering } : {}) };
    return this.server.request(clusterLines, params, answerLimitMs, token);
  }

  /** Writes every token with its cluster; answers with the tokens written. */
  async exportTo(uri: string, clustering: string, out: vscode.Uri): Promise<number> {
    const params = { uri, clustering, out: out.toString() };
    const { rows } = await this.server.request(exportClusters, params, exportLimitMs);
    return rows;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** How flows are clustered, as the settings have it. */
export function clusterSettings(resource: vscode.Uri): ClusterSettings {
  const own = vscode.workspace.getConfiguration('flow2vec', resource);
  const names = Object.keys(clusterParameters);
  const set = Object.fromEntries(names.map(name => [name, own.get<unknown>(`clusters.${name}`)]));
  const settings = { ...set, seed: own.get<unknown>('embedding.seed') };
  return {
    ...defaultsOf(clusterParameters),
    seed: embeddingParameters.seed.default,
    ...readClusterSettings(settings),
  };
}
