import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../../base/database';
import type { LabelCounts } from '../../../../shared/protocol/captures';
import type { FlowGroup } from '../../../../shared/protocol/overview';
import { flowFilterText, type FlowCondition } from '../../../../shared/text/flowFilter';
import { labelClasses, labelClassSql } from '../captures/labels';

/** Something that flows have in common. */
export interface Grouping {
  /** Names in filters, and the SQL of each. */
  parts: readonly { column: string; sql: string }[];
  /** Where the flows come from; `flows` unless a flow counts more than once. */
  from?: string;
  /** For people. */
  name(values: readonly string[]): string;
}

/** Each flow once for each of its ends. */
export const bothEnds =
  "(SELECT src_addr AS address, bytes, label FROM flows WHERE src_addr <> '' UNION ALL SELECT dst_addr, bytes, label FROM flows WHERE dst_addr <> '' AND dst_addr IS DISTINCT FROM src_addr)";

/**
 * The largest groups by flows, then bytes; and how many groups there are. Labels are counted in a second pass, of the
 * largest groups alone: to group all flows by their labels too takes more than twice as long.
 */
export async function flowGroups(
  connection: DuckDBConnection,
  { parts, from = 'flows', name }: Grouping,
  top: number,
): Promise<{ groups: FlowGroup[]; inAll: number }> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const columns = parts.map(({ sql }, i) => `${sql} AS part_${i}`).join(', ');
  const keys = parts.map((_, i) => `part_${i}`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE flow_groups AS SELECT ${columns}, count(*)::DOUBLE AS flows,
       coalesce(sum(bytes), 0)::DOUBLE AS bytes FROM ${from} GROUP BY ${keys}`,
  );
  const [counted] = await rows('SELECT count(*)::DOUBLE FROM flow_groups');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE largest_groups AS SELECT * FROM flow_groups ORDER BY flows DESC, bytes DESC, ${keys} LIMIT ${top}`,
  );
  const largest = await rows(`SELECT * FROM largest_groups ORDER BY flows DESC, bytes DESC, ${keys}`);
  // Values that are named are sought in a column's dictionary, before rows are joined.
  const among = parts.map((_, i) => amongSql(`part_${i}`, new Set(largest.map(row => row[i])))).join(' AND ');
  const labelled = await rows(
    `SELECT ${keys}, ${labelClassSql('label')} AS class, sum(n)::DOUBLE FROM
       (SELECT ${keys}, label, count(*) AS n FROM (SELECT * FROM (SELECT ${columns}, label FROM ${from}) WHERE ${among})
        SEMI JOIN largest_groups USING (${keys}) GROUP BY ${keys}, label)
     GROUP BY ${keys}, class`,
  );
  await connection.run('DROP TABLE flow_groups; DROP TABLE largest_groups');
  const labels = new Map<string, Record<string, number>>();
  for (const row of labelled) {
    const key = JSON.stringify(row.slice(0, parts.length));
    const counts = labels.get(key) ?? {};
    counts[String(row[parts.length])] = Number(row[parts.length + 1]);
    labels.set(key, counts);
  }
  return {
    inAll: Number(counted?.[0]),
    groups: largest.map(row => {
      const values = row.slice(0, parts.length);
      const texts = values.map(value => (value === null ? '' : String(value)));
      const [flows, bytes] = row.slice(parts.length).map(Number) as [number, number];
      return groupOf({ parts, name }, texts, {
        flows,
        bytes,
        labels: labels.get(JSON.stringify(values)) ?? {},
      });
    }),
  };
}

/** A group with what was counted of it. */
export function groupOf(
  { parts, name }: Pick<Grouping, 'parts' | 'name'>,
  values: readonly string[],
  { flows, bytes, labels }: { flows: number; bytes: number; labels: Readonly<Record<string, number>> },
): FlowGroup {
  const where = flowFilterText({ all: parts.map(({ column }, i) => isValue(column, values[i] as string)) });
  return { name: name(values), values, flows, bytes, labels: inOrder(labels), where };
}

/** Whether a part is one of some values; true where a statement cannot hold one of them. */
function amongSql(part: string, values: ReadonlySet<unknown>): string {
  const texts = [...values].map(String);
  if (texts.length === 0 || texts.some(text => text.includes('\0'))) return 'true';
  return `${part} IN (${texts.map(quoted).join(', ')})`;
}

const isValue = (column: string, value: string): FlowCondition =>
  value === '' ? { column, is: 'empty', values: [] } : { column, is: '=', values: [value] };

/** Classes of labels as they stand everywhere. */
export function inOrder(counts: Readonly<Record<string, number>>): LabelCounts {
  return Object.fromEntries(
    labelClasses.flatMap(name => (counts[name] === undefined ? [] : [[name, counts[name]]])),
  );
}
