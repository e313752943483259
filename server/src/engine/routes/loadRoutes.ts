import * as l10n from '@vscode/l10n';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labelOfFolder, readDestinationLabels, type DestinationLabels } from './destinationLabels';
import { headLength, noRoutes, readerOf } from './parseRoutes';
import { refuseSpecial } from '../../base/files/compression';
import { unreadable } from '../../base/errors';
import { nameOfSource, readPieces, type RouteSource } from './readPieces';
import type { Route, RouteLabel, RouteProblem } from './route';
import type { RouteTable } from './routeTable';
import { problemLimit, RouteCount, type RouteReader } from './sink';
import { defaultPrefix, type SubnetPrefix } from './subnets';
import { noLabel, TableBuilder } from './tableBuilder';

export interface LoadOptions {
  prefix?: SubnetPrefix;
  /** Path of a CSV of destinations and labels; a route's own label line comes first, its folder's name last. */
  labels?: string;
  signal?: AbortSignal;
}

/** What was read, and what became of it. */
export interface RoutesSummary {
  /** Of most routes. */
  format: string;
  /** Routes of each format. */
  formats: Record<string, number>;
  /** Paths read, in order: `RouteTable.files` counts them. */
  files: string[];
  /** Routes read. */
  routes: number;
  /** Routes in the table. */
  unique: number;
  /** Duplicates, and routes of at most two hops. */
  dropped: { duplicates: number; short: number };
  subnets: number;
  /** Of the routes in the table. */
  labels: Record<RouteLabel | 'none', number>;
  /** Routes in the table whose destination answered. */
  reached: number;
  /** Routes that could not be read. */
  rejected: number;
  /** At most a thousand of each file. */
  problems: (RouteProblem & { file: number })[];
  problemCount: number;
  /** Said on screen. */
  notes: string[];
  seconds: number;
}

/**
 * Reads traceroutes of files, folders or streams into one table. Rejects, naming the file, when one cannot be read or when
 * there is no traceroute in any.
 */
export async function loadRoutes(
  sources: readonly RouteSource[],
  { prefix = defaultPrefix, labels, signal }: LoadOptions = {},
): Promise<{ table: RouteTable; summary: RoutesSummary }> {
  const started = performance.now();
  const read = await sourcesOf(sources);
  const files = read.map(nameOfSource);
  const byDestination = labels === undefined ? undefined : await labelsOf(labels);
  const builder = new TableBuilder(prefix);
  const counts: RouteCount[] = [];
  for (const [i, source] of read.entries()) {
    const path = nameOfSource(source);
    const folder = labelOfFolder(path);
    const count = new RouteCount(route => {
      const label = route.label ?? labelledBy(byDestination, route) ?? folder;
      if (label) route.label = label;
      builder.add(route, i);
    });
    await readFileInto(source, count, signal);
    if (count.routes === 0 && count.rejected === 0) count.problem({ line: 1, message: noRoutes(path) });
    counts.push(count);
  }
  if (counts.every(count => count.routes === 0)) throw new Error(whyNone(files, counts));
  const table = builder.finish();
  const summary = summaryOf(table, builder, counts, files);
  if (byDestination) {
    for (const problem of byDestination.problems.slice(0, 20))
      summary.notes.push(l10n.t('{0}, line {1}: {2}', labels ?? '', problem.line, problem.message));
    summary.notes.push(l10n.t('{0} destinations have a label in {1}.', byDestination.size, labels ?? ''));
  }
  summary.seconds = (performance.now() - started) / 1000;
  return { table, summary };
}

/** Reads the text of one file with the reader that its beginning asks for. */
export async function readFileInto(
  source: RouteSource,
  count: RouteCount,
  signal?: AbortSignal,
): Promise<void> {
  let reader: RouteReader | undefined;
  let head = '';
  for await (const piece of readPieces(source, signal)) {
    if (reader) {
      reader.push(piece);
      continue;
    }
    head += piece;
    if (head.length < headLength) continue;
    reader = readerOf(head.slice(0, headLength), count);
    reader.push(head);
    head = '';
  }
  reader ??= readerOf(head, count);
  reader.push(head);
  reader.end();
}

