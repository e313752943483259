import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import { visibleText } from '../../../../shared/text/visibleText';
import { storeColumns } from './columns';
import { filterSql, plainFilterSql } from './filterSql';
import type { RecordRange } from './captureFiles';
import type { Capture } from './store';

export interface FlowOrder {
  column: string;
  descending?: boolean;
}

/** A flow as it is shown: its identity, and a text for each column that the capture has. */
export interface FlowRow {
  file: number;
  record: number;
  cells: string[];
}

/**
 * Flows of a capture by filter and order, of which pages are asked. Without either they stand as in the files. The
 * selection is a table of the capture's own connection: it goes when the capture is closed.
 */
export class FlowSelection {
  private static made = 0;

  private constructor(
    private readonly capture: Pick<Capture, 'connection' | 'flowsWithin'>,
    private readonly table: string,
    readonly count: number,
    /** The least record, and the largest. */
    readonly first: number,
    readonly last: number,
  ) {}

  private get connection(): DuckDBConnection {
    return this.capture.connection;
  }

  /** Throws where the filter or the order names what is no column. */
  static async make(
    capture: Pick<Capture, 'connection' | 'flowsWithin'>,
    { filter, order = [] }: { filter?: FlowFilter | undefined; order?: readonly FlowOrder[] | undefined },
  ): Promise<FlowSelection> {
    const { connection } = capture;
    const table = `selection_${FlowSelection.made++}`;
    const where = filter ? filterSql(filter) : undefined;
    const by = [...order.map(orderSql), 'file', 'record'].join(', ');
    await connection.run(
      `CREATE TEMP TABLE ${table} AS SELECT file, record FROM flows
       ${where ? `WHERE ${where.sql}` : ''} ORDER BY ${by}`,
      where?.values,
    );
    const counted = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE, min(record)::DOUBLE, max(record)::DOUBLE FROM ${table}`,
    );
    const [count, first, last] = counted.getRows()[0] ?? [];
    return new FlowSelection(capture, table, Number(count), Number(first ?? 0), Number(last ?? -1));
  }

  /** Flows from a zero-based place on; fewer where the selection ends. */
  async page(from: number, count: number): Promise<FlowRow[]> {
    const cells = storeColumns.map(({ sql, type }) =>
      type === 'TIMESTAMP'
        ? `coalesce(strftime(${sql}, '%Y/%m/%d %H:%M:%S.%f'), '')`
        : `coalesce(${sql}::VARCHAR, '')`,
    );
    const rows = await this.connection.runAndReadAll(
      `SELECT file, record, ${cells.join(', ')} FROM
         (SELECT rowid AS place, file, record FROM ${this.table} WHERE rowid >= $1::BIGINT AND rowid < $2::BIGINT)
       JOIN flows USING (file, record) ORDER BY place`,
      [from, from + count],
    );
    return rows.getRows().map(([file, record, ...texts]) => ({
      file: Number(file),
      record: Number(record),
      cells: texts as string[],
    }));
  }

  /** Which flows stand there, without what they say. */
  async identities(from: number, count: number): Promise<Pick<FlowRow, 'file' | 'record'>[]> {
    const rows = await this.connection.runAndReadAll(
      `SELECT file, record FROM ${this.table} WHERE rowid >= $1::BIGINT AND rowid < $2::BIGINT ORDER BY rowid`,
      [from, from + count],
    );
    return rows.getRows().map(([file, record]) => ({ file: Number(file), record: Number(record) }));
  }

  /** Zero-based place of the first flow of some records that passes a filter, or the last, after a place or before it; -1 for none. */
  async nearest(
    filter: FlowFilter,
    direction: 'next' | 'previous',
    range: RecordRange,
    place: number | undefined,
  ): Promise<number> {
    const { sql, values } = filterSql(filter);
    const [end, beyond] = direction === 'next' ? ['min', '>'] : ['max', '<'];
    const bound = place === undefined ? '' : `WHERE place ${beyond} ${Math.trunc(place)}`;
    const found = await this.connection.runAndReadAll(
      `SELECT ${end}(place)::DOUBLE FROM ${this.hitsSql(sql, range)} ${bound}`,
      values,
    );
    return Number(found.getRows()[0]?.[0] ?? -1);
  }

  /** How many flows of each of `parts` equal stretches of the selection pass a filter, of those with some records. */
  async spread(filter: FlowFilter, parts: number, range: RecordRange): Promise<number[]> {
    const { sql, values } = filterSql(filter);
    const stretch = Math.max(1, Math.ceil(this.count / parts));
    const found = await this.connection.runAndReadAll(
      `SELECT (place // ${stretch})::DOUBLE, count(*)::DOUBLE FROM ${this.hitsSql(sql, range)} GROUP BY 1`,
      values,
    );
    const counts = Array.from({ length: Math.ceil(this.count / stretch) }, () => 0);
    for (const [part, count] of found.getRows()) counts[Number(part)] = Number(count);
    return counts;
  }

