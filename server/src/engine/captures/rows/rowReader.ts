import type { ParsedLine } from '../flow';
import type { Format, Layout } from '../formats/format';
import type { FlowLabel } from '../labelling/labelsOf';
import type { LineIndex } from './lineIndex';

/** A row of a table of flows. */
export interface TableRow {
  /** The flow's identity in its file: its one-based line, or its place where the format has no lines. */
  record: number;
  /** Absent where a record is no line of text. */
  text?: string;
  row: ParsedLine;
}

/** A row whose flow is labelled so, its cells of labels among the others, or behind them where the file has none. */
export function relabelledRow({ row, ...rest }: TableRow, given: FlowLabel | undefined): TableRow {
  const { flow } = row;
  if (!flow || !given) return { ...rest, row };
  const cells = { Label: given.label, DetailedLabel: given.detail };
  const end = row.fields.at(-1)?.end ?? 0;
  const fields = [
    ...row.fields.filter(({ column }) => !(column in cells)),
    ...Object.entries(cells).map(([column, text]) => {
      const own = row.fields.find(field => field.column === column);
      return { column, text, start: own?.start ?? end, end: own?.end ?? end };
    }),
  ];
  const further = { ...flow.further, DetailedLabel: given.detail };
  return { ...rest, row: { ...row, fields, flow: { ...flow, label: given.label, further } } };
}

/** Rows of a text file, each read by its format as the text editor reads it. */
export class RowReader {
  private layouts: { from: number; layout: Layout }[];
  private known = 0;

  constructor(
    readonly index: LineIndex,
    private readonly format: Format,
    private readonly layout: Layout,
  ) {
    this.layouts = [{ from: 0, layout }];
  }

  /** Rows from a one-based line on; fewer where the file ends. */
  async from(record: number, count: number): Promise<TableRow[]> {
    const texts = await this.index.read(record - 1, count);
    await this.learn(record - 1 + texts.length);
    return texts.map((text, i) => this.read(text, record + i));
  }

  async at(records: readonly number[]): Promise<TableRow[]> {
    const rows: TableRow[] = [];
    for (const record of records) rows.push(...(await this.from(record, 1)));
    return rows;
  }

  private read(text: string, record: number): TableRow {
    const layout = this.layouts.findLast(({ from }) => from < record)?.layout ?? this.layout;
    const row = this.format.lines?.read(text, record, layout) ?? { fields: [], problems: [] };
    return { record, text, row };
  }

  /** Reads the headers that were found above a zero-based line. */
  private async learn(line: number): Promise<void> {
    const { headers } = this.index;
    while (this.known < headers.length) {
      const header = headers[this.known] as number;
      if (header >= line) return;
      this.known++;
      if (header < this.layout.firstRow - 1) continue;
      const [text = ''] = await this.index.read(header, 1);
      const { layout } =
        this.format.lines?.read(text, header + 1, this.layouts.at(-1)?.layout as Layout) ?? {};
      if (layout) this.layouts.push({ from: header + 1, layout });
    }
  }
}
