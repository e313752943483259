/**
 * The inner nodes near the root of the Huffman tree, which almost every centre meets. Were all threads to write
 * them at every centre, their cache lines would travel between the cores all the time: so each thread owns a copy,
 * and now and then gives the mean of the copies' changes back (parameter averaging: Zinkevich et al. 2010,
 * "Parallelized Stochastic Gradient Descent"; a sum would overshoot, for each copy alone comes near the optimum).
 */
import { outputs, roundUp, stride, threads, vocabulary } from './settings';
import { addChange, copyRow } from './vectors';

/** Nodes owned, the heaviest: about the seven levels below the root. */
const NODES: u32 = 127;
/** Centres trained between two visits to shared memory. */
const VISIT: i32 = 256;

let first: u32 = 0, count: u32 = 0, now: usize = 0, before: usize = 0, trained: i32 = 0;

/** Takes scratch from `at` on; the first free address. */
export function layOwned(at: usize): usize {
  const inner = vocabulary > 0 ? vocabulary - 1 : 0;
  count = min(NODES, inner);
  // Nodes are numbered as the tree was built, the lightest first.
  first = inner - count;
  now = at; at += roundUp((NODES as usize) * stride);
  before = at; at += roundUp((NODES as usize) * stride);
  return at;
}

/** Where this thread finds the output row of an inner node. */
@inline
export function ownedRow(node: u32): usize {
  return node < first ? outputs + (node as usize) * stride : now + ((node - first) as usize) * stride;
}

/** Copies the nodes; before the first centre. */
export function fetchOwned(): void {
  const from = outputs + (first as usize) * stride;
  for (let n: usize = 0; n < (count as usize) * stride; n += stride) {
    copyRow(now + n, from + n, stride);
    copyRow(before + n, from + n, stride);
  }
  trained = 0;
}

/** Gives the changes back; after the last centre. */
export function giveBackOwned(): void {
  const to = outputs + (first as usize) * stride;
  const share: f32 = 1 / (threads as f32);
  for (let n: usize = 0; n < (count as usize) * stride; n += stride) addChange(to + n, now + n, before + n, share, stride);
}

/** Visits shared memory when enough centres were trained since the last visit. */
@inline
export function visitWhenDue(centres: i32): void {
  trained += centres;
  if (trained < VISIT) return;
  giveBackOwned();
  fetchOwned();
}
