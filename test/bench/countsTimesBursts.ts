import { countsOf, type Infected, type Row } from './transplant';

export const whats: readonly (readonly string[])[] = [
  ['Proto', 'Dport', 'State'],
  ['Proto', 'Dport'],
  ['Proto', 'State', 'size'],
  ['Proto', 'State'],
];
/** What a flow is by a kind. */
export const whatOf = (kind: readonly string[], row: Row, column: Infected['column']) =>
  kind
    .map(name =>
      name === 'size' ? Math.floor(Math.log2(Number(row[column('TotBytes')]) + 1)) : row[column(name)],
    )
    .join(' ');

/** Flows that what is usual for all weighs, beside a host's own. */
const prior = 5;

/**
 * A baseline that learns nothing: how much oftener than expected a host does something (as a Poisson surprise), times
 * how unlikely that is for it; summed over protocol with port, state and size.
 */
export function countsTimesBursts({ before, column }: Infected, asked: readonly Row[]): number[] {
  const [time, source] = [column('StartTime'), column('SrcAddr')];
  const span = (rows: readonly Row[]) =>
    secondsOf(rows.at(-1)?.[time] ?? '') - secondsOf(rows[0]?.[time] ?? '') || 1;
  const share = span(asked) / span(before);
  const hosts = countsOf(before.map(row => row[source] as string));
  const sums = new Array<number>(asked.length).fill(0);
  for (const kind of whats) {
    const what = (row: Row) => whatOf(kind, row, column);
    const ownOf = (row: Row) => `${row[source]} ${what(row)}`;
    const own = countsOf(before.map(ownOf));
    const all = countsOf(before.map(what));
    const now = countsOf(asked.map(ownOf));
    for (const [i, row] of asked.entries()) {
      const [mine, mineNow] = [own.get(ownOf(row)) ?? 0, now.get(ownOf(row)) as number];
      const usual = (all.get(what(row)) ?? 0) / before.length;
      const flows = hosts.get(row[source] as string) ?? 0;
      const rate = ((mine + prior * usual) / (flows + prior)) * flows * share + 0.05;
      const burst = mineNow > rate ? mineNow * Math.log(mineNow / rate) - (mineNow - rate) : 0;
      const rare = -Math.log((mine + 0.5 * usual + 0.01) / (flows + 0.5));
      sums[i] = (sums[i] as number) + Math.log1p(burst) * rare;
    }
  }
  return sums;
}

/** Of a time as Argus writes it: 2011/08/16 11:00:10.428000. */
const secondsOf = (time: string) =>
  Date.parse(`${time.slice(0, 23).replaceAll('/', '-').replace(' ', 'T')}Z`) / 1000;
