import type { FlowGroup, GroupBy } from '../../../../shared/protocol/overview';
import { Turns } from '../../base/threads/turns';
import { labelClasses } from '../captures/labels';
import type { AskedCount, Counted } from './counted';
import type { Cells, FlowCodes } from './flowCodes';
import { groupOf } from './flowGroups';
import { groupings } from './groupings';
import { largestGroups } from './largestGroups';
import { emptySteps, gridOf, type TimeGrid, type TimeRange } from './timeline';

export interface AskedCodes extends AskedCount {
  /** Ascending places of the flows that are counted; all without it. */
  chosen?: Uint32Array | undefined;
  signal?: AbortSignal | undefined;
}

/** Flows in a stretch between two pauses: a millisecond or two of counting. */
const stretch = 32_768;

type Each = (count: (from: number, to: number) => void) => Promise<void>;

/** The same numbers that SQL over the flows gives, in the same order. */
export async function countCodes(
  codes: FlowCodes,
  { top, toldApart, chosen, unexpected, signal }: AskedCodes,
): Promise<Counted> {
  const turns = new Turns(signal);
  const n = chosen?.length ?? codes.flows;
  const each: Each = async count => {
    for (let from = 0; from < n; from += stretch) {
      count(from, Math.min(n, from + stretch));
      await turns.after(stretch);
    }
  };
  const range = await rangeOf(codes, chosen, each);
  const grid = range && gridOf(range);
  const { conversations, services, byState } = codes;
  const sums: Sums = {
    conversations: sumsOf(conversations.groups.length),
    services: sumsOf(services.groups.length),
    states: sumsOf(byState.groups.length),
  };
  const steps = stepsOf(grid, codes.addresses.length);
  await each((from, to) => {
    addFlows(codes, { chosen, from, to, sums });
    if (grid) addSteps(codes, { chosen, from, to, steps, grid });
  });
  const { addresses, protocols, ports, states } = codes;
  const found = {
    hosts: groupsOf('hosts', conversations, sums.conversations, top, hostsOf(codes)),
    conversations: groupsOf(
      'conversations',
      conversations,
      sums.conversations,
      top,
      pairsOf(conversations, (a, b) => [addresses[a] as string, addresses[b] as string]),
    ),
    services: groupsOf(
      'services',
      services,
      sums.services,
      top,
      pairsOf(services, (a, b) => [protocols[a] as string, ports[b] as string]),
    ),
    states: groupsOf(
      'states',
      byState,
      sums.states,
      top,
      pairsOf(byState, a => [states[a] as string]),
    ),
  };
  const classes = new Float64Array(labelClasses.length);
  let bytes = 0;
  for (const [cell, name] of byState.classes.entries()) {
    add(classes, name, sums.states[2 * cell] as number);
    bytes += sums.states[2 * cell + 1] as number;
  }
  const told = found.services.largest.slice(0, toldApart);
  const served = new Float64Array((grid?.length ?? 0) * (told.length + 1));
  const places = placesOfCells(services, told);
  await each((from, to) => {
    if (grid) addServices(codes, { chosen, from, to, grid, places, told: told.length, served });
  });
  const timeline = grid
    ? emptySteps(grid, { services: told.length, unexpected: unexpected !== undefined })
    : [];
  for (const [i, step] of timeline.entries()) {
    step.flows = steps.flows[i] as number;
    step.bytes = steps.bytes[i] as number;
    step.hosts = steps.hosts[i] as number;
    step.labels = named(steps.classes, i);
    if (step.services)
      step.services = [...served.subarray(i * (told.length + 1), (i + 1) * (told.length + 1))];
  }
  if (grid && unexpected)
    for (const place of placesOf(codes, unexpected, chosen)) {
      const step = timeline[stepAt(codes.times[place] as number, grid)];
      if (step?.unexpected !== undefined) step.unexpected++;
    }
  return {
    ...{ flows: n, bytes, labels: named(classes, 0) },
    ...{ hosts: found.hosts, conversations: found.conversations },
    ...{ services: found.services, states: found.states },
    ...{ step: grid?.step ?? 0, timeline, range },
  };
}

