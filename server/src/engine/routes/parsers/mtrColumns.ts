import type { HopSummary } from './summarisedHop';

/** Columns that mtr can print (`-o`), as its report, CSV and JSON name them. */
const columns: Record<string, keyof HopSummary> = {
  'Loss%': 'loss',
  Snt: 'sent',
  Rcv: 'received',
  Last: 'last',
  Avg: 'average',
  Best: 'best',
  Wrst: 'worst',
  StDev: 'deviation',
};

export const mtrTitles: readonly string[] = [
  ...Object.keys(columns),
  'Drop',
  'Gmean',
  'Jttr',
  'Javg',
  'Jmax',
  'Jint',
];

/** What a report has unless it is told otherwise. */
export const usualMtrTitles: readonly string[] = ['Loss%', 'Snt', 'Last', 'Avg', 'Best', 'Wrst', 'StDev'];

/** The columns of a hop, by their titles. */
export function mtrSummary(titles: readonly string[], values: readonly string[]): HopSummary {
  const summary: HopSummary = {};
  for (const [i, title] of titles.entries()) {
    const name = columns[title];
    const value = Number(values[i]?.replace('%', '') || NaN);
    if (name) summary[name] = name === 'loss' ? value / 100 : value;
  }
  return summary;
}
