import { basename } from 'node:path';
import { parseWords, type Command } from '../command';
import { count, printable, shares } from '../text';

/** Problems shown without --json. */
const shownProblems = 20;

export const summary: Command = {
  name: 'summary',
  usage: 'summary FILE… [--json]',
  about: 'Count flows, hosts, protocols and labels; say which rows were not read, and why.',
  options: {},
  examples: ['summary my.binetflow', 'summary - < my.binetflow', 'summary conn.log.gz --json'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, {});
    const result = await engine.summary(files);
    if (values['json']) {
      const problems = result.problems.map(({ file, line, message }) => ({
        ...(files.length > 1 ? { file: files[file] } : {}),
        line,
        message,
      }));
      console.out(`${JSON.stringify({ ...result, problems })}\n`);
      return;
    }
    const lines = [
      `${files.map(f => basename(f)).join(', ')}: ${count(result.flows)} flows of ${count(result.hosts)} hosts, ${count(result.rejected)} rows not read`,
      `time       ${result.firstTime ?? '-'} to ${result.lastTime ?? '-'}`,
      `protocols  ${shares(result.protocols)}`,
      `labels     ${shares(result.labels)}`,
      ...(result.notes ?? []).map(printable),
      ...result.problems
        .slice(0, shownProblems)
        .map(p => `${basename(files[p.file] as string)}, line ${p.line}: ${printable(p.message)}`),
    ];
    if (result.rejected > shownProblems)
      lines.push(`… and ${count(result.rejected - shownProblems)} more rows`);
    console.out(`${lines.join('\n')}\n`);
  },
};
