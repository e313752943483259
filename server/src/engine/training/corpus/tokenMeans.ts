import type { Capture } from '../../captures/store';
import { prepareParts, tokenPart } from './tokenTable';

export type NumericColumn = 'duration' | 'bytes' | 'packets';
export const numericColumns: readonly NumericColumn[] = ['duration', 'bytes', 'packets'];

/**
 * Means over the flows of each token that `places` knows, at the token's place; not a number where no flow tells.
 * Durations are in seconds. `size` is one more than the greatest place.
 */
export async function tokenMeans(
  { connection }: Capture,
  tokenColumns: readonly string[],
  places: ReadonlyMap<string, number>,
  size: number,
): Promise<Record<NumericColumn, Float32Array>> {
  const parts = await prepareParts(connection, tokenColumns);
  const names = tokenColumns.map((_, i) => `p${i}`);
  const result = await connection.stream(
    `SELECT concat_ws(' ', ${names.map(tokenPart).join(', ')}), ${numericColumns.map(name => `avg(${name})::DOUBLE`).join(', ')}
     FROM (SELECT ${numericColumns.join(', ')}, ${parts.select} FROM ${parts.from}) GROUP BY ${names.join(', ')}`,
  );
  const means = numericColumns.map(() => new Float32Array(size).fill(NaN));
  for await (const chunk of result) {
    const columns = chunk.getColumns();
    for (let r = 0; r < chunk.rowCount; r++) {
      const place = places.get(columns[0]?.[r] as string);
      if (place === undefined) continue;
      for (const [c, mean] of means.entries()) mean[place] = (columns[c + 1]?.[r] as number | null) ?? NaN;
    }
  }
  return Object.fromEntries(numericColumns.map((name, c) => [name, means[c]])) as Record<
    NumericColumn,
    Float32Array
  >;
}
