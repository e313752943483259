import * as l10n from '@vscode/l10n';
import type { MappedColumns } from '../../../../shared/protocol/reading';
import { openDatabase } from '../../base/database';
import { cellsOf } from './cells';
import { columnNamed, storeColumns } from './columns';
import { storedCell } from './flow';
import type { OpenColumns, Opening } from './formats/format';
import {
  columnsOf,
  draftMapping,
  headerNames,
  loadColumns,
  maybeTable,
  proposeColumns,
  recognise,
  textsOf,
} from './formats/formats';
import {
  isWhole,
  neededTargets,
  refuseUnknown,
  targets,
  units,
  usualUnit,
  type Mapping,
  type WholeMapping,
} from './mapping';
import type { AskedFormat } from './reading';
import { CaptureSource, type Head } from './source';

/** Rows that are shown, and texts of a column. */
const [shownRows, shownSamples] = [20, 4];
/** Rows of a columnar file that are looked at; of a text those of its beginning are. */
const lookedAt = 200;

/** What a row becomes: its canonical cells, absent where it is no flow, and why it is none. */
interface Became {
  cells: string[] | undefined;
  problems: string[];
}

/** The beginning of a table: what its columns are called, and its first rows. */
interface Sample {
  names: readonly string[];
  rows: readonly { record: number; texts: readonly string[] }[];
  /** What is known of its columns without being said. */
  proposed: Mapping;
  /** Reads the rows by a mapping that names both ends of a flow: canonical columns, and what each row has there. */
  readBy(mapping: WholeMapping): Promise<{ filled: readonly string[]; became: readonly Became[] }>;
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
  const source = await CaptureSource.open(path, folder);
  const open = columnsOf(source.head);
  const database = open && (await openDatabase(folder, [path]));
  try {
    const sample =
      open && database
        ? await columnarSample(open, { connection: database.connection, source, table: 'sampled' })
        : textSample(path, source.head);
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
      ...(isWhole(mapping) ? await readSo(sample, mapping) : { filled: [], rows: [], read: 0, looked: 0 }),
    };
  } finally {
    database?.close();
  }
}

async function readSo(
  { rows, readBy }: Sample,
  mapping: WholeMapping,
): Promise<Pick<MappedColumns, 'filled' | 'rows' | 'read' | 'looked'>> {
  const { filled, became } = await readBy(mapping);
  const shown = became.slice(0, shownRows).map(({ cells, problems }, i) => ({
    record: (rows[i] as Sample['rows'][number]).record,
    cells: cells ?? filled.map(() => ''),
    problems,
  }));
  return { filled, rows: shown, looked: became.length, read: became.filter(({ cells }) => cells).length };
}

/** A text's rows are read as its format reads them. */
function textSample(path: string, head: Head): Sample {
  const [first = '', ...lines] = head.lines;
  const { names, delimiter } = headerNames(first);
  if (!maybeTable(first) || names.length < 2)
    throw new Error(
      l10n.t('{0}: is no table with a header, whose columns could be said: its format names its own.', path),
    );
  const written = lines
    .map((line, i) => ({ record: head.firstLine + 1 + i, text: line.replace(/\r$/, '') }))
    .filter(({ text }) => text.trim() !== '');
  const rows = written.map(({ record, text }) => ({
    record,
    texts: cellsOf(text, { delimiter, columns: names }).map(cell => cell.text),
  }));
  const found = recognise(head);
  const known = 'layout' in found ? (found.layout as { mapping?: Mapping }).mapping : undefined;
  return {
    names,
    rows,
    proposed:
      known ??
      draftMapping(
        names,
        rows.map(({ texts }) => texts),
      ),
    readBy(mapping) {
      const said = recognise(head, { mapping });
      if ('error' in said) throw new Error(said.error);
      const { layout, format } = said;
      const { lines: reader } = format;
      if (!reader) throw new Error(l10n.t('{0} are no text', format.title));
      const filled = layout.columns.filter(columnNamed);
      const became = written.map(({ text, record }) => {
        const { flow, problems } = reader.read(text, record, layout);
        return {
          cells: flow && filled.map(name => cellText(name, storedCell(flow, name))),
          problems: problems.map(({ message }) => message),
        };
      });
      return Promise.resolve({ filled, became });
    },
  };
}

/** Rows of columns are read as the store is filled with them. */
async function columnarSample(open: OpenColumns, opening: Opening): Promise<Sample> {
  const { connection } = opening;
  const found = await open(opening, { rows: lookedAt });
  const names = [...found.types.keys()];
  const texts = await textsOf(connection, found);
  return {
    names,
    rows: texts.map((row, i) => ({ record: i + 1, texts: row })),
    proposed: proposeColumns(names, texts) ?? draftMapping(names, texts),
    async readBy(mapping) {
      const { problems } = await loadColumns(connection, found, { mapping, table: 'became' });
      const read = await connection.runAndReadAll(
        'SELECT * REPLACE (epoch_us(start_time)::DOUBLE AS start_time) FROM became ORDER BY record',
      );
      const columns = read.columnNames();
      const filled = storeColumns.filter(({ sql }) => columns.includes(sql));
      const became = read.getRowObjects().map(row => ({
        cells: row['is_flow'] === true ? filled.map(({ name, sql }) => cellText(name, row[sql])) : undefined,
        problems: problems.filter(({ line }) => line === row['record']).map(({ message }) => message),
      }));
      return { filled: filled.map(({ name }) => name), became };
    },
  };
}

/** The first different texts of a column. */
function samplesOf({ rows }: Sample, column: number): string[] {
  const found = new Set<string>();
  for (const { texts } of rows) {
    const text = texts[column] ?? '';
    if (text !== '') found.add(text.slice(0, 200));
    if (found.size === shownSamples) break;
  }
  return [...found];
}

/** What the store holds of a flow in a canonical column, for people. */
function cellText(name: string, cell: unknown): string {
  if (name === 'StartTime') return new Date(Number(cell) / 1000).toISOString();
  return cell === null || cell === undefined ? '' : String(cell as string | number | bigint);
}
