import type { FlowColumn, Layout } from './flow';

/** Name and type of each column in the store. */
export const storeColumns: readonly (readonly [
  FlowColumn,
  string,
  'TIMESTAMP' | 'DOUBLE' | 'BIGINT' | 'VARCHAR',
])[] = [
  ['StartTime', 'start_time', 'TIMESTAMP'],
  ['Dur', 'duration', 'DOUBLE'],
  ['Proto', 'proto', 'VARCHAR'],
  ['SrcAddr', 'src_addr', 'VARCHAR'],
  ['Sport', 'sport', 'VARCHAR'],
  ['Dir', 'dir', 'VARCHAR'],
  ['DstAddr', 'dst_addr', 'VARCHAR'],
  ['Dport', 'dport', 'VARCHAR'],
  ['State', 'state', 'VARCHAR'],
  ['sTos', 's_tos', 'VARCHAR'],
  ['dTos', 'd_tos', 'VARCHAR'],
  ['TotPkts', 'packets', 'BIGINT'],
  ['TotBytes', 'bytes', 'BIGINT'],
  ['SrcBytes', 'src_bytes', 'BIGINT'],
  ['SrcPkts', 'src_packets', 'BIGINT'],
  ['srcUdata', 'src_udata', 'VARCHAR'],
  ['dstUdata', 'dst_udata', 'VARCHAR'],
  ['Label', 'label', 'VARCHAR'],
];

/** SQL name of a flow column. */
export function storeColumn(column: FlowColumn): string {
  return (storeColumns.find(([name]) => name === column) as (typeof storeColumns)[number])[1];
}

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

const isKnown = (column: string) => storeColumns.some(([name]) => name === column);

/**
 * Reads a clean file straight into typed columns, in parallel. Row r of the table is then the r-th line after
 * the header; that holds only if nothing is rejected, which the caller checks by counting.
 */
export function fastLoad(path: string, layout: Layout, skip: number): string {
  const columns = layout.columns.map((column, i) => {
    const known = storeColumns.find(([name]) => name === column);
    return known ? `'${known[1]}': '${known[2]}'` : `'extra_${i}': 'VARCHAR'`;
  });
  const absent = storeColumns.filter(([name]) => !layout.columns.includes(name));
  const extras = [...absent.map(([, name, type]) => `NULL::${type} AS ${name}`), 'TRUE AS is_flow'];
  return `CREATE TABLE records AS SELECT ${storeColumns.map(([, name]) => name).join(', ')}, is_flow FROM (
    SELECT *, ${extras.join(', ')} FROM read_csv(${quoted(path)}, auto_detect = false, header = false, skip = ${skip},
      delim = ${quoted(layout.delimiter)}, quote = '', escape = '', new_line = '\\n', strict_mode = false,
      null_padding = false, columns = { ${columns.join(', ')} }))`;
}

/** Reads every line as text, split at the delimiter, with its one-based number. Nothing can be rejected here. */
export function rawLines(path: string, delimiter: string, encoding: 'utf-8' | 'latin-1'): string {
  return `CREATE TEMP TABLE raw AS SELECT row_number() OVER () AS line, rtrim(coalesce(t, ''), chr(13)) AS t,
    string_split(rtrim(coalesce(t, ''), chr(13)), ${quoted(delimiter)}) AS f
    FROM read_csv(${quoted(path)}, auto_detect = false, header = false, delim = '\x01', quote = '', escape = '',
      columns = { 't': 'VARCHAR' }, encoding = ${quoted(encoding)}, strict_mode = false, max_line_size = 16777216)`;
}

/** One row for each line below the header, typed; `is_flow` is false where `problem` says why. */
export function typedRecords(layout: Layout, headerLine: number): string {
  const cell = (column: FlowColumn) => {
    const at = layout.columns.indexOf(column);
    return at < 0 ? undefined : `f[${at + 1}]`;
  };
  const typed = storeColumns.map(([column, name, type]) => {
    const text = cell(column);
    if (!text) return `NULL::${type} AS ${name}`;
    return type === 'VARCHAR'
      ? `${text} AS ${name}`
      : `TRY_CAST(nullif(trim(${text}), '') AS ${type}) AS ${name}`;
  });
  const present = storeColumns.filter(([column]) => isKnown(column) && cell(column));
  const badNumbers = present
    .filter(([, , type]) => type === 'DOUBLE' || type === 'BIGINT')
    .map(([column, name]) => {
      const text = cell(column) as string;
      return `WHEN trim(${text}) <> '' AND ${name} IS NULL
        THEN '${column} "' || left(${text}, 40) || '" is not a number. Correct it or leave it empty.'`;
    });
  const time = cell('StartTime') as string;
  return `CREATE TABLE records AS SELECT ${storeColumns.map(([, name]) => name).join(', ')},
    problem IS NULL AND NOT blank AS is_flow, line AS raw_line, problem FROM (
    SELECT *, CASE WHEN blank THEN NULL
      WHEN len(f) <> ${layout.columns.length}
        THEN 'has ' || len(f) || ' fields where ${layout.columns.length} are expected. Complete the row or remove it.'
      WHEN trim(proto) = 'man' THEN 'is an Argus management record (man), no flow. It is left out.'
      WHEN start_time IS NULL
        THEN 'StartTime "' || left(${time}, 40) || '" is not a time. Write it like 2011/08/16 10:01:46.972101.'
      ${badNumbers.join('\n      ')}
      END AS problem
    FROM (SELECT line, f, trim(t) = '' AS blank, ${typed.join(', ')} FROM raw WHERE line > ${headerLine})
  ) ORDER BY line`;
}
