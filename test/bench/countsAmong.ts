import { countsOf, type Row } from './transplant';
import { whatOf, whats } from './countsTimesBursts';

/**
 * A baseline that learns nothing: how much oftener a host does something than the others do (as a Poisson surprise),
 * times how few of them do it; summed over protocol with port, state and size. A host's is that of its oddest flow.
 */
export function countsAmong(rows: readonly Row[], column: (name: string) => number): Map<string, number> {
  const source = column('SrcAddr');
  const hosts = countsOf(rows.map(row => row[source] as string));
  const sums = new Float64Array(rows.length);
  for (const kind of whats) {
    const texts = rows.map(row => whatOf(kind, row, column));
    const all = countsOf(texts);
    const own = countsOf(texts.map((text, i) => `${rows[i]?.[source]} ${text}`));
    const users = countsOf([...own.keys()].map(key => key.slice(key.indexOf(' ') + 1)));
    for (const [i, text] of texts.entries()) {
      const host = rows[i]?.[source] as string;
      const [mine, flows] = [own.get(`${host} ${text}`) as number, hosts.get(host) as number];
      const others = (all.get(text) as number) - mine;
      const rate = (others / Math.max(1, rows.length - flows)) * flows + 0.05;
      const burst = mine > rate ? mine * Math.log(mine / rate) - (mine - rate) : 0;
      const rare = -Math.log((users.get(text) as number) / (hosts.size + 1));
      sums[i] = (sums[i] as number) + Math.log1p(burst) * rare;
    }
  }
  const most = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const host = row[source] as string;
    most.set(host, Math.max(most.get(host) ?? 0, sums[i] as number));
  }
  return most;
}

/** Place of a host, from 1, among those that a number is known of, the largest first. */
export function placeOf(host: string, numbers: ReadonlyMap<string, number>): number {
  const own = numbers.get(host);
  return own === undefined ? 0 : 1 + [...numbers.values()].filter(other => other > own).length;
}