/** Flows and bytes of each cell, side by side: what is counted lies far apart in a large memory. */
type Sums = Record<'conversations' | 'services' | 'states', Float64Array>;

const sumsOf = (size: number) => new Float64Array(2 * size);

interface Stretch {
  chosen: Uint32Array | undefined;
  from: number;
  to: number;
}

const add = (counts: Float64Array, at: number, more: number) => {
  counts[at] = (counts[at] as number) + more;
};

const stepAt = (time: number, { micros, begin }: TimeGrid) => Math.floor(time / micros) - begin;

async function rangeOf(
  { times }: FlowCodes,
  chosen: Uint32Array | undefined,
  each: Each,
): Promise<TimeRange> {
  let [first, last] = [Infinity, -Infinity];
  await each((from, to) => {
    for (let k = from; k < to; k++) {
      const time = times[chosen ? (chosen[k] as number) : k] as number;
      // No comparison holds of what is no number.
      if (time < first) first = time;
      if (time > last) last = time;
    }
  });
  return first <= last ? [first, last] : undefined;
}

interface Steps {
  flows: Float64Array;
  bytes: Float64Array;
  hosts: Float64Array;
  /** Flows of each class, step by step. */
  classes: Float64Array;
  /** One more than the step in which an address began a flow last. */
  last: Uint8Array;
  /** A bit for each step in which an address began a flow: there are no more than 128. */
  seen: Uint32Array;
}

function stepsOf(grid: TimeGrid | undefined, addresses: number): Steps {
  const length = grid?.length ?? 0;
  const numbers = () => new Float64Array(length);
  return {
    ...{ flows: numbers(), bytes: numbers(), hosts: numbers() },
    classes: new Float64Array(length * labelClasses.length),
    last: new Uint8Array(addresses),
    seen: new Uint32Array(addresses * 4),
  };
}

function addFlows(
  { bytes, conversations, services, byState }: FlowCodes,
  { chosen, from, to, sums }: Stretch & { sums: Sums },
): void {
  const [ofConversation, ofService, ofState] = [conversations.codes, services.codes, byState.codes];
  for (let k = from; k < to; k++) {
    const i = chosen ? (chosen[k] as number) : k;
    const size = bytes[i] as number;
    const [a, b, c] = [
      2 * (ofConversation[i] as number),
      2 * (ofService[i] as number),
      2 * (ofState[i] as number),
    ];
    add(sums.conversations, a, 1);
    add(sums.conversations, a + 1, size);
    add(sums.services, b, 1);
    add(sums.services, b + 1, size);
    add(sums.states, c, 1);
    add(sums.states, c + 1, size);
  }
}

function addSteps(
  { times, bytes, sources, classes }: FlowCodes,
  { chosen, from, to, steps, grid }: Stretch & { steps: Steps; grid: TimeGrid },
): void {
  for (let k = from; k < to; k++) {
    const i = chosen ? (chosen[k] as number) : k;
    const time = times[i] as number;
    if (Number.isNaN(time)) continue;
    const step = stepAt(time, grid);
    add(steps.flows, step, 1);
    add(steps.bytes, step, bytes[i] as number);
    add(steps.classes, step * labelClasses.length + (classes[i] as number), 1);
    const source = sources[i] as number;
    // Flows stand nearly in order of time, so this is what most need.
    if (steps.last[source] === step + 1) continue;
    steps.last[source] = step + 1;
    const word = source * 4 + (step >>> 5);
    const bit = 1 << (step & 31);
    if (((steps.seen[word] as number) & bit) !== 0) continue;
    steps.seen[word] = (steps.seen[word] as number) | bit;
    add(steps.hosts, step, 1);
  }
}

