import type { FlowFilter } from '../../../../../shared/text/flowFilter';
import type { FlowSelection } from '../selection';

/** The part of a search that is done at one time. */
export interface Piece {
  /** Record from which to look; where the search begins unless given. */
  from?: number | undefined;
  /** Records that are looked at. */
  count: number;
}

/** What a piece of a search found, and the record from which the next one looks; undefined when all was looked at. */
export interface Looked<T> {
  found: T;
  next: number | undefined;
}

type Direction = 'next' | 'previous';

/** Where flows of a view pass a filter, told piece by piece: all of millions of flows take many seconds. */
export class RowHits {
  constructor(
    private readonly selection: FlowSelection,
    /** Where lines are shown, also those that are no flows and have no place in the selection: the first of them. */
    private readonly firstLine: number | undefined,
    private readonly inFileOrder: boolean,
  ) {}

  /**
   * Zero-based place of the nearest flow that passes a filter, after a place or before it, as far as a piece tells: -1 for none in it.
   * In the order of the file the first piece that finds one ends the search; in any other the nearest of all pieces is meant.
   */
  async nearest(
    filter: FlowFilter,
    place: number,
    direction: Direction,
    { from, count }: Piece,
  ): Promise<Looked<number>> {
    const { selection, inFileOrder } = this;
    const { first, last } = selection;
    const start = from ?? (inFileOrder ? await this.recordAt(place, direction) : first);
    const isForward = direction === 'next' || !inFileOrder;
    const range = isForward
      ? { from: start, beyond: start + count }
      : { from: start - count + 1, beyond: start + 1 };
    // In the order of the file all records of the range are on the side that is asked for.
    const bound = inFileOrder ? undefined : place;
    const found = await selection.nearest(filter, direction, range, bound);
    const next = isForward ? range.beyond : range.from - 1;
    const isDone = (inFileOrder && found >= 0) || next > last || next < first;
    return { found: found < 0 ? -1 : await this.shown(found), next: isDone ? undefined : next };
  }

  /** How many flows of each of `parts` equal stretches pass a filter, of those that a piece looks at, before a record. */
  async spread(
    filter: FlowFilter,
    parts: number,
    { from = this.selection.first, count, beyond = Infinity }: Piece & { beyond?: number | undefined },
  ): Promise<Looked<number[]>> {
    const { last } = this.selection;
    const end = Math.min(from + count, beyond, last + 1);
    const found = await this.selection.spread(filter, parts, { from, beyond: end });
    return { found, next: end > last || end >= beyond ? undefined : end };
  }

  /** Zero-based place of the earliest flow since a time, in microseconds since 1970; -1 for none. */
  async firstSince(time: number): Promise<number> {
    const place = await this.selection.firstSince(time);
    return place < 0 ? -1 : this.shown(place);
  }

  /** A place in the selection as the view has it. */
  private async shown(place: number): Promise<number> {
    if (this.firstLine === undefined) return place;
    const [flow] = await this.selection.identities(place, 1);
    return flow ? flow.record - this.firstLine : -1;
  }

  /** The record after a place of the view, or before it. */
  private async recordAt(place: number, direction: Direction): Promise<number> {
    const step = direction === 'next' ? 1 : -1;
    if (this.firstLine !== undefined) return place + this.firstLine + step;
    const { first, last, count } = this.selection;
    if (place + step < 0) return direction === 'next' ? first : first - 1;
    if (place + step >= count) return direction === 'next' ? last + 1 : last;
    const [flow] = await this.selection.identities(place + step, 1);
    return flow?.record ?? first;
  }
}
