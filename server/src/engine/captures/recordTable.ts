import {
  DOUBLE,
  DuckDBDataChunk,
  UINTEGER,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { storeColumns, type StoreColumn } from './columns';
import { storedCell, type Flow } from './flow';

/** DuckDB's vectors hold so many values. */
const chunkRows = 2048;

/** A table in the store that is filled flow by flow; it holds the given columns and `record`. */
export class RecordTable {
  private columns: DuckDBValue[][];
  private readonly stored: readonly StoreColumn[];

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly table: string,
    columns: readonly string[],
    private readonly appender: DuckDBAppender,
  ) {
    this.stored = present(columns);
    this.columns = this.empty();
  }

  /** `columns`: canonical names of what the file has; others are passed over. */
  static async create(
    connection: DuckDBConnection,
    table: string,
    columns: readonly string[],
  ): Promise<RecordTable> {
    const names = present(columns).map(({ sql, type }) => `${sql} ${staged[type].sql}`);
    await connection.run(`CREATE TEMP TABLE staged_${table} (record UINTEGER, ${names.join(', ')})`);
    const appender = await connection.createAppender(`staged_${table}`);
    return new RecordTable(connection, table, columns, appender);
  }

  add(flow: Flow, record: number): void {
    (this.columns[0] as DuckDBValue[]).push(record);
    for (const [i, { name }] of this.stored.entries())
      (this.columns[i + 1] as DuckDBValue[]).push(storedCell(flow, name));
    if (this.columns[0]?.length === chunkRows) this.flush();
  }

  /** Writes what is held, and makes the table. Nothing can be added afterwards. */
  async finish(): Promise<void> {
    this.flush();
    this.appender.closeSync();
    const columns = this.stored.map(({ sql, type }) => staged[type].read(sql));
    await this.connection.run(
      `CREATE TABLE ${this.table} AS SELECT record, ${columns.join(', ')} FROM staged_${this.table}`,
    );
    await this.drop();
  }

  /** Forgets what was added. */
  async drop(): Promise<void> {
    await this.connection.run(`DROP TABLE staged_${this.table}`);
  }

  private flush(): void {
    const rows = this.columns[0]?.length ?? 0;
    if (rows === 0) return;
    const types = [UINTEGER, ...this.stored.map(({ type }) => staged[type].type)];
    const chunk = DuckDBDataChunk.create(types, rows);
    chunk.setColumns(this.columns);
    this.appender.appendDataChunk(chunk);
    this.columns = this.empty();
  }

  private empty(): DuckDBValue[][] {
    return [[], ...this.stored.map(() => [])];
  }
}

const present = (columns: readonly string[]) => storeColumns.filter(({ name }) => columns.includes(name));

/** Times and counts are staged as plain numbers, which cross into DuckDB without an object each. */
const staged: Readonly<
  Record<StoreColumn['type'], { sql: string; type: DuckDBType; read: (sql: string) => string }>
> = {
  TIMESTAMP: {
    sql: 'DOUBLE',
    type: DOUBLE,
    read: sql => `make_timestamp(${sql}::BIGINT) AS ${sql}`,
  },
  BIGINT: { sql: 'DOUBLE', type: DOUBLE, read: sql => `TRY_CAST(${sql} AS BIGINT) AS ${sql}` },
  DOUBLE: { sql: 'DOUBLE', type: DOUBLE, read: sql => sql },
  VARCHAR: { sql: 'VARCHAR', type: VARCHAR, read: sql => sql },
};