  /** Places of flows with some records that satisfy a condition. */
  private hitsSql(where: string, { from, beyond }: RecordRange): string {
    const range = { from: Math.trunc(from), beyond: Math.trunc(beyond) };
    return `(SELECT place FROM
        (SELECT rowid AS place, file, record FROM ${this.table} WHERE record >= ${range.from} AND record < ${range.beyond})
      SEMI JOIN (SELECT file, record FROM (${this.capture.flowsWithin(range)}) WHERE ${where}) USING (file, record))`;
  }

  /** Zero-based place of the earliest flow since a time, in microseconds since 1970; -1 when there is none. */
  async firstSince(time: number): Promise<number> {
    const found = await this.connection.runAndReadAll(
      `SELECT place::DOUBLE FROM (SELECT rowid AS place, file, record FROM ${this.table})
       JOIN (SELECT file, record, start_time FROM flows WHERE start_time >= make_timestamp($1::BIGINT)) USING (file, record)
       ORDER BY start_time, place LIMIT 1`,
      [time],
    );
    return Number(found.getRows()[0]?.[0] ?? -1);
  }

  /** Zero-based place of a flow in the selection, or of the first after it in file order; -1 when there is none. */
  async placeOf({ file, record }: Pick<FlowRow, 'file' | 'record'>): Promise<number> {
    const found = await this.connection.runAndReadAll(
      `SELECT rowid::DOUBLE FROM ${this.table} WHERE (file, record) >= ($1::USMALLINT, $2::UINTEGER)
       ORDER BY file, record LIMIT 1`,
      [file, record],
    );
    return Number(found.getRows()[0]?.[0] ?? -1);
  }

  async drop(): Promise<void> {
    await this.connection.run(`DROP TABLE IF EXISTS ${this.table}`);
  }
}

function orderSql({ column, descending }: FlowOrder): string {
  const wanted = column.toLowerCase();
  const found = storeColumns.find(({ name, sql }) => name.toLowerCase() === wanted || sql === wanted);
  if (!found)
    throw new Error(
      l10n.t(
        '"{0}" is no column to sort by: choose from {1}.',
        visibleText(column, 60),
        storeColumns.map(c => c.name).join(', '),
      ),
    );
  const direction = descending ? 'DESC' : 'ASC';
  // Ports are texts, of which those that are numbers are sorted as such.
  const keys = /^[sd]port$/.test(found.sql) ? [`TRY_CAST(${found.sql} AS DOUBLE)`, found.sql] : [found.sql];
  return keys.map(key => `${key} ${direction} NULLS LAST`).join(', ');
}

/** Narrows a capture to the flows of a filter: whoever asks its connection for flows sees no others. */
export async function narrow({ connection }: Pick<Capture, 'connection'>, filter: FlowFilter): Promise<void> {
  // A temporary view stands before the capture's own of the same name.
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW flows AS SELECT * FROM memory.main.flows WHERE ${plainFilterSql(filter)}`,
  );
}
