import * as l10n from '@vscode/l10n';
import type { MappedColumns } from '../../../../shared/protocol/reading';
import { openDatabase, quotedFile } from '../../base/database';
import { cellsOf } from './cells';
import type { Field, Flow, Problem } from './flow';
import { recognise } from './formats/formats';
import { filledBy } from './formats/table/flowReader';
import { proposeMapping } from './formats/table/propose';
import { flowOfCells, headerNames, tableLayout, type TableLayout } from './formats/table/tableFormat';
import { neededTargets, refuseUnknown, targets, units, type Mapping, usualUnit } from './mapping';
import type { AskedFormat } from './reading';
import { CaptureSource, type Head } from './source';

/** Rows that are shown, and texts of a column. */
const [shownRows, shownSamples] = [20, 4];
/** Rows of a columnar file that are looked at; of a text those of its beginning are. */
const lookedAt = 200;

/** The beginning of a table: what its columns are called, and its first rows. */
interface Sample {
  names: readonly string[];
  rows: readonly { record: number; cells: Field[]; length: number }[];
  unset: readonly string[];
  delimiter: string;
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
  const proposed = proposedOf(head, sample, columnar);
  const mapping = edited ?? asked.mapping ?? proposed;
  const missing = neededTargets.filter(target => !mapping[target]);
  refuseUnknown(mapping, sample.names);
  return {
    columns: sample.names.map((name, i) => ({ name, samples: samplesOf(sample, i) })),
    targets: targets.map(name => ({
      name,
      unit: usualUnit(name),
      isNeeded: neededTargets.includes(name as never),
    })),
    units,
    mapping,
    proposed,
    isSaid: asked.mapping !== undefined,
    missing,
    ...(missing.length > 0 ? { filled: [], rows: [], read: 0, looked: 0 } : readSo(sample, mapping)),
  };
}

function readSo(
  sample: Sample,
  mapping: Mapping,
): Pick<MappedColumns, 'filled' | 'rows' | 'read' | 'looked'> {
  const { names, unset, delimiter } = sample;
  const layout: TableLayout = tableLayout({ names, mapping, unset, delimiter, firstRow: 1 });
  const filled = filledBy(mapping);
  const rows: MappedColumns['rows'] = [];
  let [read, looked] = [0, 0];
  for (const { record, cells, length } of sample.rows) {
    const { flow, problems } = flowOfCells(cells, record, layout, length);
    looked++;
    if (flow) read++;
    if (rows.length < shownRows)
      rows.push({
        record,
        cells: filled.map(name => (flow ? valueOf(flow, name) : '')),
        problems: problems.map(({ message }: Problem) => message),
      });
  }
  return { filled, rows, read, looked };
}

/** What the file says of its columns, or what their names and values tell; nothing where neither does. */
function proposedOf(head: Head, { names, rows }: Sample, columnar: boolean): Mapping {
  if (!columnar) {
    const found = recognise(head);
    const known = 'layout' in found ? (found.layout as Partial<TableLayout>) : {};
    if (known.mapping && known.names) return known.mapping;
  }
  return (
    proposeMapping(
      names,
      rows.map(({ cells }) => cells.map(({ text }) => text)),
    ) ?? {}
  );
}

function textSample(path: string, head: Head): Sample {
  const [first = '', ...lines] = head.lines;
  const { names, delimiter } = headerNames(first);
  if (/[\0-\x08\x0e-\x1f\uFFFD]/.test(first) || names.length < 2 || first.startsWith('{'))
    throw new Error(
      l10n.t('{0}: is no table with a header, whose columns could be said: its format names its own.', path),
    );
  const rows = lines
    .map((line, i) => ({ record: head.firstLine + 1 + i, text: line.replace(/\r$/, '') }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ record, text }) => ({
      record,
      cells: cellsOf(text, { delimiter, columns: names }),
      length: text.length,
    }));
  return { names, rows, unset: ['-', 'NaN', 'nan', 'NULL'], delimiter };
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
      length: 0,
    }));
    return { names, rows, unset: [], delimiter: ',' };
  } finally {
    database.close();
  }
}

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

/** What a flow says of a canonical column. */
function valueOf(flow: Flow, name: string): string {
  const further = flow.further as Readonly<Record<string, string | undefined>> | undefined;
  const value: unknown =
    further?.[name] ??
    {
      StartTime: new Date(flow.startTime / 1000).toISOString(),
      Dur: flow.duration,
      Proto: flow.proto,
      SrcAddr: flow.srcAddr,
      Sport: flow.sport,
      Dir: flow.dir,
      DstAddr: flow.dstAddr,
      Dport: flow.dport,
      State: flow.state,
      sTos: flow.sTos,
      dTos: flow.dTos,
      TotPkts: flow.packets,
      TotBytes: flow.bytes,
      SrcPkts: flow.srcPackets,
      SrcBytes: flow.srcBytes,
      Label: flow.label,
    }[name];
  return value === undefined || value === null ? '' : String(value as string | number);
}
