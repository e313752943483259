import { labelClasses } from '../captures/labels';
import type { FlowCodes } from './flowCodes';
import { add } from './flowSums';
import type { TimedFlows } from './timedFlows';
import { stepAt, type TimeGrid } from './timeline';

/** What a time line counts, step by step. */
export class FlowSteps {
  readonly flows: Float64Array;
  readonly bytes: Float64Array;
  readonly hosts: Float64Array;
  /** Flows of each class, step by step. */
  readonly classes: Float64Array;
  /** One more than the step in which an address began a flow last. */
  private readonly last: Uint8Array;
  /** A bit for each step in which an address began a flow: there are no more than 128. */
  private readonly seen: Uint32Array;

  constructor(
    private readonly codes: FlowCodes,
    private readonly grid: TimeGrid,
  ) {
    const numbers = () => new Float64Array(grid.length);
    [this.flows, this.bytes, this.hosts] = [numbers(), numbers(), numbers()];
    this.classes = new Float64Array(grid.length * labelClasses.length);
    this.last = new Uint8Array(codes.addresses.length);
    this.seen = new Uint32Array(codes.addresses.length * 4);
  }

  /** Flows of a list, from one place up to another; those without a time are in no step. */
  addFlows(flows: Uint32Array, from: number, to: number): void {
    const { times, bytes, sources, classes } = this.codes;
    for (let k = from; k < to; k++) {
      const flow = flows[k] as number;
      const time = times[flow] as number;
      if (Number.isNaN(time)) continue;
      const step = stepAt(time, this.grid);
      add(this.flows, step, 1);
      add(this.bytes, step, bytes[flow] as number);
      add(this.classes, step * labelClasses.length + (classes[flow] as number), 1);
      this.addHost(step, sources[flow] as number);
    }
  }

  /** All flows of some slots, each of which is in one step. */
  addSlots(timed: TimedFlows, low: number, high: number): void {
    const { starts, counts } = timed;
    const { sources, bytes, classes } = counts;
    for (let slot = low; slot < high; slot++) {
      const step = stepOfSlot(slot, timed, this.grid);
      const flows = (starts[slot + 1] as number) - (starts[slot] as number);
      if (flows === 0) continue;
      add(this.flows, step, flows);
      add(this.bytes, step, bytes[slot] as number);
      const [own, of] = [step * labelClasses.length, slot * labelClasses.length];
      for (let name = 0; name < labelClasses.length; name++)
        add(this.classes, own + name, classes[of + name] as number);
      const to = sources.starts[slot + 1] as number;
      for (let k = sources.starts[slot] as number; k < to; k++)
        this.addHost(step, sources.values[k] as number);
    }
  }

  private addHost(step: number, source: number): void {
    // Flows stand nearly in order of time, so this is what most need.
    if (this.last[source] === step + 1) return;
    this.last[source] = step + 1;
    const word = source * 4 + (step >>> 5);
    const bit = 1 << (step & 31);
    if (((this.seen[word] as number) & bit) !== 0) return;
    this.seen[word] = (this.seen[word] as number) | bit;
    add(this.hosts, step, 1);
  }
}

/** Flows of few services in each step, and of all others. */
export class ServiceSteps {
  readonly flows: Float64Array;
  private readonly width: number;
  /** The place of each service among the few; their number for all others. */
  private readonly places: Uint8Array;

  constructor(
    private readonly codes: FlowCodes,
    private readonly grid: TimeGrid,
    told: readonly number[],
  ) {
    this.width = told.length + 1;
    this.places = new Uint8Array(codes.services.first.length).fill(told.length);
    for (const [place, service] of told.entries()) this.places[service] = place;
    this.flows = new Float64Array(grid.length * this.width);
  }

  addFlows(flows: Uint32Array, from: number, to: number): void {
    const { times, services } = this.codes;
    for (let k = from; k < to; k++) {
      const flow = flows[k] as number;
      const time = times[flow] as number;
      if (Number.isNaN(time)) continue;
      const service = services.groups[services.codes[flow] as number] as number;
      add(this.flows, stepAt(time, this.grid) * this.width + (this.places[service] as number), 1);
    }
  }

  addSlots(timed: TimedFlows, low: number, high: number): void {
    const { starts, values, flows } = timed.counts.services;
    for (let slot = low; slot < high; slot++) {
      const [from, to] = [starts[slot] as number, starts[slot + 1] as number];
      if (from === to) continue;
      const own = stepOfSlot(slot, timed, this.grid) * this.width;
      for (let k = from; k < to; k++)
        add(this.flows, own + (this.places[values[k] as number] as number), flows[k] as number);
    }
  }

  of(step: number): number[] {
    return [...this.flows.subarray(step * this.width, (step + 1) * this.width)];
  }
}

const stepOfSlot = (slot: number, { slots }: TimedFlows, grid: TimeGrid) =>
  stepAt((slots.begin + slot) * slots.micros, grid);
