import { basename } from 'node:path';
import { loadRoutes, type RoutesSummary } from '../../engine/routes/loadRoutes';
import { parseWords, type Command } from '../command';
import { loadOptionsOf, routeOptions, routeUsage } from './routeOptions';
import { count, printable, shares } from '../text';

/** Problems shown without --json. */
const shownProblems = 20;

export const routesSummary: Command = {
  name: 'routes summary',
  usage: `routes summary FILE… ${routeUsage} [--json]`,
  about: 'Count routes, subnets and labels; say which lines were not read, and why.',
  options: routeOptions,
  examples: ['routes summary my.traceroute'],
  async run(words, _engine, console) {
    const { values, files } = parseWords(words, routeOptions);
    const { summary } = await loadRoutes(files, loadOptionsOf(values));
    console.out(values['json'] ? `${JSON.stringify(asJson(summary))}\n` : `${textOf(summary)}\n`);
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

function textOf(summary: RoutesSummary): string {
  const { files, routes, rejected, dropped, unique, subnets, labels, reached, formats, problems } = summary;
  const lines = [
    `${files.length > 3 ? `${count(files.length)} files` : files.map(f => printable(basename(f))).join(', ')}: ${count(routes)} routes read, ${count(rejected)} not`,
    `formats    ${shares(formats)}`,
    `kept       ${count(unique)}; dropped ${count(dropped.duplicates)} duplicates and ${count(dropped.short)} of at most two hops`,
    `subnets    ${count(subnets)}`,
    `reached    ${count(reached)} of ${count(unique)}`,
    `labels     ${Object.entries(labels)
      .map(([name, n]) => `${name} ${count(n)}`)
      .join(', ')}`,
    ...summary.notes.map(printable),
    ...problems
      .slice(0, shownProblems)
      .map(p => printable(`${basename(files[p.file] ?? '')}, line ${p.line}: ${p.message}`)),
  ];
  if (summary.problemCount > shownProblems)
    lines.push(`… and ${count(summary.problemCount - shownProblems)} more`);
  return lines.join('\n');
}