function labelledBy(
  labels: DestinationLabels | undefined,
  { destination, name }: Route,
): RouteLabel | undefined {
  return labels && (labels.of(destination) ?? (name === undefined ? undefined : labels.of(name)));
}

async function labelsOf(path: string): Promise<DestinationLabels> {
  await refuseSpecial(path);
  try {
    return readDestinationLabels(await readFile(path, 'utf8'));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function sourcesOf(sources: readonly RouteSource[]): Promise<RouteSource[]> {
  const read: RouteSource[] = [];
  for (const source of sources)
    read.push(...(typeof source === 'string' ? await filesOf([source]) : [source]));
  if (read.length > mostFiles) throw new Error(tooMany(read.length));
  return read;
}

/** Folders stand for the files in them and below, by name. */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((cause: Error) => {
      throw unreadable(path, cause);
    });
    if (!info.isDirectory()) {
      await refuseSpecial(path);
      files.push(path);
      continue;
    }
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    const inside = entries
      .filter(e => e.isFile() && !e.name.startsWith('.'))
      .map(e => join(e.parentPath, e.name));
    if (inside.length === 0) throw new Error(l10n.t('{0}: the folder has no files.', path));
    files.push(...inside.sort());
  }
  if (files.length > mostFiles) throw new Error(tooMany(files.length));
  return files;
}

/** As many as `RouteTable.files` can count. */
const mostFiles = 65_535;
const tooMany = (files: number) => l10n.t('{0} files: at most {1} can be read as one.', files, mostFiles);

function whyNone(files: readonly string[], counts: readonly RouteCount[]): string {
  const [first] = counts.flatMap(count => count.problems);
  const place = first && first.line > 1 ? l10n.t(', line {0}', first.line) : '';
  if (counts.every(count => count.rejected === 0)) return noRoutes(files.join(', '));
  return l10n.t('{0}{1}: no traceroute could be read. {2}', files.join(', '), place, first?.message ?? '');
}

function summaryOf(
  table: RouteTable,
  builder: TableBuilder,
  counts: readonly RouteCount[],
  files: string[],
): RoutesSummary {
  const formats: Record<string, number> = {};
  for (const count of counts)
    for (const [format, routes] of count.formats) formats[format] = (formats[format] ?? 0) + routes;
  const total = (of: (count: RouteCount) => number) => counts.reduce((sum, count) => sum + of(count), 0);
  const labels = { benign: 0, malicious: 0, none: 0 };
  for (const label of table.labels)
    labels[label === noLabel ? 'none' : label === 0 ? 'benign' : 'malicious']++;
  let reached = 0;
  for (let row = 0; row < table.size; row++) reached += table.statistics[row * 5 + 4] as number;
  const problemCount = total(count => count.problemCount);
  const problems = counts.flatMap(({ problems }, file) => problems.map(problem => ({ ...problem, file })));
  const notes: string[] = [];
  if (builder.nameless > 0)
    notes.push(
      l10n.t(
        '{0} hops tell a name and no address; each name counts as a subnet of its own. Trace without names (-n) where you can.',
        builder.nameless,
      ),
    );
  if (problemCount > problems.length)
    notes.push(l10n.t('Of {0} problems the first {1} of each file are listed.', problemCount, problemLimit));
  return {
    format: Object.entries(formats).sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown',
    formats,
    files,
    routes: total(count => count.routes),
    unique: table.size,
    dropped: { duplicates: builder.duplicates, short: builder.short },
    subnets: table.subnets.length,
    labels,
    reached,
    rejected: total(count => count.rejected),
    problems,
    problemCount,
    notes,
    seconds: 0,
  };
}
