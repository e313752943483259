import type { GroupBy } from '../../../../shared/protocol/overview';
import { unordered } from '../../base/table/columns';
import type { Order } from '../../base/order';

/** What flows can be grouped by in the table. */
export const groupings = [
  'hosts',
  'services',
  'conversations',
  'states',
  'labels',
] as const satisfies GroupBy[];

/** What the page remembers over a reload of the window. */
export interface FlowsMemory {
  /** The filter as text. */
  where: string;
  order: Order;
  /** Record of the row that had the keyboard. */
  record?: number | undefined;
  /** Record of the first row that was seen. */
  top?: number | undefined;
  /** Widths that the user gave columns, in pixels, by key. */
  widths: Readonly<Record<string, number>>;
  /** Names of the columns, as the user ordered them; empty for the order of the file. */
  columns: readonly string[];
  /** What the flows are grouped by; empty for no groups. */
  by: GroupBy | '';
}

/** What was remembered; what is no such thing is left out. */
export function readMemory(saved: unknown): FlowsMemory {
  const { where, order, record, top, widths, columns, by } = (saved ?? {}) as Partial<
    Record<keyof FlowsMemory, unknown>
  >;
  const { key, descending } = (order ?? {}) as Partial<Order>;
  const sizes = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return {
    where: typeof where === 'string' ? where : '',
    order: typeof key === 'string' && typeof descending === 'boolean' ? { key, descending } : unordered,
    ...(Number.isInteger(record) ? { record: record as number } : {}),
    ...(Number.isInteger(top) ? { top: top as number } : {}),
    widths: Object.fromEntries(sizes.filter(([, width]) => typeof width === 'number' && width > 0)),
    columns: Array.isArray(columns) ? columns.filter(name => typeof name === 'string') : [],
    by: groupings.find(known => known === by) ?? '',
  };
}
