import { csvCell } from '../../../../shared/text/spreadsheetCell';
import { writeOut } from '../../base/files/writeDraft';
import { none32 } from '../../../../shared/protocol/mapColumns';
import { readMap, tokenAt } from './mapFile';

/**
 * Writes a cached map as comma-separated values, commonest token first: token, x, y (and z), the label that most of
 * its flows have, flows, line of the first one (with several files, its file too), and the name of its cluster where
 * the tokens were clustered. Rejects, naming the file, when it cannot be written.
 */
export async function exportMap(map: string, out: string): Promise<{ path: string; rows: number }> {
  const { header, arrays } = await readMap(map);
  const { x, y, z, label, count, line, file, cluster } = arrays;
  const { labels, files, clusters } = header;
  const several = files.length > 1;
  const columns = ['token', 'x', 'y', ...(z ? ['z'] : []), 'label', 'flows', 'line'];
  columns.push(...(several ? ['file'] : []), ...(clusters ? ['cluster'] : []));
  await writeOut(out, async put => {
    await put(`${columns.join(',')}\r\n`);
    for (let i = 0; i < header.points; i++) {
      const place = [x, y, ...(z ? [z] : [])].map(axis => axis[i] as number);
      const cells = [tokenAt(arrays, i), ...place, labels[label[i] as number] ?? ''];
      cells.push(count[i] as number, line[i] as number);
      if (several) cells.push(files[file[i] as number] ?? '');
      const number = cluster[i] as number;
      if (clusters) cells.push(number === none32 ? '' : (clusters.names[number] ?? ''));
      await put(`${cells.map(csvCell).join(',')}\r\n`);
    }
  });
  return { path: out, rows: header.points };
}
