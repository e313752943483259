import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnStatistics } from '../../../../shared/protocol/overview';
import { storeColumns } from '../captures/columns';

/** Columns that have a value somewhere, of the flows that the connection sees. */
export async function columnStatistics(connection: DuckDBConnection): Promise<ColumnStatistics[]> {
  const asked = storeColumns.map(({ sql, type }) => {
    const given = type === 'VARCHAR' ? `nullif(${sql}, '')` : sql;
    const text = (value: string) =>
      type === 'TIMESTAMP'
        ? `coalesce(strftime(${value}, '%Y-%m-%dT%H:%M:%S.%fZ'), '')`
        : `coalesce(${value}::VARCHAR, '')`;
    return `count(${given})::DOUBLE, approx_count_distinct(${given})::DOUBLE, ${text(`min(${given})`)}, ${text(`max(${given})`)}`;
  });
  const [row = []] = (await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM flows`)).getRows();
  return storeColumns
    .map(({ name }, i) => {
      const [filled, distinct, least, most] = row.slice(i * 4, i * 4 + 4);
      return {
        name,
        filled: Number(filled),
        distinct: Number(distinct),
        least: String(least),
        most: String(most),
      };
    })
    .filter(({ filled }) => filled > 0);
}
