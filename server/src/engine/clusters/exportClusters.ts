import { csvCell } from '../../../../shared/text/spreadsheetCell';
import { writeOut } from '../../base/files/writeDraft';
import type { Clustering } from './clustering';

/**
 * Writes every token with its cluster, clusters in order, nearest to the centre first, as comma-separated values:
 * token, cluster, name, distance, labels (`botnet 3, normal 1`), flows. Rejects, naming the file, when it cannot be
 * written.
 */
export async function exportClusters(
  clustering: Clustering,
  out: string,
): Promise<{ path: string; rows: number }> {
  const { members } = clustering.partition;
  await writeOut(out, async put => {
    await put('token,cluster,name,distance,labels,flows\r\n');
    for (const row of members) {
      const { token, distance, labels, count } = clustering.member(row);
      const id = clustering.clusterOf(row);
      const classes = Object.entries(labels).map(([name, flows]) => `${name} ${flows}`);
      const cells = [token, id, clustering.names[id] as string, distance, classes.join(', '), count];
      await put(`${cells.map(csvCell).join(',')}\r\n`);
    }
  });
  return { path: out, rows: members.length };
}
