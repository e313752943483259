import type { TableMarks } from '../../../../shared/protocol/flowTables';
import type { PagedRows } from '../../base/table/rowSource';
import type { FlowRow } from './flowColumns';

/** Votes are found out one after another; how many are known by now is asked so often. */
const askAgainMs = 1000;

export interface RowMarksDoes {
  ask(records: readonly number[]): Promise<TableMarks>;
  /** Records of the rows in the page. */
  drawn(): readonly number[];
  /** Rows that are at hand are others now. */
  renew(): void;
  failed(error: Error): void;
}

/** What marks the rows: asked for once they are on screen, so that no row waits for it. */
export class RowMarks {
  /** False once it is known that nothing is marked, until something may be. */
  #any = true;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Counts the changes of what marks rows, so that an answer from before is dropped. */
  #turn = 0;
  /** Rows that were shown together with others, of an answer or a place on a map. */
  #shown: ReadonlySet<number> = new Set();

  constructor(
    private readonly rows: PagedRows<FlowRow>,
    private readonly does: RowMarksDoes,
  ) {}

  /** A model, a clustering or a judgement came or went. */
  changed(): void {
    this.#turn++;
    this.#any = true;
    void this.ask(this.does.drawn());
  }

  /** Marks rows together, until others are. */
  showTogether(records: readonly number[]): void {
    if (records.length === 0 && this.#shown.size === 0) return;
    this.#shown = new Set(records);
    this.rows.amend(row => this.with(row));
    this.does.renew();
  }

  get together(): ReadonlySet<number> {
    return this.#shown;
  }

  /** A row that was just brought. */
  with(row: FlowRow): FlowRow {
    const together = this.#shown.has(row.record);
    return together === (row.together ?? false) ? row : { ...row, together };
  }

  stop(): void {
    clearTimeout(this.#again);
    this.#turn++;
    this.#any = false;
  }

  async ask(records: readonly number[]): Promise<void> {
    if (!this.#any || records.length === 0) return;
    const turn = this.#turn;
    try {
      const { clusters, votes, incidents, votesComing } = await this.does.ask(records);
      if (turn !== this.#turn) return;
      this.#any = Boolean(clusters ?? votes ?? incidents);
      const places = new Map(records.map((record, i) => [record, i]));
      this.rows.amend(row => {
        const i = places.get(row.record);
        if (i === undefined) return row;
        const marks = { cluster: clusters?.[i], vote: votes?.[i], incident: incidents?.[i] };
        const same =
          marks.cluster === row.cluster &&
          marks.vote?.text === row.vote?.text &&
          marks.incident === row.incident;
        return same ? row : { ...row, ...marks };
      });
      this.does.renew();
      if (votesComing) this.#askAgain();
    } catch (error) {
      this.does.failed(error as Error);
    }
  }

  #askAgain(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.ask(this.does.drawn()), askAgainMs);
  }
}
