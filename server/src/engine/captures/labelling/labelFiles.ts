import type { DuckDBConnection } from '@duckdb/node-api';
import { flowsOf } from '../captureFiles';
import type { LoadedFile } from '../load';
import type { Reading } from '../reading';
import { applyLabels } from './applyLabels';
import type { LabelReport } from '../../../../../shared/protocol/reading';
import type { LabelSet } from './rule';

const table = 'memory.labels';

/** Applies the labels of readings to their files; undefined when there are none. All of a capture's files have the same. */
export async function labelFiles(
  connection: DuckDBConnection,
  loaded: readonly LoadedFile[],
  readings: readonly { reading: Reading }[],
): Promise<LabelReport | undefined> {
  const views: string[] = [];
  let set: LabelSet | undefined;
  for (const [i, file] of loaded.entries()) {
    const labels = readings[i]?.reading.labels;
    if (!labels) continue;
    set ??= labels;
    views.push((await flowsOf(connection, file, i))());
  }
  return set && applyLabels(connection, views.join(' UNION ALL '), table, set);
}

/** Flows with the labels that rules gave them. */
export const relabelled = (flows: string) =>
  `SELECT f.* REPLACE (coalesce(l.label, f.label) AS label, coalesce(l.detailed_label, f.detailed_label) AS detailed_label)
   FROM (${flows}) f LEFT JOIN ${table} l USING (file, record)`;
