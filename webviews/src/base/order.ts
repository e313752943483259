/** What rows are ordered by. */
export interface Order {
  key: string;
  descending: boolean;
}

/** One way to order rows. Of amounts the large ones are looked for, so these begin with them. */
export interface Ordering<Row> {
  key: string;
  compare(a: Row, b: Row): number;
  largestFirst?: boolean;
}

/** A sorted copy; equals keep the order they came in, in either direction. */
export function ordered<Row>(
  rows: readonly Row[],
  orderings: readonly Ordering<Row>[],
  { key, descending }: Order,
): Row[] {
  const ordering = orderings.find(o => o.key === key);
  if (!ordering) return [...rows];
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * ordering.compare(a, b));
}

/** What a click on a header orders by: the column anew, or the other way round. */
export function nextOrder<Row>(current: Order, { key, largestFirst = false }: Ordering<Row>): Order {
  return current.key === key ? { key, descending: !current.descending } : { key, descending: largestFirst };
}

/** An order from saved state, or the fallback when there is none such. */
export function readOrder<Row>(saved: unknown, orderings: readonly Ordering<Row>[], fallback: Order): Order {
  const { key, descending } = (saved ?? {}) as Partial<Order>;
  if (typeof descending !== 'boolean' || !orderings.some(o => o.key === key)) return fallback;
  return { key: key as string, descending };
}

/** The rows in one of whose texts each word of the filter occurs. */
export function filtered<Row>(
  rows: readonly Row[],
  filter: string,
  texts: (row: Row) => readonly string[],
): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(row => {
    const searched = words.length > 0 ? texts(row).map(text => text.toLowerCase()) : [];
    return words.every(word => searched.some(text => text.includes(word)));
  });
}
