import type { Column } from './columns';
import type { RowSource } from './rowSource';

/** What is typed within this time is one word. */
const typingMs = 700;

/** Finds rows by the beginnings of their values, as a word is typed. */
export class TypeAhead<Row> {
  readonly #columns: readonly Column<Row>[];
  #typed = { text: '', at: 0 };

  constructor(columns: readonly Column<Row>[]) {
    this.#columns = columns.filter(({ kind, value }) => value && kind !== 'share');
  }

  /** Whether a key would go on with the word. */
  goesOn({ timeStamp }: KeyboardEvent): boolean {
    return this.#typed.text !== '' && timeStamp - this.#typed.at < typingMs;
  }

  /** Takes a letter; the number of the next row at hand one of whose values begins with what is typed. */
  find(event: KeyboardEvent, source: RowSource<Row>, active: number | undefined): number | undefined {
    const text = ((this.goesOn(event) ? this.#typed.text : '') + event.key).toLowerCase();
    this.#typed = { text, at: event.timeStamp };
    // Of rows that come in pages, only some could be looked through.
    if (source.fleeting) return undefined;
    const { ids } = source;
    const at = active === undefined ? -1 : ids.indexOf(active);
    // A longer word may still be met by the row that the shorter one led to.
    const start = text.length > 1 ? at : at + 1;
    for (let i = 0; i < ids.length; i++) {
      const place = (Math.max(0, start) + i) % ids.length;
      const row = source.row(place);
      if (row !== undefined && this.#begins(row, text)) return ids.at(place);
    }
    return undefined;
  }

  #begins(row: Row, text: string): boolean {
    return this.#columns.some(({ value }) =>
      String(value?.(row) ?? '')
        .toLowerCase()
        .startsWith(text),
    );
  }
}
