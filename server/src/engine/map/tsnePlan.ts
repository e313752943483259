import * as l10n from '@vscode/l10n';
import * as control from '../../../kernels/map/parts/tsneControl';
import {
  Addresses,
  putFloats,
  putWords,
  sharedMemory,
  type KernelFunctions,
} from '../../base/threads/kernel';

export interface TsnePlan {
  memory: WebAssembly.Memory;
  control: number;
  /** Numbers that a point takes in the tables of layouts. */
  pointFloats: number;
  neighbours: number;
  distances: number;
  layout: number;
}

export interface TsneSizes {
  n: number;
  k: number;
  dimensions: 2 | 3;
  threads: number;
  iterations: number;
  early: number;
  perplexity: number;
  exaggeration: number;
  rate: number;
}

/** Nodes of the grid in one dimension at most, padding included; a layout wider than it gets wider meshes. */
const mostNodes = 2048;

/** Lays out what the threads of a t-SNE share. Throws, with the remedy, when the machine has no room for it. */
export function planTsne(kernel: KernelFunctions, sizes: TsneSizes): TsnePlan {
  const { n, k, dimensions, threads } = sizes;
  const pointFloats = dimensions === 2 ? 2 : 4;
  const ask = (call: string, ...args: number[]) => (kernel[call]?.(...args) ?? 0) >>> 0;
  const fieldBytes = ask(
    dimensions === 2 ? 'fieldBytes' : 'treeBytes',
    dimensions === 2 ? mostNodes : n,
    threads,
  );
  const ownBytes = dimensions === 2 ? ask('fieldScratchBytes', mostNodes) : ask('treeScratchBytes', n);
  const addresses = new Addresses();
  const take = (bytes: number) => addresses.take(bytes);
  const block = take(256);
  const edges = n * k * 4;
  // A row of symmetric entries is padded to a multiple of four.
  const entries = (2 * n * k + 3 * n) * 4;
  const neighbours = take(edges);
  const distances = take(edges);
  const [conditional, incomingStarts] = [take(edges), take(n * 4 + 4)];
  const [incoming, rowStarts] = [take(edges), take(n * 4 + 4)];
  const [columns, values] = [take(entries), take(entries)];
  const points = n * pointFloats * 4;
  const layout = take(points);
  const [nextLayout, velocity, gains] = [take(points), take(points), take(points)];
  const scratchBytes = Math.ceil(Math.max(n * 4, k * 4 + 64, ownBytes) / 64) * 64;
  const scratch = take(scratchBytes * threads);
  const notes = take(threads * 128);
  const shares = take((threads + 1) * 4);
  const field = take(fieldBytes);
  const memory = sharedMemory(addresses.end, l10n.t('Lay out fewer points, or with a lower perplexity.'));
  putWords(memory, block, [
    [control.N, n],
    [control.K, k],
    [control.DIMENSIONS, dimensions],
    [control.THREADS, threads],
    [control.ITERATIONS, sizes.iterations],
    [control.EARLY, sizes.early],
    [control.NEIGHBOURS, neighbours],
    [control.DISTANCES, distances],
    [control.CONDITIONAL, conditional],
    [control.INCOMING_STARTS, incomingStarts],
    [control.INCOMING, incoming],
    [control.ROW_STARTS, rowStarts],
    [control.COLUMNS, columns],
    [control.VALUES, values],
    [control.LAYOUT, layout],
    [control.NEXT_LAYOUT, nextLayout],
    [control.VELOCITY, velocity],
    [control.GAINS, gains],
    [control.SCRATCH, scratch],
    [control.SCRATCH_BYTES, scratchBytes],
    [control.NOTES, notes],
    [control.FIELD, field],
    [control.MOST_NODES, mostNodes],
    [control.SHARES, shares],
  ]);
  putFloats(memory, block, [
    [control.PERPLEXITY, sizes.perplexity],
    [control.EXAGGERATION, sizes.exaggeration],
    [control.RATE, sizes.rate],
  ]);
  new Uint32Array(memory.buffer, shares, threads + 1).forEach((_, t, all) => {
    all[t] = Math.floor((n * t) / threads);
  });
  return { memory, control: block, pointFloats, neighbours, distances, layout };
}
