import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { StoreColumn } from '../../columns';
import { alertLabel, type Alert } from './event';

/** Whose alert it is. */
interface Raised {
  id: string;
  ends: string;
  time: number | undefined;
  line: number;
}

/** Microseconds that an alert may come before its flow, by the clocks of threads. */
const slack = 1_000_000;

/** Alerts of a file, until the flows are there that they belong to. */
export class AlertTable {
  private rows = 0;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly table: string,
    private readonly appender: DuckDBAppender,
  ) {}

  static async create(connection: DuckDBConnection, table: string): Promise<AlertTable> {
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${table}_alerts (flow_id VARCHAR, ends VARCHAR, raised DOUBLE, line DOUBLE,
      severity VARCHAR, signature VARCHAR, category VARCHAR)`);
    return new AlertTable(connection, table, await connection.createAppender(`${table}_alerts`));
  }

  add({ severity, signature, category }: Alert, { id, ends, time, line }: Raised): void {
    this.rows++;
    for (const text of [id, ends]) this.appender.appendVarchar(text);
    for (const number of [time ?? NaN, line]) this.appender.appendDouble(number);
    for (const text of [severity, signature, category]) this.appender.appendVarchar(text);
    this.appender.endRow();
  }

  /**
   * Labels each flow with the gravest of its alerts; how many have any. An alert belongs to the flow of its id and ends that
   * had begun last when it was raised: ids are given anew when Suricata is.
   */
  async apply(columnNamed: (name: string) => StoreColumn | undefined): Promise<number> {
    this.appender.closeSync();
    const { connection, table } = this;
    const sql = (name: string) => columnNamed(name)?.sql ?? name;
    try {
      if (this.rows === 0) return 0;
      const ends = `least(src_addr, dst_addr) || ' ' || greatest(src_addr, dst_addr)`;
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${table}_alerted AS
        WITH own AS (SELECT record, ${sql('FlowId')} AS flow_id, ${ends} AS ends, epoch_us(start_time)::DOUBLE - ${slack} AS begun FROM ${table}),
        late AS (SELECT a.*, f.record FROM ${table}_alerts a ASOF JOIN own f
          ON a.flow_id = f.flow_id AND a.ends = f.ends AND a.raised >= f.begun),
        early AS (SELECT a.*, min(f.record) AS record FROM ${table}_alerts a JOIN own f USING (flow_id, ends)
          WHERE a.line NOT IN (SELECT line FROM late) GROUP BY ALL)
        SELECT record, arg_min({ 'severity': severity, 'signature': signature, 'category': category }, (coalesce(TRY_CAST(severity AS DOUBLE), 9), line)) AS graver
          FROM (FROM late UNION ALL BY NAME FROM early) GROUP BY record`);
      await connection.run(`UPDATE ${table} SET label = '${alertLabel}', ${sql('Severity')} = graver.severity,
        ${sql('Signature')} = graver.signature, ${sql('DetailedLabel')} = graver.category
        FROM ${table}_alerted a WHERE ${table}.record = a.record`);
      const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${table}_alerted`);
      await connection.run(`DROP TABLE ${table}_alerted`);
      return Number(counted.getRows()[0]?.[0]);
    } finally {
      await connection.run(`DROP TABLE ${table}_alerts`);
    }
  }
}
