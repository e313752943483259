import type { FlowFilter } from '../../../../../shared/text/flowFilter';
import { filterSql } from '../filterSql';
import { labelClasses, labelClassSql } from '../labels';
import type { Capture } from '../store';

export type GroupBy = 'host' | 'service' | 'conversation' | 'label';

export interface FlowGroup {
  /** A host; protocol and port; protocol, both addresses and port; a label. */
  key: string[];
  flows: number;
  /** Zero where the capture gives none. */
  bytes: number;
  /** Flows of each class of labels. */
  labels: Record<string, number>;
}

export interface FlowGroups {
  groups: FlowGroup[];
  /** How many there are; more than are told, where so many were asked for. */
  count: number;
}

const keys: Readonly<Record<GroupBy, readonly string[]>> = {
  host: ['host'],
  service: ['proto', 'dport'],
  conversation: ['proto', 'src_addr', 'dst_addr', 'dport'],
  label: ['label'],
};

/** Flows in groups, those with the most flows first. A flow counts for both of its hosts. */
export async function flowGroups(
  { connection }: Pick<Capture, 'connection'>,
  filter: FlowFilter | undefined,
  by: GroupBy,
  count: number,
): Promise<FlowGroups> {
  const { sql, values } = filter ? filterSql(filter) : { sql: 'TRUE', values: [] };
  const columns = keys[by].join(', ');
  const counts = (keyed: string, where: string) =>
    `SELECT ${keyed}, label, count(*) AS flows, coalesce(sum(bytes), 0) AS bytes FROM flows WHERE ${where} GROUP BY ALL`;
  const counted =
    by === 'host'
      ? `${counts('src_addr AS host', sql)} UNION ALL ${counts('dst_addr AS host', `(${sql}) AND dst_addr <> src_addr`)}`
      : by === 'label'
        ? `SELECT label, count(*) AS flows, coalesce(sum(bytes), 0) AS bytes FROM flows WHERE ${sql} GROUP BY ALL`
        : counts(columns, sql);
  const shares = labelClasses.map(
    (name, i) => `coalesce(sum(flows) FILTER (class = '${name}'), 0)::DOUBLE AS class_${i}`,
  );
  // Few labels are distinct: their classes are found by expressions that cost more than a join.
  const found = await connection.runAndReadAll(
    `WITH counted AS MATERIALIZED (${counted}),
       classes AS (SELECT label, ${labelClassSql('label')} AS class FROM (SELECT DISTINCT label FROM counted)),
       groups AS (
         SELECT ${columns}, sum(flows)::DOUBLE AS flows, sum(bytes)::DOUBLE AS bytes, ${shares.join(', ')}
         FROM counted JOIN classes USING (label) GROUP BY ${columns})
     SELECT count(*) OVER ()::DOUBLE, flows, bytes, ${columns}, ${labelClasses.map((_, i) => `class_${i}`).join(', ')}
     FROM groups ORDER BY flows DESC, ${columns} LIMIT ${Math.floor(count)}`,
    values,
  );
  const rows = found.getRows();
  const width = keys[by].length;
  return {
    count: Number(rows[0]?.[0] ?? 0),
    groups: rows.map(row => ({
      flows: Number(row[1]),
      bytes: Number(row[2]),
      key: row.slice(3, 3 + width).map(String),
      labels: Object.fromEntries(
        labelClasses
          .map((name, i) => [name, Number(row[3 + width + i])] as const)
          .filter(([, flows]) => flows > 0),
      ),
    })),
  };
}
