import * as l10n from '@vscode/l10n';
import type { MappedColumns } from '../../../../shared/protocol/reading';
import { openDatabase, quotedFile } from '../../base/database';
import { cellsOf } from './cells';
import { columnNamed } from './columns';
import { storedCell, type Field, type Flow, type ParsedLine } from './flow';
import { headerNames, maybeTable, proposeMapping, recognise, tableOfColumns } from './formats/formats';
import { neededTargets, refuseUnknown, targets, units, usualUnit, type Mapping } from './mapping';
import type { AskedFormat } from './reading';
import { CaptureSource, type Head } from './source';

/** Rows that are shown, and texts of a column. */
const [shownRows, shownSamples] = [20, 4];
/** Rows of a columnar file that are looked at; of a text those of its beginning are. */
const lookedAt = 200;

/** The beginning of a table: what its columns are called, and its first rows. */
interface Sample {
  names: readonly string[];
  rows: readonly { record: number; cells: Field[] }[];
  /** What is known of its columns without being said. */
  proposed: Mapping;
  /** Reads the rows by a mapping that names both ends of a flow: the canonical columns, and each row. */
  readBy(mapping: Mapping): { columns: readonly string[]; read(row: number): ParsedLine };
}

/**
 * What the columns of a table are by a mapping, else as the file says, and what its first rows become so. Rejects, naming the
 * file, where it is no table.
 */
export async function mappedColumns(
  path: string,
  asked: AskedFormat,
  { folder, mapping: edited }: { folder: string; mapping?: Mapping | undefined },
): Promise<MappedColumns> {
  const { head } = await CaptureSource.open(path, folder);
  const columnar = Buffer.from(head.bytes.subarray(0, 4)).toString('latin1') === 'PAR1';
  const sample = columnar ? await parquetSample(path, folder) : textSample(path, head);
  const mapping = edited ?? asked.mapping ?? sample.proposed;
  const missing = neededTargets.filter(target => !mapping[target]);
  refuseUnknown(mapping, sample.names);
  return {
    columns: sample.names.map((name, i) => ({ name, samples: samplesOf(sample, i) })),
    targets: targets.map(name => ({
      name,
      unit: usualUnit(name),
      isNeeded: neededTargets.some(needed => needed === name),
    })),
    units,
    mapping,
    proposed: sample.proposed,
    isSaid: asked.mapping !== undefined,
    missing,
    ...(missing.length > 0 ? { filled: [], rows: [], read: 0, looked: 0 } : readSo(sample, mapping)),
  };
}

function readSo(
  sample: Sample,
  mapping: Mapping,
): Pick<MappedColumns, 'filled' | 'rows' | 'read' | 'looked'> {
  const { columns, read } = sample.readBy(mapping);
  const filled = columns.filter(columnNamed);
  const results = sample.rows.map((_, row) => read(row));
  const rows = results.slice(0, shownRows).map(({ flow, problems }, i) => ({
    record: (sample.rows[i] as Sample['rows'][number]).record,
    cells: filled.map(name => (flow ? cellText(flow, name) : '')),
    problems: problems.map(({ message }) => message),
  }));
  return { filled, rows, looked: results.length, read: results.filter(({ flow }) => flow).length };
}

/** A text's rows are read as its format reads them. */
function textSample(path: string, head: Head): Sample {
  const [first = '', ...lines] = head.lines;
  const { names, delimiter } = headerNames(first);
  if (!maybeTable(first) || names.length < 2)
    throw new Error(
      l10n.t('{0}: is no table with a header, whose columns could be said: its format names its own.', path),
    );
  const texts = lines
    .map((line, i) => ({ record: head.firstLine + 1 + i, text: line.replace(/\r$/, '') }))
    .filter(({ text }) => text.trim() !== '');
  const rows = texts.map(({ record, text }) => ({
    record,
    cells: cellsOf(text, { delimiter, columns: names }),
  }));
  const found = recognise(head);
  const known = 'layout' in found ? (found.layout as { mapping?: Mapping }).mapping : undefined;
  return {
    names,
    rows,
    proposed: known ?? proposeMapping(names, textsOf(rows)) ?? {},
    readBy(mapping) {
      const said = recognise(head, { mapping });
      if ('error' in said) throw new Error(said.error);
      const { layout, format } = said;
      const { lines: reader } = format;
      if (!reader) throw new Error(l10n.t('{0} are no text', format.title));
      return {
        columns: layout.columns,
        read: row => {
          const { text, record } = texts[row] as (typeof texts)[number];
          return reader.read(text, record, layout);
        },
      };
    },
  };
}

async function parquetSample(path: string, folder: string): Promise<Sample> {
  const database = await openDatabase(folder, [path]);
  try {
    const found = await database.connection.runAndReadAll(
      `SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${quotedFile(path)}) LIMIT ${lookedAt}`,
    );
    const names = found.columnNames();
    const rows = found.getRows().map((row, i) => ({
      record: i + 1,
      cells: row.map((value, c) => {
        const text = value === null ? '' : (value as string);
        return { column: names[c] as string, text, start: 0, end: text.length };
      }),
    }));
    return {
      names,
      rows,
      proposed: proposeMapping(names, textsOf(rows)) ?? {},
      readBy(mapping) {
        const { columns, read } = tableOfColumns(names, JSON.stringify(mapping));
        return { columns, read: row => read(rows[row]?.cells ?? [], row + 1) };
      },
    };
  } finally {
    database.close();
  }
}

const textsOf = (rows: Sample['rows']) => rows.map(({ cells }) => cells.map(({ text }) => text));

/** The first different texts of a column. */
function samplesOf({ rows }: Sample, column: number): string[] {
  const found = new Set<string>();
  for (const { cells } of rows) {
    const text = cells[column]?.text ?? '';
    if (text !== '') found.add(text.slice(0, 200));
    if (found.size === shownSamples) break;
  }
  return [...found];
}

/** What the store holds of a flow in a canonical column, for people. */
function cellText(flow: Flow, name: string): string {
  const cell = storedCell(flow, name);
  return name === 'StartTime' ? new Date(Number(cell) / 1000).toISOString() : String(cell ?? '');
}
