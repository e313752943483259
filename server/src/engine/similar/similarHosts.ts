import type { SimilarHost } from '../../../../shared/protocol/hosts';
import { largest } from '../../base/largest';
import { labelsOf } from '../training/corpus/tokenLabels';
import type { OpenModel } from './openModels';

/** Flows below which a host is like nobody: too little is known of it. */
const leastFlows = 5;

/** The tokens of hosts, and the directions of what they do. */
interface Hosts {
  names: string[];
  numbers: Map<string, number>;
  /** Rows of each host's tokens, the commonest first, and its flows. */
  tokens: number[][];
  flows: number[];
  /** Row-major, of length one: the mean over a host's flows of what they have beside its address. */
  directions: Float32Array;
  size: number;
}

const known = new WeakMap<OpenModel, Hosts | undefined>();

/** Hosts that do what one does, and its tokens; undefined where the model has none of its flows, or no source addresses. */
export function similarHosts(
  model: OpenModel,
  address: string,
  top: number,
): { similar: SimilarHost[]; rows: readonly number[] } | undefined {
  if (!known.has(model)) known.set(model, hostsOf(model));
  const hosts = known.get(model);
  const host = hosts?.numbers.get(address);
  if (!hosts || host === undefined) return undefined;
  const rows = hosts.tokens[host] as number[];
  if ((hosts.flows[host] as number) < leastFlows) return { similar: [], rows };
  const closeness = new Float64Array(hosts.names.length);
  for (let other = 0; other < closeness.length; other++) {
    const isComparable = other !== host && (hosts.flows[other] as number) >= leastFlows;
    closeness[other] = isComparable ? product(hosts, host, other) : -2;
  }
  const similar = largest(closeness, Math.min(top, closeness.length))
    .filter(other => (closeness[other] as number) > 0)
    .map(other => ({
      address: hosts.names[other] as string,
      similarity: closeness[other] as number,
      flows: hosts.flows[other] as number,
      labels: labelsOf(model.vocabulary, hosts.tokens[other] as number[]),
    }));
  return { similar, rows };
}

function hostsOf({ vocabulary, vectors, neighbourhood }: OpenModel): Hosts | undefined {
  const { columns } = neighbourhood;
  const column = columns.indexOf('SrcAddr');
  if (column < 0) return undefined;
  const hosts = { names: [] as string[], numbers: new Map<string, number>() };
  const tokens: number[][] = [];
  const flows: number[] = [];
  const sums: Float64Array[] = [];
  let size = 0;
  for (let row = 0; row < vocabulary.size; row++) {
    const parts = (vocabulary.tokens[row] as string).split(' ').slice(-columns.length);
    const address = parts[column];
    if (address === undefined || address === '') continue;
    let host = hosts.numbers.get(address);
    if (host === undefined) {
      host = hosts.names.length;
      hosts.names.push(address);
      hosts.numbers.set(address, host);
      tokens.push([]);
      flows.push(0);
    }
    const count = vocabulary.counts[row] as number;
    (tokens[host] as number[]).push(row);
    flows[host] = (flows[host] as number) + count;
    // Without what its address gives, where vectors are composed: who a host is must not tell what it does.
    const place = neighbourhood.place(parts.with(column, '\u0000').join(' '));
    const vector = place && 'vector' in place ? place.vector : vectors.vector(row);
    size = vector.length;
    const sum = (sums[host] ??= new Float64Array(size));
    for (let k = 0; k < size; k++) sum[k] = (sum[k] as number) + count * (vector[k] as number);
  }
  const directions = new Float32Array(hosts.names.length * size);
  for (const [host, sum] of sums.entries()) {
    const norm = Math.hypot(...sum) || 1;
    for (let k = 0; k < size; k++) directions[host * size + k] = (sum[k] as number) / norm;
    (tokens[host] as number[]).sort(
      (a, b) => (vocabulary.counts[b] as number) - (vocabulary.counts[a] as number) || a - b,
    );
  }
  return { ...hosts, tokens, flows, directions, size };
}

function product({ directions, size }: Hosts, a: number, b: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++)
    sum += (directions[a * size + k] as number) * (directions[b * size + k] as number);
  return sum;
}
