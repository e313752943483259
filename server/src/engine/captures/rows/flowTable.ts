import { open } from 'node:fs/promises';
import { flowFilterText, type FlowFilter } from '../../../../../shared/text/flowFilter';
import { compressionOf, refuseSpecial } from '../../../base/files/compression';
import { columnNamed } from '../columns';
import { stampOf } from '../../../base/files/stamp';
import { recognise, NoFormat } from '../formats/formats';
import type { Format, Layout } from '../formats/format';
import { labelsOf } from '../labelling/labelsOf';
import { FlowSelection, type FlowOrder } from '../selection';
import { sampleOf } from '../fileTrace';
import { CaptureSource } from '../source';
import type { Capture, CaptureStore } from '../store';
import { LineIndex } from './lineIndex';
import { RowHits } from './rowHits';
import { relabelledRow, RowReader, type TableRow } from './rowReader';
import { storedRow } from './storedRow';

/** Which rows, in which order; without either, as in the file. */
export interface TableView {
  filter?: FlowFilter | undefined;
  order?: readonly FlowOrder[] | undefined;
}

export interface TablePage {
  rows: TableRow[];
  /** Rows of the view, and of the whole capture. */
  count: number;
  total: number;
  /** False while the file is still being read: there will be more. */
  exact: boolean;
}

export type FileChange = 'same' | 'grown' | 'rewritten' | 'gone';

/** Views whose rows are kept selected: the present one and the one before. */
const viewsKept = 2;
/** What is looked at for the first rows. */
const firstBytes = 1 << 20;
/** Where nobody says that the first rows are on screen, they are after this. */
const firstRowsMs = 2000;

/**
 * A capture of any size as a table of which pages are asked. A text file is read where it is, by an index of its lines, and
 * so shows its first rows at once; the store answers what filters and orders, and files that are no plain text.
 */
export class FlowTable {
  private readonly stop = new AbortController();
  private selections = new Map<string, Promise<FlowSelection>>();
  private stored: Promise<Capture> | undefined;
  private loaded = false;
  /** What the file held when its first bytes were indexed. */
  private print: { bytes: number; digest: unknown } = { bytes: 0, digest: undefined };
  /** Settles when that is known. */
  private printed = Promise.resolve();
  private begun = Promise.resolve();
  /** Calls that were answered, or are being. */
  private asked = 0;
  private readOn: () => void = () => undefined;

  private constructor(
    private readonly captures: CaptureStore,
    readonly path: string,
    readonly format: Format,
    readonly layout: Layout,
    private stamp: string,
    private reader: RowReader | undefined,
    private readonly head: readonly TableRow[],
    /** Columns that labels from elsewhere fill; undefined where the file's own stand. */
    private readonly labelled: readonly string[] | undefined,
  ) {}

  /** Reads the file's beginning. Rejects, naming the file, when it holds no flows. */
  static async open(captures: CaptureStore, path: string): Promise<FlowTable> {
    await refuseSpecial(path);
    const stamp = await stampOf(path);
    const source = await CaptureSource.open(path, '');
    const reading = captures.digests.readings.of(path);
    const found = recognise(source.head, reading);
    if ('error' in found) throw new NoFormat(path, source.head, found.error);
    const { format, layout } = found;
    const head = headRows(source, format, layout);
    // What is mostly something else than flows, or no plain text, is shown from the store.
    const flows = head.filter(({ row }) => row.flow).length;
    const own = reading.where === undefined;
    const plain =
      own &&
      format.lines !== undefined &&
      2 * flows >= head.length &&
      (await isPlainText(path, source.head.bytes));
    const reader = plain
      ? new RowReader(await LineIndex.open(path, format.lines?.header, captures.lines), format, layout)
      : undefined;
    const shown = !own || reading.labels ? [] : head.filter(({ row }) => row.flow);
    const hasDetails = reading.labels?.rules.some(({ detail }) => detail !== '');
    const labelled = reading.labels && (hasDetails ? ['Label', 'DetailedLabel'] : ['Label']);
    const table = new FlowTable(captures, path, format, layout, stamp, reader, shown, labelled);
    table.begin();
    return table;
  }

  /** Names of the columns in file order: canonical ones, and those that only the file has. */
  get columns(): readonly string[] {
    const named = [
      ...new Set([...this.layout.columns, ...(this.labelled ?? [])].filter(name => name !== '')),
    ];
    return this.reader ? named : named.filter(columnNamed);
  }

