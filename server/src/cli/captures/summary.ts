import { basename } from 'node:path';
import type { Command } from '../command';
import { readingOptions } from './reading';
import { count, shares } from '../console';

/** Problems shown without --json. */
const shownProblems = 20;

export const summary: Command = {
  name: 'summary',
  takes: 'FILE…',
  about: 'Counts flows, hosts, protocols and labels; says which rows were not read, and why.',
  options: readingOptions,
  examples: [
    'summary my.binetflow',
    'summary day1.binetflow.gz day2.binetflow.gz --json',
    'summary - < my.binetflow',
    'summary logs/ --where "Dport = 53 and not DstAddr in (10.0.0.0/8)"',
  ],
  async run(call, console, open) {
    const { files } = call;
    const engine = await open();
    const result = await engine.summary(files);
    if (call.has('json')) {
      const problems = result.problems.map(({ file, line, message }) => ({
        ...(files.length > 1 ? { file: files[file] } : {}),
        line,
        message,
      }));
      const conditions = call.texts('where');
      const where = conditions.length > 0 ? { where: conditions } : {};
      return console.json({ ...result, ...where, problems });
    }
    console.lines(
      `${files.map(f => basename(f)).join(', ')}: ${count(result.flows)} flows of ${count(result.hosts)} hosts, ${count(result.rejected)} rows not read`,
      ...call.texts('where').map(condition => `only       ${condition}`),
      `time       ${result.firstTime ?? '-'} to ${result.lastTime ?? '-'}`,
      `protocols  ${shares(result.protocols)}`,
      `labels     ${shares(result.labels)}`,
      ...(result.notes ?? []),
      ...result.problems
        .slice(0, shownProblems)
        .map(p => `${basename(files[p.file] as string)}, line ${p.line}: ${p.message}`),
    );
    if (result.rejected > shownProblems)
      console.lines(`… and ${count(result.rejected - shownProblems)} more rows`);
  },
};
