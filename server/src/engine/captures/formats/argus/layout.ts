import { flowColumns, type FlowColumn, type Layout } from '../../flow';

const known = new Map<string, FlowColumn>(flowColumns.map(c => [c.toLowerCase(), c]));
const leading: readonly FlowColumn[] = flowColumns.slice(0, 13);

/** Columns of files without a header, by their number (14: no SrcBytes; 16: SrcPkts; 17: user data). */
const headerless: Readonly<Record<number, readonly FlowColumn[]>> = {
  14: [...leading, 'Label'],
  15: [...leading, 'SrcBytes', 'Label'],
  16: [...leading, 'SrcBytes', 'SrcPkts', 'Label'],
  17: [...leading, 'SrcBytes', 'srcUdata', 'dstUdata', 'Label'],
};

const timeStart = /^\s*\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}/;

/**
 * How the rows of an Argus listing are laid out, read from its first non-empty line, or why it is none.
 * Argus `ra` prints columns in the order asked of it, so a header's names win over the usual order.
 */
export function detectLayout(firstLine: string): Layout | { error: string } {
  const line = firstLine.replace(/^\uFEFF/, '').replace(/\r$/, '');
  const delimiter = count(line, '\t') > count(line, ',') ? '\t' : ',';
  const cells = line.split(delimiter).map(c => c.trim());
  if (timeStart.test(cells[0] ?? '')) {
    const columns = headerless[cells.length];
    return columns
      ? { delimiter, columns, hasHeader: false }
      : {
          error: `a first row of ${cells.length} fields and no header; 14 to 17 fields, or a header line that names the columns, are needed`,
        };
  }
  const columns = cells.map(cell => known.get(cell.toLowerCase()) ?? cell);
  const missing = ['StartTime', 'Proto', 'SrcAddr', 'DstAddr'].filter(c => !columns.includes(c));
  if (missing.length > 0)
    return {
      error: `the first line is neither a flow nor a header of an Argus listing (no column ${missing.join(', ')})`,
    };
  if (new Set(columns).size < columns.length) return { error: 'the header names a column twice' };
  return { delimiter, columns, hasHeader: true };
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
