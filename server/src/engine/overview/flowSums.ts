import type { FlowCodes } from './flowCodes';

/** Flows and bytes of each cell, side by side: what is counted lies far apart in a large memory. */
export type Sums = Record<'conversations' | 'services' | 'states', Float64Array>;

/** Sums of the first flows of a list; undefined of none. */
export interface Mark {
  at: number;
  sums: Sums | undefined;
}

/** Does something with a stretch of flows after another, from the first up to the second place, with pauses between. */
export type Stretches = (from: number, to: number, work: (from: number, to: number) => void) => Promise<void>;

export const sumsOf = (size: number) => new Float64Array(2 * size);

export const add = (counts: Float64Array, at: number, more: number) => {
  counts[at] = (counts[at] as number) + more;
};

export const emptySums = ({ conversations, services, byState }: FlowCodes): Sums => ({
  conversations: sumsOf(conversations.groups.length),
  services: sumsOf(services.groups.length),
  states: sumsOf(byState.groups.length),
});

export const copyOf = (sums: Sums): Sums => ({
  conversations: sums.conversations.slice(),
  services: sums.services.slice(),
  states: sums.states.slice(),
});

/** Adds flows of a list, or takes them away. */
export function addFlows(
  { bytes, conversations, services, byState }: FlowCodes,
  flows: Uint32Array,
  sums: Sums,
  { from, to, sign = 1 }: { from: number; to: number; sign?: 1 | -1 },
): void {
  const [ofConversation, ofService, ofState] = [conversations.codes, services.codes, byState.codes];
  for (let k = from; k < to; k++) {
    const flow = flows[k] as number;
    const size = sign * (bytes[flow] as number);
    const [a, b, c] = [
      2 * (ofConversation[flow] as number),
      2 * (ofService[flow] as number),
      2 * (ofState[flow] as number),
    ];
    add(sums.conversations, a, sign);
    add(sums.conversations, a + 1, size);
    add(sums.services, b, sign);
    add(sums.services, b + 1, size);
    add(sums.states, c, sign);
    add(sums.states, c + 1, size);
  }
}

/**
 * Sums of the flows from one place of a list up to another. Of many, these are the sums up to one mark less those up to
 * another, and only flows between a place and its mark are counted.
 */
export async function sumsBetween(
  codes: FlowCodes,
  { flows, marks }: { flows: Uint32Array; marks: readonly Mark[] },
  [from, to]: readonly [from: number, to: number],
  each: Stretches,
): Promise<Sums> {
  const [low, high] = [nearest(marks, from), nearest(marks, to)];
  if (to - from <= Math.abs(low.at - from) + Math.abs(high.at - to)) {
    const sums = emptySums(codes);
    await each(from, to, (a, b) => addFlows(codes, flows, sums, { from: a, to: b }));
    return sums;
  }
  const sums = difference(codes, high.sums, low.sums);
  const between = (one: number, other: number, sign: 1 | -1) =>
    each(Math.min(one, other), Math.max(one, other), (a, b) =>
      addFlows(codes, flows, sums, { from: a, to: b, sign }),
    );
  await between(from, low.at, from < low.at ? 1 : -1);
  await between(to, high.at, high.at < to ? 1 : -1);
  return sums;
}

function nearest(marks: readonly Mark[], place: number): Mark {
  return marks.reduce((best, mark) => (Math.abs(mark.at - place) < Math.abs(best.at - place) ? mark : best));
}

function difference(codes: FlowCodes, more: Sums | undefined, less: Sums | undefined): Sums {
  const sums = more ? copyOf(more) : emptySums(codes);
  if (less)
    for (const name of ['conversations', 'services', 'states'] as const) {
      const [of, taken] = [sums[name], less[name]];
      for (let i = 0; i < of.length; i++) of[i] = (of[i] as number) - (taken[i] as number);
    }
  return sums;
}
