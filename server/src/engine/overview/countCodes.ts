import type { FlowGroup, GroupBy } from '../../../../shared/protocol/overview';
import { labelClasses } from '../captures/labels';
import type { AskedCount, Counted } from './counted';
import type { Cells, FlowCodes } from './flowCodes';
import { groupOf } from './flowGroups';
import { groupings } from './groupings';
import { largestGroups } from './largestGroups';
import { FlowSteps, ServiceSteps } from './flowSteps';
import { add, addFlows, sumsBetween, sumsOf } from './flowSums';
import { stretchesOf, type TimedFlows } from './timedFlows';
import { emptySteps, gridOf, stepAt, type TimeRange } from './timeline';

/** Flows of a capture as numbers: those that a filter has, and of these, those from one time up to another. */
export interface ChosenFlows {
  codes: FlowCodes;
  timed: TimedFlows;
  /** Microseconds since 1970; all flows without it, those without a time too. */
  bounds?: readonly [since: number, before: number] | undefined;
}

/** The same numbers that SQL over the flows gives, in the same order. */
export async function countCodes(
  chosen: ChosenFlows,
  { top, toldApart, unexpected, signal }: AskedCount & { signal?: AbortSignal | undefined },
): Promise<Counted> {
  const { codes, timed } = chosen;
  const each = stretchesOf(signal);
  const part = partOf(chosen);
  const { from, to, low, high, edges } = part;
  const sums = await sumsBetween(codes, timed, [from, to], each);
  addFlows(codes, edges, sums, { from: 0, to: edges.length });
  const { conversations, services, byState, addresses, protocols, ports, states } = codes;
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
  const range = rangeOf(codes, timed, part);
  const grid = range && gridOf(range);
  const told = found.services.largest.slice(0, toldApart);
  const timeline = grid
    ? emptySteps(grid, { services: told.length, unexpected: unexpected !== undefined })
    : [];
  if (grid) {
    const [steps, served] = [new FlowSteps(codes, grid), new ServiceSteps(codes, grid, told)];
    for (const counter of told.length > 0 ? [steps, served] : [steps]) {
      if (grid.micros % timed.slots.micros === 0) counter.addSlots(timed, low, high);
      else await each(from, to, (a, b) => counter.addFlows(timed.flows, a, b));
      counter.addFlows(edges, 0, edges.length);
    }
    for (const [i, step] of timeline.entries()) {
      step.flows = steps.flows[i] as number;
      step.bytes = steps.bytes[i] as number;
      step.hosts = steps.hosts[i] as number;
      step.labels = named(steps.classes, i);
      if (step.services) step.services = served.of(i);
    }
    for (const time of timesOf(chosen, unexpected ?? [])) {
      const step = timeline[stepAt(time, grid)];
      if (step?.unexpected !== undefined) step.unexpected++;
    }
  }
  return {
    ...{ flows: to - from + edges.length, bytes, labels: named(classes, 0) },
    ...{ hosts: found.hosts, conversations: found.conversations },
    ...{ services: found.services, states: found.states },
    ...{ step: grid?.step ?? 0, timeline, range },
  };
}

/** What is counted of a list of flows: whole slots, and flows of those that a bound goes through. */
interface Part {
  /** Slots from the first up to the second, and where their flows begin and end. */
  low: number;
  high: number;
  from: number;
  to: number;
  edges: Uint32Array;
}

function partOf({ codes: { times }, timed, bounds }: ChosenFlows): Part {
  const { slots, starts, flows } = timed;
  const { micros, begin, count } = slots;
  if (!bounds) return { from: 0, to: flows.length, low: 0, high: count, edges: new Uint32Array(0) };
  const [since, before] = bounds;
  const within = (slot: number) => Math.max(0, Math.min(count, slot));
  const low = within(Math.ceil(since / micros) - begin);
  const high = Math.max(low, within(stepAt(before, slots)));
  const cut = new Set([stepAt(since, slots), stepAt(before, slots)]);
  const edges = [...cut]
    .filter(slot => slot >= 0 && slot < count && (slot < low || slot >= high))
    .map(slot =>
      flows.subarray(starts[slot], starts[slot + 1]).filter(flow => {
        const time = times[flow] as number;
        return time >= since && time < before;
      }),
    );
  const all = new Uint32Array(edges.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const some of edges) {
    all.set(some, at);
    at += some.length;
  }
  return { low, high, from: starts[low] as number, to: starts[high] as number, edges: all };
}

function rangeOf(
  { times }: FlowCodes,
  { counts: { earliest, latest } }: TimedFlows,
  { low, high, edges }: Part,
): TimeRange {
  let [first, last] = [Infinity, -Infinity];
  for (let slot = low; slot < high; slot++) {
    first = Math.min(first, earliest[slot] as number);
    last = Math.max(last, latest[slot] as number);
  }
  for (const flow of edges) {
    first = Math.min(first, times[flow] as number);
    last = Math.max(last, times[flow] as number);
  }
  return first <= last ? [first, last] : undefined;
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
      // Of most cells a part of the time has no flow, and groups lie far apart in memory.
      const flows = counted[2 * cell] as number;
      const group = flows === 0 ? -1 : (owner[cell] as number);
      if (group < 0) continue;
      add(sums, 2 * group, flows);
      add(sums, 2 * group + 1, counted[2 * cell + 1] as number);
    }
  const { largest, inAll } = largestGroups(sums, top, order);
  const slots = new Int32Array(size).fill(-1);
  for (const [place, code] of largest.entries()) slots[code] = place;
  const shares = new Float64Array(largest.length * labelClasses.length);
  for (const owner of owners)
    for (let cell = 0; owner && cell < owner.length; cell++) {
      const flows = counted[2 * cell] as number;
      const group = flows === 0 ? -1 : (owner[cell] as number);
      const place = group < 0 ? -1 : (slots[group] as number);
      if (place >= 0) add(shares, place * labelClasses.length + (classes[cell] as number), flows);
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

/** Times of records of the first file, of those that are counted and have one. */
function timesOf({ codes, timed: { passes }, bounds }: ChosenFlows, records: readonly number[]): number[] {
  const [since, before] = bounds ?? [-Infinity, Infinity];
  const found = new Set(records.map(record => (codes.places[0]?.[record] ?? 0) - 1));
  return [...found]
    .filter(flow => flow >= 0 && (!passes || passes[flow] === 1))
    .map(flow => codes.times[flow] as number)
    .filter(time => time >= since && time < before);
}

/** Counts of the classes that occur, of one of several. */
function named(counts: Float64Array, at: number): Record<string, number> {
  const own = counts.subarray(at * labelClasses.length, (at + 1) * labelClasses.length);
  return Object.fromEntries(labelClasses.flatMap((name, i) => (own[i] ? [[name, own[i]]] : [])));
}