  /** Whether filters and orders are answered without loading the capture first. */
  get ready(): boolean {
    return this.loaded;
  }

  /** Whether its first rows are told before the file was read, as they are but where labels stand beside it. */
  get startsAtOnce(): boolean {
    return !this.labelled || this.loaded;
  }

  /** Settles when the capture is loaded, or cannot be. */
  async whenReady(): Promise<void> {
    await this.begun;
    await this.store();
  }

  async page(view: TableView, from: number, count: number): Promise<TablePage> {
    // Who asks again has the first rows.
    if (this.asked++ > 0) this.readOn();
    if (isPlain(view)) {
      if (this.reader) return this.linesPage(this.reader, from, count);
      if (!this.loaded) {
        const { length } = this.head;
        return { rows: this.head.slice(from, from + count), count: length, total: length, exact: false };
      }
    }
    const selection = await this.select(view);
    const total = isPlain(view) ? selection.count : await this.total();
    return { rows: await this.rowsOf(selection, from, count), count: selection.count, total, exact: true };
  }

  /** Rows by their records. */
  async records(records: readonly number[]): Promise<TableRow[]> {
    this.readOn();
    if (this.reader) return this.withLabels(await this.reader.at(records));
    const selection = await this.select({});
    const rows: TableRow[] = [];
    for (const record of records) {
      const place = await selection.placeOf({ file: 0, record });
      if (place >= 0)
        rows.push(...(await this.rowsOf(selection, place, 1)).filter(row => row.record === record));
    }
    return rows;
  }

  /** Zero-based place of a record in a view, or of the first after it; -1 for none. */
  async placeOf(view: TableView, record: number): Promise<number> {
    if (this.reader && isPlain(view)) return Math.max(0, record - this.layout.firstRow);
    return (await this.select(view)).placeOf({ file: 0, record });
  }

  /** Zero-based place of the earliest flow since a time, in microseconds since 1970; -1 for none. */
  async placeOfTime(view: TableView, time: number): Promise<number> {
    if (this.reader && isPlain(view) && !this.loaded) return this.searchTime(this.reader, time);
    return (await this.hits(view)).firstSince(time);
  }

  /** Zero-based place after such a share of all rows; -1 where there are none. */
  async placeOfShare(view: TableView, share: number): Promise<number> {
    this.readOn();
    // A share of what has been read so far is none of the file.
    if (this.reader && isPlain(view)) await this.reader.index.extend();
    const { count } = await this.page(view, 0, 0);
    return count === 0 ? -1 : Math.min(count - 1, Math.floor(share * count));
  }

  /** Where flows of a view pass a filter, told piece by piece. */
  async hits(view: TableView): Promise<RowHits> {
    const firstLine = this.reader && isPlain(view) ? this.layout.firstRow : undefined;
    return new RowHits(await this.select(view), firstLine, (view.order ?? []).length === 0);
  }

  /** Looks whether the file is another, and reads what it holds now. */
  async refresh(): Promise<FileChange> {
    const stamp = await stampOf(this.path);
    if (stamp === this.stamp) return 'same';
    if (stamp === '') return 'gone';
    const sameFile = stamp.split('/')[2] === this.stamp.split('/')[2];
    this.stamp = stamp;
    // A file may change in the very moment in which it is opened.
    await this.printed;
    const grown = this.reader && sameFile && (await this.printOf(this.print.bytes)) === this.print.digest;
    this.forgetStore();
    if (this.reader && !grown) {
      const old = this.reader.index;
      this.reader = new RowReader(
        await LineIndex.open(this.path, this.format.lines?.header, this.captures.lines),
        this.format,
        this.layout,
      );
      old.close();
    }
    this.begin();
    return grown ? 'grown' : 'rewritten';
  }

  close(): void {
    this.readOn();
    this.stop.abort();
    this.reader?.index.close();
    this.forgetStore();
  }

