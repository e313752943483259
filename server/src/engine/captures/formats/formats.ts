import { binaryKind, binaryTitle } from '../importing/binary';
import * as l10n from '@vscode/l10n';
import type { AskedFormat } from '../reading';
import type { Head } from '../source';
import { argus } from './argus/argus';
import { arrow } from './arrow/arrow';
import { awsVpc } from './aws/vpc';
import type { Field, ParsedLine } from '../flow';
import type { Format, Layout, OpenColumns } from './format';
import { nfdump } from './nfdump/nfdump';
import { silk } from './silk/silk';
import { suricata } from './suricata/suricata';
import { parquet } from './parquet/parquet';
import { csv } from './table/csv';
import { parseMapping, type Mapping } from '../mapping';
import { flowOfCells, headerNames, maybeTable, tableLayout, type TableLayout } from './table/tableFormat';
import { cicFlowMeter, nfV2, unswNb15 } from './table/tools';
import { untoldColumns } from './table/untoldColumns';
import { zeek } from './zeek/zeek';

// What is asked of tables whose format is not known.
export { proposeColumns, textsOf } from './columnar/columnar';
export { loadColumns } from './columnar/loadColumns';
export { draftMapping } from './table/propose';
export { headerNames, maybeTable } from './table/tableFormat';
// Alerts of Suricata label the flows of any format.
export { eventsOf as eveEvents, writingOf as eveWriting } from './suricata/written';

/** Every format, in the order in which a file's beginning is judged: those that are told for certain first. */
export const formats: readonly Format[] = [
  zeek,
  suricata,
  nfdump,
  silk,
  awsVpc,
  unswNb15,
  cicFlowMeter,
  nfV2,
  argus,
  csv,
  parquet,
  arrow,
];

/** How the columns of a file are opened that holds columns and no text; undefined for any other. */
export function columnsOf(head: Head): OpenColumns | undefined {
  const found = mapped.find(format => format.columns && 'layout' in (format.recognise(head) ?? {}));
  return found?.columns;
}

/** Formats that a mapping can be said of, columnar files first: what begins as one is no text. */
const mapped: readonly Format[] = [parquet, arrow, csv];

export interface Recognised {
  format: Format;
  layout: Layout;
}

/**
 * The format of a file by its beginning, unless it is asked to be read in another way. `error` says as a clause why the
 * file is none of them. Throws where there is no such format, or the mapping does not suit the file.
 */
export function recognise(
  head: Head,
  { format: asked, mapping }: AskedFormat = {},
): Recognised | { error: string } {
  const binary = binaryKind(head.bytes);
  if (binary)
    return {
      error: l10n.t(
        'the file holds {0}, which an installed tool makes flows of first: "flow2vec import FILE", in the editor "Import Packets or Binary Records…"',
        binaryTitle(binary),
      ),
    };
  let almost: string | undefined;
  const tried = asked === undefined ? (mapping ? mapped : formats) : [formatNamed(asked)];
  if (mapping && !tried.some(format => mapped.includes(format)))
    throw new Error(
      l10n.t(
        '{0} names its own columns: a mapping is for {1}.',
        asked ?? '',
        mapped.map(format => format.name).join(l10n.t(' and ')),
      ),
    );
  for (const format of tried) {
    const found = format.recognise(head, mapping);
    if (found && 'layout' in found) return { format, layout: found.layout };
    almost ??= found?.almost;
  }
  // What a table lacks says more than that it is no listing of a tool.
  if (!mapping && asked === undefined) almost = untoldColumns(head) ?? almost;
  if (asked !== undefined && almost === undefined) almost = l10n.t('it does not begin as {0} does', asked);
  return { error: almost ?? l10n.t('no flows that can be read') };
}

/** Throws with the names that there are. */
export function formatNamed(name: string): Format {
  const found = formats.find(format => format.name === name);
  if (found) return found;
  throw new Error(
    l10n.t(
      '"{0}" is no format of captures: choose from {1}.',
      name,
      formats.map(format => format.name).join(', '),
    ),
  );
}

/** Where a record stands in its file, for people. */
export function placeOf(format: Format, record: number): string {
  return format.lines ? l10n.t('line {0}', record) : l10n.t('record {0}', record);
}

/** A sentence for files that are none of them. */
export function whatIsRead(): string {
  return l10n.t('Captures are read from: {0}.', formats.map(format => format.title).join('; '));
}

/** A file that is none of them. */
export class NoFormat extends Error {
  override name = 'NoFormat';
  /** Whether it may be a table, whose columns can be said. */
  readonly isTable: boolean;
  /** One-based; of the first that is not blank. */
  readonly line: number;

  constructor(
    readonly path: string,
    head: Head,
    readonly why: string,
  ) {
    super(l10n.t('{0}, line {1}: {2}. {3}', path, head.firstLine, why, whatIsRead()));
    this.isTable = isTableOf(head);
    this.line = head.firstLine;
  }
}

/** Whether a file may be a table, whose columns can be said. */
export function isTableOf(head: Head): boolean {
  const [first = ''] = head.lines;
  return columnsOf(head) !== undefined || (maybeTable(first) && headerNames(first).names.length > 1);
}

/** Reads rows of a table by the names of its columns. */
export interface NamedTable {
  /** Canonical names where a column is one as it stands, else the table's own. */
  columns: readonly string[];
  /** Judges the cells of a row, one for each name. Never throws. */
  read(cells: Field[], record: number): ParsedLine;
}

/**
 * What a table's columns mean: as a mapping (JSON) says, else as one of the formats with a header knows them. Throws,
 * saying what is wrong with the mapping, or that one is needed.
 */
export function tableOfColumns(names: readonly string[], mapping?: string): NamedTable {
  const layout = mapping === undefined ? knownTable(names) : mappedTable(names, parseMapping(mapping));
  return { columns: layout.columns, read: (cells, record) => flowOfCells(cells, record, layout, 0) };
}

function mappedTable(names: readonly string[], mapping: Mapping): TableLayout {
  const missing = Object.values(mapping).filter(use => !names.includes(use.column));
  if (missing.length > 0)
    throw new Error(
      l10n.t(
        "The mapping names {0}; the table's columns are {1}.",
        missing.map(use => `"${use.column}"`).join(', '),
        names.join(', '),
      ),
    );
  return tableLayout({ delimiter: ',', names, firstRow: 1, mapping, unset: ['', '-'] });
}

function knownTable(names: readonly string[]): TableLayout {
  const line = names.map(name => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(',');
  const found = recognise({ name: 'table', bytes: Buffer.from(line), lines: [line], firstLine: 1 });
  const layout = 'error' in found ? undefined : (found.layout as Partial<TableLayout>);
  if (layout?.mapping && layout.names) return layout as TableLayout;
  throw new Error(
    l10n.t(
      'No tool is known that names its columns {0}. Say what they are by a mapping, as { "StartTime": "…", "SrcAddr": "…", "DstAddr": "…" }.',
      names.join(', '),
    ),
  );
}
