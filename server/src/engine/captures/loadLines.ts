import * as l10n from '@vscode/l10n';
import { longestLine } from '../../base/files/textLines';
import { visibleText } from '../../../../shared/text/visibleText';
import { columnNamed, storeColumns } from './columns';
import { isRejected, type ParsedLine } from './flow';
import type { Format, Layout, Loaded, Loading } from './formats/format';
import { RecordTable } from './recordTable';

/** Reasons kept for display; `rejected` counts them all. */
export const keptProblems = 1000;

/** What is gathered of a file's rows beside its flows. */
export class Findings {
  rejected = 0;
  readonly problems: { line: number; message: string }[] = [];
  readonly notes: string[] = [];
  private relaid = 0;

  /** A row that is no flow. */
  reject(line: number, message: string): void {
    this.rejected++;
    if (this.problems.length < keptProblems) this.problems.push({ line, message });
  }

  /** Counts a line that was read and gave no flow. */
  add(row: ParsedLine, line: number): void {
    if (isRejected(row)) this.reject(line, reasonOf(row));
  }

  /** A header in the middle of the file, and whether the columns after it are others. */
  header(line: number, before: Layout, after: Layout): void {
    if (before.columns.join('\n') === after.columns.join('\n')) return;
    this.relaid++;
    if (this.relaid > 3) return;
    const columns = after.columns.map(name => visibleText(name, 20)).join(', ');
    this.notes.push(
      l10n.t(
        'From line {0} the columns are others, as the header on line {1} names them ({2}).',
        line + 1,
        line,
        columns,
      ),
    );
  }

  found(): Pick<Loaded, 'rejected' | 'problems' | 'notes'> {
    const more = this.relaid - 3;
    return {
      rejected: this.rejected,
      problems: this.problems,
      notes: more > 0 ? [...this.notes, l10n.t('{0} more headers change the columns.', more)] : this.notes,
    };
  }
}

/** Why a row is no flow: the message of its gravest problem. */
export function reasonOf({ problems }: ParsedLine): string {
  const problem = problems.find(p => p.severity === 'error') ?? problems.at(-1);
  return problem?.message ?? l10n.t('It is no flow.');
}

export const tooLongReason = () =>
  l10n.t(
    'The line is longer than {0} MiB: shorten it; until then it is left out of the capture.',
    longestLine / 2 ** 20,
  );

/** Loads a file line by line, with the reader that the editor uses. */
export async function loadLines<L extends Layout>(
  format: Format<L>,
  { connection, source, layout, table, signal }: Loading<L>,
): Promise<Loaded> {
  const reading = format.lines;
  if (!reading) throw new Error(l10n.t('{0}: {1} has no lines to read.', source.path, format.title));
  const findings = new Findings();
  findings.notes.push(...(layout.notes ?? []));
  // A later header may name columns that the first does not.
  const columns = reading.header ? storeColumns.map(c => c.name) : layout.columns.filter(columnNamed);
  const rows = await RecordTable.create(connection, table, columns);
  let current = layout;
  let line = 0;
  try {
    for await (const some of source.lines()) {
      signal?.throwIfAborted();
      for (const text of some) {
        line++;
        if (line < layout.firstRow) continue;
        if (text === undefined) {
          findings.reject(line, tooLongReason());
          continue;
        }
        const row = reading.read(text, line, current);
        if (row.flow) rows.add(row.flow, line);
        else if (row.layout) {
          findings.header(line, current, row.layout);
          current = row.layout;
        } else findings.add(row, line);
      }
    }
  } catch (error) {
    await rows.drop().catch(() => undefined); // What was thrown before is what matters.
    throw error;
  }
  await rows.finish();
  return { firstRecord: 1, ...findings.found() };
}
