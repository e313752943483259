import { lastFields } from '../training/corpus/phraseTokens';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import type { Numbered } from './behaviour';
import { nearestKnown } from './distances';
import { priorFlows, type Peers } from './evidence';
import type { Counts } from './groups';

export interface Peer {
  host: number;
  similarity: number;
}

/** Hosts that each host is like. */
const nearest = 8;
/** Flows below which a host is nobody's peer. */
const leastFlows = 5;
const mostPeers = 4096;
/** Products of numbers spent on finding peers. */
const mostProducts = 5e9;

/** Which hosts are like which by the vectors of what they do. */
export class HostPeers {
  private constructor(private readonly near: ReadonlyMap<number, readonly Peer[]>) {}

  static readonly none = new HostPeers(new Map());

  of(host: number): readonly Peer[] {
    return this.near.get(host) ?? [];
  }

  /** What peers have in common by the counts of a stretch of time, weighted by how like they are. */
  during({ host: flows }: Counts): Peers {
    return {
      share: (host, countOf) => {
        const peers = this.near.get(host);
        if (!peers) return undefined;
        let [sum, whole] = [0, 0];
        for (const { host: peer, similarity } of peers) {
          sum += (similarity * countOf(peer)) / ((flows[peer] as number) + priorFlows);
          whole += similarity;
        }
        return sum / whole;
      },
    };
  }

  /**
   * Peers of the hosts that were known before and are asked about. A host's vector is the mean over its flows of the
   * vectors of what they have beside its address; there are none where tokens lack the source address.
   */
  static async find(model: Model, hosts: Numbered, before: Counts, asked: Counts): Promise<HostPeers> {
    const { tokenColumns, size } = model.facts.config as unknown as EmbeddingConfig;
    const column = tokenColumns.indexOf('SrcAddr');
    if (column < 0) return new HostPeers(new Map());
    const rows = new Map<number, Float32Array>();
    for (const [token, text] of model.vocabulary.tokens.entries()) {
      const host = hosts.find(lastFields(text, tokenColumns.length)[column] as string);
      if (host === undefined) continue;
      let vector = rows.get(host);
      if (!vector) rows.set(host, (vector = new Float32Array(size)));
      addToken(model, token, column, tokenColumns.length, vector);
    }
    const flowsOf = (host: number) => before.host[host] as number;
    const known = [...rows.keys()].filter(host => flowsOf(host) > 0);
    const queries = known.filter(host => (asked.host[host] as number) > 0);
    const room = Math.floor(mostProducts / size / Math.max(1, queries.length));
    const candidates = known
      .filter(host => flowsOf(host) >= leastFlows)
      // Names rather than numbers: those depend on the order in which flows are read.
      .sort(
        (a, b) =>
          flowsOf(b) - flowsOf(a) || ((hosts.names[a] as string) < (hosts.names[b] as string) ? -1 : 1),
      )
      .slice(0, Math.min(mostPeers, Math.max(nearest + 1, room)));
    const fill = (list: readonly number[]) => ({
      count: list.length,
      fill: (i: number, target: Float32Array) => target.set(rows.get(list[i] as number) as Float32Array),
    });
    if (candidates.length === 0) return new HostPeers(new Map());
    const k = nearest + 1;
    const found = await nearestKnown(size, fill(candidates), fill(queries), k);
    const near = new Map<number, Peer[]>();
    for (const [q, query] of queries.entries()) {
      const peers: Peer[] = [];
      for (let i = q * k; i < (q + 1) * k && peers.length < nearest; i++) {
        const host = candidates[found.rows[i] as number];
        const similarity = found.similarities[i] as number;
        if (host !== undefined && host !== query && similarity > 0) peers.push({ host, similarity });
      }
      if (peers.length > 0) near.set(query, peers);
    }
    return new HostPeers(near);
  }
}

/** Adds the vector of a token, as often as it occurs; of composed ones without what the source address gives. */
function addToken(
  { fields, inputs, vocabulary }: Model,
  token: number,
  without: number,
  columns: number,
  vector: Float32Array,
): void {
  const size = vector.length;
  const count = vocabulary.counts[token] as number;
  const add = (row: number, weight: number) => {
    for (let k = 0; k < size; k++)
      vector[k] = (vector[k] as number) + weight * (inputs[row * size + k] as number);
  };
  if (!fields) return add(token, count);
  for (let c = 0; c < fields.columns; c++)
    if (c % columns !== without)
      add(fields.ofTokens[token * fields.columns + c] as number, count / fields.columns);
}
