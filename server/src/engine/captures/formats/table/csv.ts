import * as l10n from '@vscode/l10n';
import { absentTexts, cellsOf } from '../../cells';
import type { Format } from '../format';
import { headerNames, maybeTable, plainWords, readRow, tableLayout, type TableLayout } from './tableFormat';
import { refuseUnknown, type Mapping } from '../../mapping';
import { areCutTimes, cutTimesNote, relativeTimes, timeFormNote, timeForms } from '../../timeForms';
import { proposeMapping } from './propose';

const sampled = 50;

/** Rows of any tool, whose columns are told by their names and values. */
export const csv: Format<TableLayout> = {
  name: 'csv',
  get title() {
    return l10n.t('comma-separated values of any tool, with a header that names both ends of a flow');
  },
  recognise(head, said) {
    const [first = '', ...rest] = head.lines;
    if (!maybeTable(first)) return undefined;
    const { names, delimiter } = headerNames(first);
    if (names.length < (said ? 2 : 3) || (!said && names.some(name => /^\d+(?:\.\d+)*$/.test(name))))
      return undefined;
    const rows = rest
      .slice(0, sampled)
      .filter(line => line.trim() !== '')
      .map(line => cellsOf(line.replace(/\r$/, ''), { delimiter, columns: [] }).map(({ text }) => text));
    if (said) refuseUnknown(said, names);
    const mapping = said ?? proposeMapping(names, rows);
    // A header alone says too little: whatever has addresses in two columns would be a capture.
    if (!mapping || (!said && rows.length === 0)) return undefined;
    return {
      layout: tableLayout({
        delimiter,
        names,
        mapping,
        unset: ['-', ...absentTexts],
        ...(said ? {} : { notes: notesOf(mapping, names, rows) }),
        firstRow: head.firstLine + 1,
      }),
    };
  },
  lines: { read: readRow },
  words: plainWords(l10n.t('The tool')),
};

/** What was told of the times by their values, so that a wrong guess shows. */
function notesOf(
  { StartTime }: Mapping,
  names: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const isCut = (_name: string, i: number) => areCutTimes(rows.map(row => row[i] ?? ''));
  if (!StartTime && names.some(isCut)) return [cutTimesNote()];
  const at = names.indexOf(StartTime?.column ?? '');
  const first = rows.map(row => Number(row[at] || NaN)).find(time => !Number.isNaN(time));
  if (StartTime?.as === 'seconds' && first !== undefined && first < relativeTimes.before)
    return [relativeTimes.note()];
  const form = timeForms.find(each => each === StartTime?.as);
  return form ? [timeFormNote(form)] : [];
}