function addServices(
  { times, services }: FlowCodes,
  {
    chosen,
    from,
    to,
    grid,
    places,
    told,
    served,
  }: Stretch & { grid: TimeGrid; places: Uint8Array; told: number; served: Float64Array },
): void {
  for (let k = from; k < to; k++) {
    const i = chosen ? (chosen[k] as number) : k;
    const time = times[i] as number;
    if (Number.isNaN(time)) continue;
    add(served, stepAt(time, grid) * (told + 1) + (places[services.codes[i] as number] as number), 1);
  }
}

/** The place of each cell's group among some, few; their number for all others. */
function placesOfCells({ groups }: Cells, few: readonly number[]): Uint8Array {
  const places = new Map(few.map((group, place) => [group, place]));
  return Uint8Array.from(groups, group => places.get(group) ?? few.length);
}

interface Grouped {
  size: number;
  valuesOf(code: number): string[];
  /** Groups of each cell, of which there are two at most; -1: none. */
  owners: readonly [Int32Array, Int32Array?];
  order(a: number, b: number): number;
}

/** What the pairs of some cells are called. */
function pairsOf(cells: Cells, valuesOf: (first: number, second: number) => string[]): Grouped {
  const { first, second } = cells;
  const number = (of: Uint32Array, at: number) => of[at] as number;
  return {
    size: first.length,
    valuesOf: code => valuesOf(number(first, code), number(second, code)),
    owners: [cells.groups],
    order: (a, b) => number(first, a) - number(first, b) || number(second, a) - number(second, b),
  };
}

/** Hosts are the two ends of conversations. */
const hostsOf = ({ addresses, ends }: FlowCodes): Grouped => ({
  size: addresses.length,
  valuesOf: code => [addresses[code] as string],
  owners: ends,
  order: (a, b) => a - b,
});

function groupsOf(
  kind: Exclude<GroupBy, 'labels'>,
  { classes }: Cells,
  counted: Float64Array,
  top: number,
  { size, valuesOf, owners, order }: Grouped,
): { groups: FlowGroup[]; inAll: number; largest: number[] } {
  const sums = sumsOf(size);
  for (const owner of owners)
    for (let cell = 0; owner && cell < owner.length; cell++) {
      const group = owner[cell] as number;
      if (group < 0 || counted[2 * cell] === 0) continue;
      add(sums, 2 * group, counted[2 * cell] as number);
      add(sums, 2 * group + 1, counted[2 * cell + 1] as number);
    }
  const { largest, inAll } = largestGroups(sums, top, order);
  const slots = new Int32Array(size).fill(-1);
  for (const [place, code] of largest.entries()) slots[code] = place;
  const shares = new Float64Array(largest.length * labelClasses.length);
  for (const owner of owners)
    for (let cell = 0; owner && cell < owner.length; cell++) {
      const group = owner[cell] as number;
      const place = group < 0 ? -1 : (slots[group] as number);
      if (place >= 0)
        add(shares, place * labelClasses.length + (classes[cell] as number), counted[2 * cell] as number);
    }
  const groups = largest.map((code, place) =>
    groupOf(groupings[kind], valuesOf(code), {
      flows: sums[2 * code] as number,
      bytes: sums[2 * code + 1] as number,
      labels: named(shares, place),
    }),
  );
  return { groups, inAll, largest };
}

/** The places of records of the first file that are counted. */
function placesOf(
  { places }: FlowCodes,
  records: readonly number[],
  chosen: Uint32Array | undefined,
): number[] {
  const found = new Set(records.map(record => (places[0]?.[record] ?? 0) - 1).filter(place => place >= 0));
  return chosen ? [...found].filter(place => isAmong(chosen, place)) : [...found];
}

/** Whether ascending numbers have one. */
function isAmong(sorted: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

/** Counts of the classes that occur, of one of several. */
function named(counts: Float64Array, at: number): Record<string, number> {
  const own = counts.subarray(at * labelClasses.length, (at + 1) * labelClasses.length);
  return Object.fromEntries(labelClasses.flatMap((name, i) => (own[i] ? [[name, own[i]]] : [])));
}
