/**
 * The columns that a capture in the store can have, whatever its format calls them. Token parts, filters, hovers and
 * what is written for others use these names; `name` is also how Argus' `ra` prints the first eighteen.
 */
export type ColumnType = 'TIMESTAMP' | 'DOUBLE' | 'BIGINT' | 'VARCHAR';

export interface StoreColumn {
  readonly name: string;
  /** Its name in SQL. */
  readonly sql: string;
  /** Times are UTC, durations seconds; what a file does not say is NULL, or an empty text. */
  readonly type: ColumnType;
}

const core = [
  { name: 'StartTime', sql: 'start_time', type: 'TIMESTAMP' },
  { name: 'Dur', sql: 'duration', type: 'DOUBLE' },
  { name: 'Proto', sql: 'proto', type: 'VARCHAR' },
  { name: 'SrcAddr', sql: 'src_addr', type: 'VARCHAR' },
  { name: 'Sport', sql: 'sport', type: 'VARCHAR' },
  { name: 'Dir', sql: 'dir', type: 'VARCHAR' },
  { name: 'DstAddr', sql: 'dst_addr', type: 'VARCHAR' },
  { name: 'Dport', sql: 'dport', type: 'VARCHAR' },
  { name: 'State', sql: 'state', type: 'VARCHAR' },
  { name: 'sTos', sql: 's_tos', type: 'VARCHAR' },
  { name: 'dTos', sql: 'd_tos', type: 'VARCHAR' },
  { name: 'TotPkts', sql: 'packets', type: 'BIGINT' },
  { name: 'TotBytes', sql: 'bytes', type: 'BIGINT' },
  { name: 'SrcBytes', sql: 'src_bytes', type: 'BIGINT' },
  { name: 'SrcPkts', sql: 'src_packets', type: 'BIGINT' },
  { name: 'srcUdata', sql: 'src_udata', type: 'VARCHAR' },
  { name: 'dstUdata', sql: 'dst_udata', type: 'VARCHAR' },
  { name: 'Label', sql: 'label', type: 'VARCHAR' },
] as const satisfies readonly StoreColumn[];

// What only some formats tell. A table in the store holds the columns that its file has; the rest cost nothing.
const further = [
  { name: 'DetailedLabel', sql: 'detailed_label', type: 'VARCHAR' },
  { name: 'Service', sql: 'service', type: 'VARCHAR' },
  { name: 'History', sql: 'history', type: 'VARCHAR' },
  { name: 'Severity', sql: 'severity', type: 'VARCHAR' },
  { name: 'Signature', sql: 'signature', type: 'VARCHAR' },
  { name: 'FlowId', sql: 'flow_id', type: 'VARCHAR' },
] as const satisfies readonly StoreColumn[];

export type FlowColumn = (typeof core)[number]['name'];
export type FurtherColumn = (typeof further)[number]['name'];

export const flowColumns: readonly FlowColumn[] = core.map(column => column.name);
export const storeColumns: readonly (StoreColumn & { name: FlowColumn | FurtherColumn })[] = [
  ...core,
  ...further,
];

const byName = new Map<string, StoreColumn>(storeColumns.map(column => [column.name, column]));

/** The column of a canonical name; undefined for a name that only a file uses. */
export function columnNamed(name: string): StoreColumn | undefined {
  return byName.get(name);
}

/** SQL name of a canonical column. */
export function storeColumn(column: FlowColumn | FurtherColumn): string {
  return (byName.get(column) as StoreColumn).sql;
}
