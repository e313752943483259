import * as l10n from '@vscode/l10n';
import { longestLine } from '../../base/files/textLines';
import { language } from '../../../../shared/text/language';
import { visibleText } from '../../../../shared/text/visibleText';
import { columnNamed, storeColumns } from './columns';
import { exceedsStore, isRejected, type ParsedLine } from './flow';
import type { Format, Layout, Loaded, Loading } from './formats/format';
import { RecordTable } from './recordTable';

/** Rejected rows whose reasons are kept for display; `rejected` counts all. */
export const keptRows = 1000;

/** What is gathered of a file's rows beside its flows. */
export class Findings {
  rejected = 0;
  readonly problems: { line: number; message: string }[] = [];
  readonly notes: string[] = [];
  private relaid = 0;
  private tooLarge = { rows: 0, first: 0 };

  /** A row that is no flow, and each cell that keeps it from being one. */
  reject(line: number, ...messages: readonly string[]): void {
    this.rejected++;
    if (this.rejected <= keptRows) this.problems.push(...messages.map(message => ({ line, message })));
  }

  /** Counts a line that was read: it gave no flow, or one that the store cannot hold whole. */
  add(row: ParsedLine, line: number): void {
    if (row.flow) {
      if (!exceedsStore(row.flow)) return;
      if (this.tooLarge.rows++ === 0) this.tooLarge.first = line;
    } else if (isRejected(row)) this.reject(line, ...reasonsOf(row));
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
    const { rows, first } = this.tooLarge;
    if (rows > 0) this.notes.push(tooLargeNote(rows, l10n.t('line {0}', first)));
    return {
      rejected: this.rejected,
      problems: this.problems,
      notes: more > 0 ? [...this.notes, l10n.t('{0} more headers change the columns.', more)] : this.notes,
    };
  }
}

/** Why a row is no flow: the message of each grave problem. */
export function reasonsOf({ problems }: ParsedLine): string[] {
  const grave = problems.filter(p => p.severity === 'error');
  const told = (grave.length > 0 ? grave : problems.slice(-1)).map(({ message }) => message);
  return told.length > 0 ? told : [l10n.t('It is no flow.')];
}

/** What has to be said of counts beyond those that the store holds, as a sentence. */
export const tooLargeNote = (rows: number, first: string) =>
  l10n.t(
    '{0} row(s) have a count of packets or bytes beyond 64 bits ({1} the first): it counts as not given.',
    rows.toLocaleString(language()),
    first,
  );

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
        }
        findings.add(row, line);
      }
    }
  } catch (error) {
    await rows.drop().catch(() => undefined); // What was thrown before is what matters.
    throw error;
  }
  await rows.finish();
  return { firstRecord: 1, ...findings.found() };
}
