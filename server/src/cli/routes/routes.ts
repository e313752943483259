import { basename } from 'node:path';
import { prefixParameters } from '../../../../shared/parameters/routes';
import type { LoadOptions, RoutesSummary } from '../../engine/routes/loadRoutes';
import { ruledAll, UsageError, type Call, type Command, type Option } from '../command';
import { count, shares } from '../console';

const group = 'Reading routes';

const prefixes = ruledAll(prefixParameters, { prefixIPv6: 'prefix6' }, { value: 'BITS', group });

/** How routes are read. */
export const readingOptions: readonly Option[] = [
  {
    name: 'labels',
    value: 'FILE',
    path: 'read',
    many: true,
    words: 'Comma-separated values with the columns destination and label.',
    group,
  },
  ...Object.values(prefixes),
];

/** The one file with labels of destinations. */
export function destinationLabelsOf(call: Call): string | undefined {
  const [labels, ...more] = call.texts('labels');
  if (more.length > 0) throw new UsageError('labels of destinations are one file: give --labels once.');
  return labels;
}

/** How the routes of a call are to be read. */
export function readingOf(call: Call): LoadOptions & { prefix: { ipv4: number; ipv6: number } } {
  const labels = destinationLabelsOf(call);
  return {
    prefix: {
      ipv4: call.number('prefix') ?? prefixParameters.prefix.default,
      ipv6: call.number('prefix6') ?? prefixParameters.prefixIPv6.default,
    },
    ...(labels === undefined ? {} : { labels }),
  };
}

/** The engine of flows is not needed for this, and what it loads takes a while. */
const loaded = async (call: Call) => {
  const { loadRoutes } = await import('../../engine/routes/loadRoutes');
  return loadRoutes(call.files, readingOf(call));
};

/** Problems shown without --json. */
const shownProblems = 20;

export const routesSummary: Command = {
  name: 'routes summary',
  takes: 'FILE…',
  about: 'Counts routes, subnets and labels; says which lines were not read, and why.',
  options: readingOptions,
  examples: [
    'routes summary my.traceroute',
    'routes summary folder --labels labels.csv --json',
    'routes summary - < my.traceroute',
  ],
  async run(call, console) {
    const { summary } = await loaded(call);
    if (call.has('json')) return console.json(asJson(summary));
    console.lines(...textOf(summary));
  },
};

export const routesFeatures: Command = {
  name: 'routes features',
  takes: 'FILE… --out F.csv|F.parquet',
  about: 'Writes statistics, subnets, label and time of each route.',
  options: [
    { name: 'out', value: 'FILE', path: 'written', words: 'The file to write, F.csv or F.parquet.' },
    ...readingOptions,
  ],
  examples: ['routes features my.traceroute --out features.csv'],
  async run(call, console) {
    const out = call.text('out') ?? '';
    const format = /\.(csv|parquet)$/i.exec(out)?.[1]?.toLowerCase();
    if (format !== 'csv' && format !== 'parquet')
      throw new UsageError('--out names the file to write, F.csv or F.parquet.');
    const { table, summary } = await loaded(call);
    const { exportFeatures } = await import('../../engine/routes/exportFeatures');
    const written = await exportFeatures(table, summary.files, { format, out });
    if (call.has('json')) return console.json(written);
    console.lines(`${count(written.rows)} rows in ${written.path}`);
  },
};

/** The contract's fields; `dropped` is their sum, and each problem names its file where there are several. */
function asJson({ dropped, problems, files, ...rest }: RoutesSummary): object {
  return {
    ...rest,
    files,
    dropped: dropped.duplicates + dropped.short,
    duplicates: dropped.duplicates,
    short: dropped.short,
    problems: problems.map(({ file, line, message }) => ({
      ...(files.length > 1 ? { file: files[file] } : {}),
      line,
      message,
    })),
  };
}

function textOf(summary: RoutesSummary): string[] {
  const { files, routes, rejected, dropped, unique, subnets, labels, reached, formats, problems } = summary;
  const lines = [
    `${files.length > 3 ? `${count(files.length)} files` : files.map(f => basename(f)).join(', ')}: ${count(routes)} routes read, ${count(rejected)} not`,
    `formats    ${shares(formats)}`,
    `kept       ${count(unique)}; dropped ${count(dropped.duplicates)} duplicates and ${count(dropped.short)} of at most two hops`,
    `subnets    ${count(subnets)}`,
    `reached    ${count(reached)} of ${count(unique)}`,
    `labels     ${Object.entries(labels)
      .map(([name, n]) => `${name} ${count(n)}`)
      .join(', ')}`,
    ...summary.notes,
    ...problems
      .slice(0, shownProblems)
      .map(p => `${basename(files[p.file] ?? '')}, line ${p.line}: ${p.message}`),
  ];
  if (summary.problemCount > shownProblems)
    lines.push(`… and ${count(summary.problemCount - shownProblems)} more`);
  return lines;
}
