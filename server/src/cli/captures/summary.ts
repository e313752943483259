import { basename } from 'node:path';
import { visibleText } from '../../../../shared/text/visibleText';
import type { Command } from '../command';
import { readingOptions } from './reading';
import type { LabelReport } from '../../../../shared/protocol/reading';
import { cell, count, shares } from '../console';

/** Rules of labels, and conflicts between them, shown without --json. */
const shownRules = 20;
/** Bytes of a file from which on the answer does not wait until it is in the store. */
const answeredFirst = 2 ** 26;
/** Rows that were not read shown without --json, each with all its reasons. */
const mostRows = 20;

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
    const { isStored, ...result } = await engine.summary(
      files,
      console.storesLater ? { unstoredFrom: answeredFirst } : {},
    );
    if (!isStored) console.storeLater(files);
    if (call.has('json')) {
      const problems = result.problems.map(({ file, line, message }) => ({
        ...(files.length > 1 ? { file: files[file] } : {}),
        line,
        message,
      }));
      const conditions = call.texts('where');
      const where = conditions.length > 0 ? { where: conditions } : {};
      console.json({ ...result, ...where, problems });
      return refuseNone(result, files, conditions);
    }
    // A row has a reason for each of its cells that cannot be read.
    const rowOf = ({ file, line }: { file: number; line: number }) => `${file} ${line}`;
    const shownRows = new Set([...new Set(result.problems.map(rowOf))].slice(0, mostRows));
    console.lines(
      `${files.map(f => basename(f)).join(', ')}: ${count(result.flows)} flows of ${count(result.hosts)} hosts, ${count(result.rejected)} rows not read`,
      ...call.texts('where').map(condition => `only       ${condition}`),
      `time       ${result.firstTime ?? '-'} to ${result.lastTime ?? '-'}`,
      `protocols  ${shares(result.protocols)}`,
      `labels     ${shares(result.labels)}`,
      ...(result.labelled ? labellingOf(result.labelled) : []),
      ...(result.notes ?? []),
      ...result.problems
        .filter(p => shownRows.has(rowOf(p)))
        .map(p => `${basename(files[p.file] as string)}, line ${p.line}: ${p.message}`),
    );
    if (result.rejected > shownRows.size)
      console.lines(`… and ${count(result.rejected - shownRows.size)} more rows`);
    refuseNone(result, files, call.texts('where'));
  },
};

/** A capture without flows fails, once what is known of it is said: else a script would go on with nothing. */
function refuseNone(
  { flows, rejected }: { flows: number; rejected: number },
  files: readonly string[],
  conditions: readonly string[],
): void {
  if (flows > 0 || conditions.length > 0) return;
  const why = rejected > 0 ? `none of ${count(rejected)} rows could be read` : 'no row follows the header';
  throw new Error(`${files.map(file => visibleText(file, 500)).join(', ')}: 0 flows, for ${why}.`);
}

/** What rules of labels did, those that caught most first, and those that caught nothing by their number. */
function labellingOf({ flows, relabelled, rules, conflicts, notes }: LabelReport): string[] {
  const caught = rules.filter(rule => rule.caught > 0).sort((a, b) => b.caught - a.caught);
  const line = (rule: LabelReport['rules'][number]) => {
    const lost = rule.caught - rule.labelled;
    const over = lost > 0 ? `, ${count(lost)} of them labelled by a later rule` : '';
    return `  ${cell(rule.label, 20)} ${count(rule.caught).padStart(11)} flows  ${basename(rule.file)}, line ${rule.line}: ${rule.text.slice(0, 80)}${over}`;
  };
  const more = caught.length - shownRules;
  return [
    `labelled   ${count(flows)} flows by ${count(caught.length)} of ${count(rules.length)} rules; ${count(relabelled)} had another label in the file`,
    ...caught.slice(0, shownRules).map(line),
    ...(more > 0 ? [`  … and ${count(more)} more rules`] : []),
    ...conflicts
      .slice(0, shownRules)
      .map(({ labels: [a, b], flows: n }) => `  conflict: ${count(n)} flows are "${a}" and, later, "${b}"`),
    ...(conflicts.length > shownRules
      ? [`  … and ${count(conflicts.length - shownRules)} more conflicts`]
      : []),
    ...notes,
  ];
}
