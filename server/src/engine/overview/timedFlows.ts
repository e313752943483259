import { Turns } from '../../base/threads/turns';
import { labelClasses } from '../captures/labels';
import type { FlowCodes } from './flowCodes';
import { add, addFlows, copyOf, emptySums, type Mark, type Stretches } from './flowSums';
import { slotsOf, type TimeSlots } from './timeSlots';
import { stepAt } from './timeline';

/** What is counted of each slot of time. */
export interface SlotCounts {
  bytes: Float64Array;
  /** Flows of each class, slot by slot. */
  classes: Float64Array;
  /** The first and the last flow's time. */
  earliest: Float64Array;
  latest: Float64Array;
  /** Addresses that begin flows in it, once each. */
  sources: Listed;
  /** Services that are asked for in it, once each, and by how many flows. */
  services: Listed & { flows: Uint32Array };
}

/** Numbers of each slot: those of slot `i` stand from `starts[i]` up to `starts[i + 1]`. */
export interface Listed {
  starts: Uint32Array;
  values: Uint32Array;
}

/** Flows that a filter has, so that any stretch of their time is quickly counted. */
export interface TimedFlows {
  /** Places of the flows, slot by slot; those without a time are the last. */
  flows: Uint32Array;
  slots: TimeSlots;
  /** Where each slot begins among them, and where those without a time do. */
  starts: Uint32Array;
  counts: SlotCounts;
  /** Ascending, from none to all of the flows. */
  marks: readonly Mark[];
  /** Whether each flow of the capture is among them; all are without it. */
  passes?: Uint8Array | undefined;
}

/** Flows between two marks at least: fewer are counted in a moment. */
const betweenMarks = 100_000;
/** Marks at most, and bytes that they may take. */
const [mostMarks, markBytes] = [16, 96 * 2 ** 20];
/** Flows between two pauses: a millisecond or two of counting. */
const stretch = 32_768;

export function stretchesOf(signal?: AbortSignal): Stretches {
  const turns = new Turns(signal);
  return async (from, to, work) => {
    for (let at = from; at < to; at += stretch) {
      work(at, Math.min(to, at + stretch));
      await turns.after(stretch);
    }
  };
}

/** Sorts flows into slots, and counts what can be counted of each before anybody asks. */
export async function timedFlows(
  codes: FlowCodes,
  {
    passes,
    signal,
    between = betweenMarks,
  }: { passes?: Uint8Array | undefined; signal?: AbortSignal | undefined; between?: number | undefined } = {},
): Promise<TimedFlows> {
  const each = stretchesOf(signal);
  const slots = slotsOf(codes.range);
  const { flows, starts } = await inSlots(codes, slots, passes, each);
  const counts = await countSlots(codes, { flows, starts, slots }, each);
  const marks = await marksOf(codes, flows, between, each);
  return { flows, slots, starts, counts, marks, passes };
}

async function inSlots(
  { times, flows: all }: FlowCodes,
  slots: TimeSlots,
  passes: Uint8Array | undefined,
  each: Stretches,
): Promise<Pick<TimedFlows, 'flows' | 'starts'>> {
  const slotOf = (flow: number) => {
    const time = times[flow] as number;
    return Number.isNaN(time) ? slots.count : stepAt(time, slots);
  };
  // Counted, then placed: twice through the times takes less than to sort them.
  const starts = new Uint32Array(slots.count + 2);
  const next = starts.subarray(1);
  await each(0, all, (from, to) => {
    for (let flow = from; flow < to; flow++)
      if (!passes || passes[flow] === 1) {
        const slot = slotOf(flow);
        next[slot] = (next[slot] as number) + 1;
      }
  });
  for (let slot = 1; slot < starts.length; slot++)
    starts[slot] = (starts[slot] as number) + (starts[slot - 1] as number);
  const flows = new Uint32Array(starts.at(-1) as number);
  const free = starts.slice();
  await each(0, all, (from, to) => {
    for (let flow = from; flow < to; flow++)
      if (!passes || passes[flow] === 1) {
        const slot = slotOf(flow);
        flows[free[slot] as number] = flow;
        free[slot] = (free[slot] as number) + 1;
      }
  });
  return { flows, starts: starts.subarray(0, slots.count + 1) };
}

