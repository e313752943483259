import type { TableView } from '../../../../shared/protocol/flowTables';
import type { Order } from '../../base/order';

/** What can be said of the rows that are shown. */
export interface FlowsState {
  /** The filter as text; empty for all rows. */
  where: string;
  rows: number;
  total: number;
  selected: number;
  /** False while the file is still being read. */
  exact: boolean;
  /** Whether filters and orders are answered at once. */
  ready: boolean;
  /** While rows are filtered or ordered. */
  busy: boolean;
  /** Undefined for the order of the file. */
  order: Order | undefined;
}

/** The view of a filter and an order; neither stands in it where there is none. */
export function viewOf(where: string, { key, descending }: Order): TableView {
  return {
    ...(where === '' ? {} : { where }),
    ...(key === '' ? {} : { order: { column: key, descending } }),
  };
}