  /**
   * The first rows are found first, and while they are brought on screen nothing else is read: that takes every core. Then come the
   * other lines, then the store.
   */
  private begin(): void {
    this.printed = this.readTo(firstBytes);
    const shown = new Promise<void>(resolve => {
      const timer = setTimeout(resolve, firstRowsMs);
      this.readOn = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.asked > 0) this.readOn();
    });
    this.begun = (async () => {
      await this.printed;
      await shown;
      await this.readTo();
    })();
    // Who asks for what needs the store hears why there is none.
    void this.whenReady().catch(() => undefined);
  }

  /** Of the first bytes; like no other where they cannot be read. */
  private printOf(bytes: number): Promise<unknown> {
    return sampleOf(this.path, bytes).catch(() => Symbol());
  }

  /** Finds the lines of so many bytes, or of all, and remembers what the file held. */
  private async readTo(bytes?: number): Promise<void> {
    const { reader } = this;
    if (!reader) return;
    await reader.index.extend(bytes);
    const found = reader.index.bytes;
    const digest = await this.printOf(found);
    // Another may have taken its place meanwhile.
    if (reader === this.reader) this.print = { bytes: found, digest };
  }

  private async linesPage(reader: RowReader, from: number, count: number): Promise<TablePage> {
    const { index } = reader;
    const rows = await this.withLabels(await reader.from(from + this.layout.firstRow, count));
    const lines = Math.max(0, index.lines - this.layout.firstRow + 1);
    return { rows, count: lines, total: lines, exact: index.complete };
  }

  private async rowsOf(selection: FlowSelection, from: number, count: number): Promise<TableRow[]> {
    if (!this.reader) return (await selection.page(from, count)).map(row => storedRow(row, this.columns));
    const flows = await selection.identities(from, count);
    return this.withLabels(await this.reader.at(flows.map(({ record }) => record)));
  }

  /** Rows with the labels that stand beside the file, which wait for the store. */
  private async withLabels(rows: TableRow[]): Promise<TableRow[]> {
    if (!this.labelled) return rows;
    const flows = rows.flatMap(({ record, row }) => (row.flow ? [record] : []));
    const labels = await labelsOf((await this.store()).connection, flows);
    return rows.map(row => relabelledRow(row, labels.get(row.record)));
  }

  /** Before the store is there, by halves: captures are written in order of time. */
  private async searchTime(reader: RowReader, time: number): Promise<number> {
    this.readOn();
    await reader.index.extend();
    let [low, high] = [this.layout.firstRow, reader.index.lines + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = (await reader.from(middle, 50)).find(({ row }) => row.flow);
      if (!found || (found.row.flow as { startTime: number }).startTime >= time) high = middle;
      else low = found.record + 1;
    }
    return low > reader.index.lines ? -1 : low - this.layout.firstRow;
  }

  private async total(): Promise<number> {
    return (await this.select({})).count;
  }

  private select(view: TableView): Promise<FlowSelection> {
    this.readOn();
    const key = JSON.stringify([view.filter ? flowFilterText(view.filter) : '', view.order ?? []]);
    const known = this.selections.get(key);
    this.selections.delete(key);
    const made = known ?? this.store().then(capture => FlowSelection.make(capture, view));
    this.selections.set(key, made);
    made.catch(() => this.selections.delete(key));
    // All flows in order are asked for again and again.
    const others = [...this.selections].filter(([other]) => other !== allKey);
    for (const [old, selection] of others.slice(0, -viewsKept)) {
      this.selections.delete(old);
      void selection.then(found => found.drop()).catch(() => undefined);
    }
    return made;
  }

  private store(): Promise<Capture> {
    this.stored ??= this.captures.open([this.path], this.stop.signal).then(
      capture => {
        this.loaded = true;
        if (this.stop.signal.aborted) void capture.close();
        return capture;
      },
      (error: unknown) => {
        this.stored = undefined;
        throw error;
      },
    );
    return this.stored;
  }

  private forgetStore(): void {
    const { stored } = this;
    this.stored = undefined;
    this.loaded = false;
    this.selections = new Map();
    void stored?.then(capture => capture.close()).catch(() => undefined);
  }
}

const allKey = JSON.stringify(['', []]);

const isPlain = ({ filter, order = [] }: TableView) => !filter && order.length === 0;

async function isPlainText(path: string, head: Uint8Array): Promise<boolean> {
  if ((await compressionOf(path)) !== undefined) return false;
  // UTF-16 is decoded on its way into the store.
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return head.length > 0 && !['fffe', 'feff'].includes(buffer.toString('hex'));
  } finally {
    await file.close();
  }
}

function headRows({ head }: CaptureSource, format: Format, layout: Layout): TableRow[] {
  const { lines } = format;
  if (!lines) return [];
  return head.lines.flatMap((text, i) => {
    const record = head.firstLine + i;
    return record < layout.firstRow ? [] : [{ record, text, row: lines.read(text, record, layout) }];
  });
}
