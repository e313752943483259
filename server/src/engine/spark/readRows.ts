import { splitLines, isBlank } from '../../base/files/textLines';
import { absentTexts } from '../captures/cells';
import { storeColumns } from '../captures/columns';
import { isRejected, storedCell, type Field, type Flow, type ParsedLine } from '../captures/flow';
import type { Format, Layout } from '../captures/formats/format';
import { recognise, tableOfColumns, whatIsRead } from '../captures/formats/formats';
import { reasonsOf } from '../captures/loadLines';
import { parseMapping } from '../captures/mapping';
import type { AskedFormat } from '../captures/reading';
import { HeadLines } from '../captures/source';
import { flowTimes } from '../captures/time';
import type { Operation } from './conversation';
import type { Answer } from './rows';

/**
 * Rows of text files (`file`, `line` in bytes; a file's rows one after the other, in order) as flows in the columns of
 * the capture store, with `record` and, for a row that is no flow, `problem` and nothing else. The same readers as in
 * the editor judge them, and they recognise each file by its beginning.
 */
export const readLines: Operation = async function* (input, asked) {
  const wanted: AskedFormat = {
    ...(asked['format'] ? { format: asked['format'] as string } : {}),
    ...(asked['mapping'] ? { mapping: parseMapping(asked['mapping'] as string) } : {}),
  };
  let reader: FileReader | undefined;
  for await (const rows of input) {
    const out = new FlowColumns();
    const files = rows.texts('file');
    for (let r = 0; r < rows.length; r++) {
      const file = files.values[files.numbers[r] as number] ?? '';
      if (file !== reader?.file) {
        reader?.finish(out);
        reader = new FileReader(file, wanted);
      }
      reader.add(Buffer.from(rows.bytes('line', r) ?? []), out);
    }
    if (out.length > 0) yield out.take();
  }
  const last = new FlowColumns();
  reader?.finish(last);
  if (last.length > 0) yield last.take();
};

/** What stands for nothing in a cell, and microseconds that times lie between: by these Spark judges the rows of tables itself. */
export const rulesOfRows: Operation = async function* () {
  return { absent: ['', '-', ...absentTexts], ...flowTimes };
};

/** The lines of one file. They wait until there are enough of them to recognise its format. */
class FileReader {
  private head: HeadLines | undefined = new HeadLines();
  private waiting: string[] = [];
  private reading: { format: Format; layout: Layout } | undefined;
  private line = 0;

  constructor(
    readonly file: string,
    private readonly asked: AskedFormat,
  ) {}

  add(bytes: Buffer, out: FlowColumns): void {
    const [text = ''] = splitLines(bytes);
    if (!this.head) return this.read(text, out);
    this.waiting.push(text);
    if (this.head.add(text)) this.begin(out);
  }

  finish(out: FlowColumns): void {
    if (this.head && !this.waiting.every(isBlank)) this.begin(out);
  }

  private begin(out: FlowColumns): void {
    const { lines, firstLine } = this.head as HeadLines;
    this.head = undefined;
    const name = this.file.slice(this.file.lastIndexOf('/') + 1);
    const bytes = Buffer.from(lines.join('\n'), 'utf8');
    const found = recognise({ name, bytes, lines, firstLine }, this.asked);
    // One file that is no capture costs itself alone: a lake has all kinds of files.
    if ('error' in found) out.reject(this.file, firstLine, `${found.error}. ${whatIsRead()}`);
    else this.reading = found;
    for (const text of this.waiting) this.read(text, out);
    this.waiting = [];
  }

  private read(text: string, out: FlowColumns): void {
    this.line++;
    if (!this.reading || this.line < this.reading.layout.firstRow) return;
    const { format, layout } = this.reading;
    if (!format.lines) return out.reject(this.file, this.line, `${format.title} has no lines to read.`);
    const row = format.lines.read(text, this.line, layout);
    if (row.layout) this.reading = { format, layout: row.layout };
    else out.add(this.file, this.line, row);
  }
}

/**
 * Rows of a table (`file`, `record`, and its columns as texts) as flows, by a mapping of its columns, or as a tool is
 * known to name them. Answers as `readLines`.
 */
export const readTable: Operation = async function* (input, asked) {
  const names = asked['columns'] as string[];
  const table = tableOfColumns(names, asked['mapping'] as string | undefined);
  for await (const rows of input) {
    const out = new FlowColumns();
    const files = rows.texts('file');
    const records = rows.wholes('record');
    const columns = names.map((_, i) => rows.texts(`c${i}`));
    for (let r = 0; r < rows.length; r++) {
      const cells: Field[] = columns.map(({ values, numbers }, i) => ({
        column: table.columns[i] ?? '',
        text: values[numbers[r] as number] ?? '',
        start: 0,
        end: 0,
      }));
      const record = records[r] as number;
      out.add(files.values[files.numbers[r] as number] ?? '', record, table.read(cells, record));
    }
    yield out.take();
  }
};

/** Flows as columns of the store, by their SQL names. */
class FlowColumns {
  private readonly files: string[] = [];
  private readonly records: number[] = [];
  private readonly problems: (string | undefined)[] = [];
  private readonly flows: (Flow | undefined)[] = [];

  get length(): number {
    return this.records.length;
  }

  add(file: string, record: number, row: ParsedLine): void {
    if (row.flow) this.push(file, record, row.flow, undefined);
    else if (isRejected(row)) this.reject(file, record, reasonsOf(row).join(' '));
  }

  reject(file: string, record: number, problem: string): void {
    this.push(file, record, undefined, problem);
  }

  take(): Record<string, Answer> {
    const out: Record<string, Answer> = {
      file: this.files,
      record: BigInt64Array.from(this.records, BigInt),
      problem: this.problems,
    };
    for (const { name, sql, type } of storeColumns) {
      const cells = this.flows.map(flow => (flow ? storedCell(flow, name) : null));
      // 64 bits of a double hold whole numbers to 2⁵³: bytes of a flow are far below.
      out[sql] =
        type === 'VARCHAR'
          ? (cells as (string | null)[]).map(cell => cell ?? undefined)
          : Float64Array.from(cells as (number | null)[], cell => cell ?? NaN);
    }
    return out;
  }

  private push(file: string, record: number, flow: Flow | undefined, problem: string | undefined): void {
    this.files.push(file);
    this.records.push(record);
    this.flows.push(flow);
    this.problems.push(problem);
  }
}
