import { pageBytes, sharedMemory, type KernelFunctions } from '../../base/threads/kernel';

/** Offsets into the control block, as in server/kernels/shared/tsneControl.ts. */
export const controlField = { cancel: 0, done: 12, layout: 88, nextLayout: 92, divergence: 120 } as const;

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
  let at = pageBytes;
  const take = (bytes: number) => {
    const address = at;
    at += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const control = take(256);
  const edges = n * k * 4;
  // A row of symmetric entries is padded to a multiple of four.
  const entries = (2 * n * k + 3 * n) * 4;
  const neighbours = take(edges);
  const distances = take(edges);
  const [conditional, incomingStarts, incoming, rowStarts] = [edges, n * 4 + 4, edges, n * 4 + 4].map(take);
  const [columns, values] = [entries, entries].map(take);
  const points = n * pointFloats * 4;
  const layout = take(points);
  const [nextLayout, velocity, gains] = [points, points, points].map(take);
  const scratchBytes = Math.ceil(Math.max(n * 4, k * 4 + 64, ownBytes) / 64) * 64;
  const scratch = take(scratchBytes * threads);
  const notes = take(threads * 128);
  const shares = take((threads + 1) * 4);
  const field = take(fieldBytes);
  const memory = sharedMemory(at, 'Lay out fewer points, or with a lower perplexity.');
  const words = new Uint32Array(memory.buffer, control, 64);
  const floats = new Float32Array(memory.buffer, control, 64);
  words.set([n, k, dimensions, threads, sizes.iterations, sizes.early], 4);
  floats.set([sizes.perplexity, sizes.exaggeration, sizes.rate], 10);
  words.set([neighbours, distances, conditional, incomingStarts, incoming].map(Number), 14);
  words.set([rowStarts, columns, values, layout, nextLayout, velocity, gains].map(Number), 19);
  words.set([scratch, scratchBytes, notes], 26);
  words.set([field, mostNodes, shares], 32);
  new Uint32Array(memory.buffer, shares, threads + 1).forEach((_, t, all) => {
    all[t] = Math.floor((n * t) / threads);
  });
  return { memory, control, pointFloats, neighbours, distances, layout };
}
