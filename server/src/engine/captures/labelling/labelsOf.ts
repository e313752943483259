import type { DuckDBConnection } from '@duckdb/node-api';

/** What a flow is labelled. */
export interface FlowLabel {
  label: string;
  /** Empty where there is no more to say than the label. */
  detail: string;
}

/** The labels of some flows of a capture of one file, by their records; of what is no flow there is none. */
export async function labelsOf(
  connection: DuckDBConnection,
  records: readonly number[],
): Promise<ReadonlyMap<number, FlowLabel>> {
  if (records.length === 0) return new Map();
  const found = await connection.runAndReadAll(
    `SELECT record, coalesce(label, ''), coalesce(detailed_label, '') FROM flows WHERE record IN (${records.map(Math.trunc).join(', ')})`,
  );
  return new Map(
    found
      .getRows()
      .map(([record, label, detail]) => [Number(record), { label: String(label), detail: String(detail) }]),
  );
}