async function countSlots(
  { times, bytes, classes, sources, services, addresses }: FlowCodes,
  { flows, starts, slots }: Pick<TimedFlows, 'flows' | 'starts' | 'slots'>,
  each: Stretches,
): Promise<SlotCounts> {
  const { count } = slots;
  const timed = starts[count] as number;
  const found: SlotCounts = {
    bytes: new Float64Array(count),
    classes: new Float64Array(count * labelClasses.length),
    earliest: new Float64Array(count).fill(Infinity),
    latest: new Float64Array(count).fill(-Infinity),
    sources: { starts: new Uint32Array(count + 1), values: new Uint32Array(timed) },
    services: {
      starts: new Uint32Array(count + 1),
      values: new Uint32Array(timed),
      flows: new Uint32Array(timed),
    },
  };
  const [own, asked] = [found.sources, found.services];
  // One more than where a source, or a service, was listed last: past the slot's beginning, it is listed in this slot.
  const [ofSource, ofService] = [new Uint32Array(addresses.length), new Uint32Array(services.first.length)];
  let [slot, listed, served] = [-1, 0, 0];
  let [firstListed, firstServed] = [0, 0];
  await each(0, timed, (from, to) => {
    for (let k = from; k < to; k++) {
      while (slot + 1 < count && (starts[slot + 1] as number) <= k) {
        slot++;
        [firstListed, firstServed] = [listed, served];
        own.starts[slot] = listed;
        asked.starts[slot] = served;
      }
      const flow = flows[k] as number;
      const time = times[flow] as number;
      add(found.bytes, slot, bytes[flow] as number);
      add(found.classes, slot * labelClasses.length + (classes[flow] as number), 1);
      if (time < (found.earliest[slot] as number)) found.earliest[slot] = time;
      if (time > (found.latest[slot] as number)) found.latest[slot] = time;
      const source = sources[flow] as number;
      if ((ofSource[source] as number) <= firstListed) {
        own.values[listed++] = source;
        ofSource[source] = listed;
      }
      const service = services.groups[services.codes[flow] as number] as number;
      if ((ofService[service] as number) <= firstServed) {
        asked.values[served++] = service;
        ofService[service] = served;
      }
      const at = (ofService[service] as number) - 1;
      asked.flows[at] = (asked.flows[at] as number) + 1;
    }
  });
  for (let rest = slot + 1; rest <= count; rest++) {
    own.starts[rest] = listed;
    asked.starts[rest] = served;
  }
  return {
    ...found,
    sources: { ...own, values: own.values.slice(0, listed) },
    services: { ...asked, values: asked.values.slice(0, served), flows: asked.flows.slice(0, served) },
  };
}

async function marksOf(
  codes: FlowCodes,
  flows: Uint32Array,
  between: number,
  each: Stretches,
): Promise<Mark[]> {
  const sums = emptySums(codes);
  const bytes = sums.conversations.byteLength + sums.services.byteLength + sums.states.byteLength;
  const room = Math.min(mostMarks, Math.floor(markBytes / Math.max(1, bytes)));
  const parts = Math.max(1, Math.min(room, Math.ceil(flows.length / between)));
  const marks: Mark[] = [{ at: 0, sums: undefined }];
  for (let part = 1, from = 0; part <= parts; part++) {
    const to = Math.round((flows.length * part) / parts);
    await each(from, to, (a, b) => addFlows(codes, flows, sums, { from: a, to: b }));
    marks.push({ at: to, sums: part < parts ? copyOf(sums) : sums });
    from = to;
  }
  return marks;
}
