import type { FlowColumn, Layout } from '../../flow';

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

/**
 * SQL for a cell without its padding. Argus pads with spaces; DuckDB's trim would also take other white space,
 * which the editor keeps, and asking first costs less than trimming every cell.
 */
export const trimmed = (text: string) =>
  `CASE WHEN starts_with(${text}, ' ') OR ends_with(${text}, ' ') THEN trim(${text}, ' ') ELSE ${text} END`;

const isKnown = (column: string) => storeColumns.some(([name]) => name === column);

// The same shapes as the editor's parser: DuckDB's casts also take "2011/08/16", "epoch", "inf" and "0x10".
const timeShape = String.raw`(?:0[1-9]|[1-9]\d)\d{2}[/-]\d{2}[/-]\d{2}[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z?`;
const numberShape = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
/** What JavaScript's trim removes. */
const spaces = String.raw`[\s\x0B\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]*`;

/**
 * Reads a clean file straight into typed columns, in parallel. Row r of the table is then the r-th line after
 * the header; that holds only if nothing is rejected, which the caller checks by counting. Counts are read as
 * DOUBLE first, which takes no hexadecimal; infinity then fails the cast.
 */
export function fastLoad(path: string, layout: Layout, skip: number, usualTimes: boolean): string {
  // DuckDB also reads `epoch`, dates alone and zones, so times that have not been looked at are checked as text.
  const readAs = {
    TIMESTAMP: usualTimes ? 'TIMESTAMP' : 'VARCHAR',
    BIGINT: 'DOUBLE',
    DOUBLE: 'DOUBLE',
    VARCHAR: 'VARCHAR',
  };
  const columns = layout.columns.map((column, i) => {
    const known = storeColumns.find(([name]) => name === column);
    return known ? `'${known[1]}': '${readAs[known[2]]}'` : `'extra_${i}': 'VARCHAR'`;
  });
  const values = storeColumns.map(([column, name, type]) => {
    if (!layout.columns.includes(column)) return `NULL::${type} AS ${name}`;
    if (type === 'TIMESTAMP' && usualTimes) return name;
    if (type === 'TIMESTAMP')
      return `CASE WHEN regexp_full_match(${name}, ' *${timeShape} *') THEN ${name}::TIMESTAMP END AS ${name}`;
    return type === 'VARCHAR' ? name : `${name}::${type} AS ${name}`;
  });
  return `CREATE TABLE records AS SELECT ${values.join(', ')}, TRUE AS is_flow
    FROM read_csv(${quoted(path)}, auto_detect = false, header = false, skip = ${skip},
      delim = ${quoted(layout.delimiter)}, quote = '', escape = '', new_line = '\\n', strict_mode = true,
      null_padding = false, columns = { ${columns.join(', ')} })`;
}

/** A delimiter that no capture has, so that a line is read as one column. */
const noDelimiter = '\x01\x02\x03\x02';

/**
 * Reads every line as text, split into cells, with its one-based number. Nothing can be rejected here. Quotes
 * enclose a cell only where all quotes of the line are those of CSV; else they are text, as for the editor.
 */
export function rawLines(path: string, delimiter: string, encoding: 'utf-8' | 'latin-1'): string {
  const d = delimiter === '\t' ? '\\t' : delimiter;
  const cell = `"(?:[^"]|"")*"|[^"${d}][^${d}]*|`;
  return `CREATE TEMP TABLE raw AS SELECT line, t, CASE
      WHEN contains(t, '"') AND regexp_full_match(t, '(?:${cell})(?:${d}(?:${cell}))*')
      THEN list_transform(regexp_extract_all(${quoted(delimiter)} || t, '${d}(${cell})', 1), lambda c:
        CASE WHEN starts_with(c, '"') THEN replace(c[2:-2], '""', '"') ELSE c END)
      ELSE string_split(t, ${quoted(delimiter)}) END AS f
    FROM (SELECT row_number() OVER () AS line, ltrim(coalesce(t, ''), chr(65279)) AS t
      FROM read_csv(${quoted(path)}, auto_detect = false, header = false, delim = '${noDelimiter}', quote = '',
        escape = '', columns = { 't': 'VARCHAR' }, encoding = ${quoted(encoding)}, strict_mode = false,
        max_line_size = ${longestLine}))`;
}

/** Bytes. */
export const longestLine = 2 ** 24;

const isNumber = (text: string) => `regexp_full_match(trim(${text}, ' '), '${numberShape}')`;

/** One row for each line below the header, typed; `is_flow` is false where `problem` says why. */
export function typedRecords(layout: Layout, headerLine: number): string {
  const cell = (column: FlowColumn) => {
    const at = layout.columns.indexOf(column);
    return at < 0 ? undefined : `f[${at + 1}]`;
  };
  const typed = storeColumns.map(([column, name, type]) => {
    const text = cell(column);
    if (!text) return `NULL::${type} AS ${name}`;
    if (type === 'VARCHAR') return `${text} AS ${name}`;
    if (type === 'TIMESTAMP')
      return `CASE WHEN regexp_full_match(trim(${text}, ' '), '${timeShape}')
        THEN TRY_CAST(replace(trim(${text}, ' '), '/', '-') AS TIMESTAMP) END AS ${name}`;
    // A number beyond 64 bits counts as not given.
    return `CASE WHEN ${isNumber(text)} THEN TRY_CAST(TRY_CAST(${text} AS DOUBLE) AS ${type}) END AS ${name}`;
  });
  const present = storeColumns.filter(([column]) => isKnown(column) && cell(column));
  const badNumbers = present
    .filter(([, , type]) => type === 'DOUBLE' || type === 'BIGINT')
    .map(([column]) => {
      const text = cell(column) as string;
      return `WHEN trim(${text}, ' ') <> '' AND NOT ${isNumber(text)}
        THEN '${column} "' || left(${text}, 40) || '" is not a number. Correct it or leave it empty.'`;
    });
  const time = cell('StartTime') as string;
  return `CREATE TABLE records AS SELECT ${storeColumns.map(([, name]) => name).join(', ')},
    problem IS NULL AND NOT blank AS is_flow, line AS raw_line, problem FROM (
    SELECT *, CASE WHEN blank THEN NULL
      WHEN len(f) <> ${layout.columns.length}
        THEN 'has ' || len(f) || ' fields where ${layout.columns.length} are expected. Complete the row or remove it.'
      WHEN trim(proto, ' ') = 'man' THEN 'is an Argus management record (man), no flow. It is left out.'
      WHEN start_time IS NULL
        THEN 'StartTime "' || left(${time}, 40) || '" is not a time. Write it like 2011/08/16 10:01:46.972101.'
      ${badNumbers.join('\n      ')}
      END AS problem
    FROM (SELECT line, f, regexp_full_match(t, '${spaces}') AS blank, ${typed.join(', ')} FROM raw WHERE line > ${headerLine})
  ) ORDER BY line`;
}
