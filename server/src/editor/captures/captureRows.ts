import * as l10n from '@vscode/l10n';
import type { ParsedLine } from '../../engine/captures/flow';
import type { Format, Layout } from '../../engine/captures/formats/format';
import { recognisedOrWhy } from '../../engine/captures/formatOf';
import { isTableOf } from '../../engine/captures/formats/formats';
import type { AskedFormat } from '../../engine/captures/reading';
import { HeadLines, type Head } from '../../engine/captures/source';
import type { Lines } from '../lines';

/** The rows of a capture's text, read by its format. */
export interface CaptureRows {
  readonly lines: Lines;
  /** The zero-based first row; the line that is no capture's beginning, where `error` says so. */
  readonly firstRow: number;
  readonly format?: Format | undefined;
  /** Of the first rows; a header may change it further down. */
  readonly layout?: Layout | undefined;
  readonly error: string;
  /** Whether a text that is no capture may be a table, whose columns can be said. */
  readonly isTable?: boolean;
  /** The row on a zero-based line; undefined above the first row and for a text that is no capture. */
  at(line: number): ParsedLine | undefined;
}

/** What was found of a text, until its text changes. */
const known = new WeakMap<Lines, { version: number; rows: CaptureRows }>();

/** How texts are read that do not say it themselves. */
const asked = new WeakMap<Lines, AskedFormat>();

/** From now on these lines are read so. */
export function readRowsAs(lines: Lines, { format, mapping }: AskedFormat): void {
  asked.set(lines, { format, mapping });
  known.delete(lines);
}

export function rowsOf(lines: Lines): CaptureRows {
  const found = known.get(lines);
  if (found?.version === lines.version) return found.rows;
  const rows = readRows(lines);
  known.set(lines, { version: lines.version, rows });
  return rows;
}

/** The row on a zero-based line; undefined above the first row and for a text that is no capture. */
export function rowAt(lines: Lines, line: number): ParsedLine | undefined {
  return rowsOf(lines).at(line);
}

function readRows(lines: Lines): CaptureRows {
  const head = headOf(lines);
  const none = { lines, firstRow: head.firstLine - 1, at: () => undefined };
  if (head.lines.length === 0) return { ...none, error: l10n.t('the file is empty') };
  const found = recognisedOrWhy(head, asked.get(lines) ?? {});
  if ('error' in found) return { ...none, error: found.error, isTable: isTableOf(head) };
  const { format, layout } = found;
  const reading = format.lines;
  if (!reading) return { ...none, error: l10n.t('{0} are no text', format.title) };
  /** Layouts in the order of the zero-based lines from which they hold. */
  let layouts: { from: number; layout: Layout }[] | undefined;
  const layoutAt = (line: number): Layout => {
    layouts ??= layoutsOf(lines, format, layout);
    return layouts.findLast(({ from }) => from <= line)?.layout ?? layout;
  };
  return {
    lines,
    firstRow: layout.firstRow - 1,
    format,
    layout,
    error: '',
    at: line =>
      line < layout.firstRow - 1 || line >= lines.lineCount
        ? undefined
        : reading.read(lines.line(line), line + 1, layoutAt(line)),
  };
}

function layoutsOf(lines: Lines, format: Format, first: Layout): { from: number; layout: Layout }[] {
  const layouts = [{ from: 0, layout: first }];
  if (!format.lines?.header) return layouts;
  for (const line of lines.matching(format.lines.header)) {
    if (line < first.firstRow - 1) continue;
    const again = format.lines.read(
      lines.line(line),
      line + 1,
      (layouts.at(-1) as { layout: Layout }).layout,
    );
    if (again.layout) layouts.push({ from: line + 1, layout: again.layout });
  }
  return layouts;
}

function headOf(lines: Lines): Head {
  const head = new HeadLines();
  for (let i = 0; i < lines.lineCount && !head.add(lines.line(i)); i++);
  return {
    name: decodeURIComponent(lines.uri.slice(lines.uri.lastIndexOf('/') + 1)),
    bytes: Buffer.from(head.lines.join('\n').slice(0, 65_536)),
    lines: head.lines,
    firstLine: head.firstLine,
  };
}
