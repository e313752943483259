/** What a key or click asks of the rows. */
export type Step = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

const page = 10;

/**
 * Which row has the focus and which are selected, by rank, over the rows shown at present. Ranks stay
 * when the table is sorted or filtered, so a selection does too.
 */
export class RowSelection {
  #shown: readonly number[] = [];
  #selected = new Set<number>();
  #active: number | undefined;
  #anchor: number | undefined;

  /** The rows shown, top to bottom. The focus stays with its row, or falls to the first. */
  show(ranks: readonly number[]): void {
    this.#shown = ranks;
    if (this.#active === undefined || !ranks.includes(this.#active)) this.#active = ranks[0];
  }

  get active(): number | undefined {
    return this.#active;
  }

  /** Selected rows among those shown, top to bottom. */
  get selected(): readonly number[] {
    return this.#shown.filter(rank => this.#selected.has(rank));
  }

  isSelected(rank: number): boolean {
    return this.#selected.has(rank);
  }

  /** Moves the focus; `extend` selects everything between the anchor and it. */
  step(step: Step, extend: boolean): void {
    const at = this.#active === undefined ? 0 : this.#shown.indexOf(this.#active);
    const last = this.#shown.length - 1;
    const to = { next: at + 1, previous: at - 1, first: 0, last, pageDown: at + page, pageUp: at - page }[
      step
    ];
    const rank = this.#shown[Math.max(0, Math.min(last, to))];
    if (rank === undefined) return;
    if (extend) this.extendTo(rank);
    else this.focus(rank);
  }

  focus(rank: number): void {
    this.#active = rank;
    this.#anchor = undefined;
  }

  /** Selects this row only. */
  only(rank: number): void {
    this.focus(rank);
    this.#selected = new Set([rank]);
  }

  toggle(rank: number): void {
    this.focus(rank);
    if (!this.#selected.delete(rank)) this.#selected.add(rank);
  }

  extendTo(rank: number): void {
    this.#anchor ??= this.#active ?? rank;
    const ends = [this.#shown.indexOf(this.#anchor), this.#shown.indexOf(rank)].sort((a, b) => a - b);
    this.#selected = new Set(this.#shown.slice(Math.max(0, ends[0] ?? 0), (ends[1] ?? 0) + 1));
    this.#active = rank;
  }

  all(): void {
    this.#selected = new Set(this.#shown);
  }

  none(): void {
    this.#selected.clear();
  }
}
