import * as l10n from '@vscode/l10n';
import type { RowSource } from './rowSource';

/** Rows that are brought at a time for copies and files. */
const brought = 4000;

/** All rows of a source, brought where they are not at hand. Rejects when there are others meanwhile. */
export async function allRows<Row>(source: RowSource<Row>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const { length } = source.ids;
  for (let from = 0; from < length; from += brought) {
    const to = Math.min(length, from + brought);
    await source.bring?.(from, to);
    for (let place = from; place < to; place++) add(rows, source.row(place));
  }
  return complete(rows, length);
}

/** Rows by their numbers, in the order shown. */
export async function rowsOf<Row>(source: RowSource<Row>, ids: readonly number[]): Promise<readonly Row[]> {
  const places = ids.map(id => source.ids.indexOf(id)).filter(place => place >= 0);
  const rows: Row[] = [];
  for (let i = 0; i < places.length; i += brought) {
    const some = places.slice(i, i + brought);
    // Where they stand apart, each is brought alone: between them may be millions.
    const [first = 0, last = 0] = [some[0], some.at(-1)];
    if (last - first < 2 * brought) await source.bring?.(first, last + 1);
    for (const place of some) {
      if (source.row(place) === undefined) await source.bring?.(place, place + 1);
      add(rows, source.row(place));
    }
  }
  return complete(rows, places.length);
}

function add<Row>(rows: Row[], row: Row | undefined): void {
  if (row !== undefined) rows.push(row);
}

function complete<Row>(rows: readonly Row[], wanted: number): readonly Row[] {
  if (rows.length < wanted) throw new Error(l10n.t('The rows changed meanwhile: try again.'));
  return rows;
}
