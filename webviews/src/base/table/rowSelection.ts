/** What a key or click asks of the rows. */
export type Step = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** What keys ask of the rows. */
export const stepOfKey: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** The rows shown at present, top to bottom, by a number that stays with a row when it is sorted or filtered. */
export interface RowIds {
  readonly length: number;
  at(place: number): number | undefined;
  /** -1 for none. */
  indexOf(id: number): number;
}

const few = 32;

/**
 * Which row has the focus and which are selected, over the rows shown at present. A selection stays when the table is
 * sorted or filtered.
 */
export class RowSelection {
  #shown: RowIds = [];
  #selected = new Set<number>();
  #active: number | undefined;
  #anchor: number | undefined;

  /** The rows shown, top to bottom. The focus stays with its row, or falls to the first. */
  show(ids: RowIds): void {
    this.#shown = ids;
    if (this.#active === undefined || ids.indexOf(this.#active) < 0) this.#active = ids.at(0);
  }

  get active(): number | undefined {
    return this.#active;
  }

  /** Selected rows, also those that a filter hides. */
  get size(): number {
    return this.#selected.size;
  }

  /** Selected rows among those shown, top to bottom. */
  get selected(): readonly number[] {
    // A few are looked up: going through millions of rows at each key would be felt.
    if (this.#selected.size <= few) {
      const places = [...this.#selected].map(id => this.#shown.indexOf(id)).filter(place => place >= 0);
      return places.sort((a, b) => a - b).map(place => this.#shown.at(place) as number);
    }
    return this.#between(0, this.#shown.length - 1).filter(id => this.#selected.has(id));
  }

  isSelected(id: number): boolean {
    return this.#selected.has(id);
  }

  /** Moves the focus, a page of so many rows; `extend` selects everything between the anchor and it. */
  step(step: Step, extend: boolean, page = 10): void {
    const at = this.#active === undefined ? 0 : this.#shown.indexOf(this.#active);
    const last = this.#shown.length - 1;
    const to = { next: at + 1, previous: at - 1, first: 0, last, pageDown: at + page, pageUp: at - page }[
      step
    ];
    const id = this.#shown.at(Math.max(0, Math.min(last, to)));
    if (id === undefined) return;
    if (extend) this.extendTo(id);
    else this.focus(id);
  }

  /** How many rows a step would select if it extended the selection. */
  extent(step: Step | undefined, page: number): number {
    const at = this.#active === undefined ? 0 : this.#shown.indexOf(this.#active);
    const last = this.#shown.length - 1;
    const to = step === 'first' ? 0 : step === 'last' ? last : at + (step === 'pageUp' ? -page : page);
    const from = this.#shown.indexOf(this.#anchor ?? this.#active ?? 0);
    return Math.abs(to - from) + 1;
  }

  /** How many rows are between the anchor and a row, with both. */
  extentTo(id: number): number {
    return Math.abs(this.#shown.indexOf(id) - this.#shown.indexOf(this.#anchor ?? this.#active ?? id)) + 1;
  }

  focus(id: number): void {
    this.#active = id;
    this.#anchor = undefined;
  }

  /** Selects this row only. */
  only(id: number): void {
    this.focus(id);
    this.#selected = new Set([id]);
  }

  toggle(id: number): void {
    this.focus(id);
    if (!this.#selected.delete(id)) this.#selected.add(id);
  }

  extendTo(id: number): void {
    this.#anchor ??= this.#active ?? id;
    const [a, b] = [this.#shown.indexOf(this.#anchor), this.#shown.indexOf(id)];
    this.#selected = new Set(this.#between(Math.max(0, Math.min(a, b)), Math.max(a, b)));
    this.#active = id;
  }

  all(): void {
    this.#selected = new Set(this.#between(0, this.#shown.length - 1));
  }

  none(): void {
    this.#selected.clear();
  }

  #between(from: number, to: number): number[] {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => this.#shown.at(from + i) as number);
  }
}
