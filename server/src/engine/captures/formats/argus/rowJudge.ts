import * as l10n from '@vscode/l10n';
import * as fields from '../../../../../kernels/captures/parts/judgeControl';
import {
  instantiateKernel,
  kernelModule,
  pageBytes,
  putWords,
  sharedMemory,
} from '../../../../base/threads/kernel';
import { absentTexts } from '../../cells';
import { columnNamed } from '../../columns';
import { mostJudged, type Judge } from '../../siftRows';
import type { ArgusLayout } from './layout';

/** Of the control block; the bytes that are judged stand behind it, a byte before and a vector behind them to be read. */
const control = pageBytes;
const readBeyond = 64;
/** Memory of judges that are done: each takes address space that only the garbage collector gives back. */
const spare: WebAssembly.Memory[] = [];
const mostSpare = 2;

export interface RowJudge {
  judge: Judge;
  /** Whether cells of a column were padded with spaces, or ended with a fraction of 0, in what was judged until now. */
  isPadded(column: number): boolean;
  isDecimal(column: number): boolean;
  /** Ends its use. */
  dispose(): void;
}

/**
 * Judges whether a row is as `ra` prints it: so many cells, printable ASCII without quotes, times and numbers in their
 * plainest form. What DuckDB makes of such a row is what the line reader makes of it, once the columns that are padded
 * with spaces are trimmed, and those that are decimal rid of their fraction; all else is left to that.
 */
export async function rowJudge(layout: ArgusLayout): Promise<RowJudge> {
  const module = await kernelModule('rowJudge');
  const width = layout.columns.length;
  const columns = control + fields.COLUMNS;
  const text = columns + width * fields.COLUMN_BYTES + readBeyond;
  const absent = layout.lax ? absentTexts.slice(0, fields.MOST_WORDS) : [];
  const memory = memoryOf(text + mostJudged + readBeyond);
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0, control, text);
  const words = new Uint32Array(memory.buffer, control);
  putWords(memory, control, [
    [fields.DELIMITER, layout.delimiter.charCodeAt(0)],
    [fields.WIDTH, width],
    [fields.MARK, (layout.comma ? ',' : '.').charCodeAt(0)],
    [fields.WORDS, absent.length],
    ...absent.map(
      (word, i) => [fields.WORD + 4 * i, Buffer.from(word.padEnd(4, '\0')).readUInt32LE()] as const,
    ),
  ]);
  const column = (i: number) => columns + i * fields.COLUMN_BYTES;
  for (const [i, name] of layout.columns.entries()) bytes[column(i)] = kindOf(name, layout.epoch === true);
  const { regularRows } = instantiateKernel(module, memory);
  let length = 0;
  return {
    judge: {
      see(part) {
        bytes.set(part, text);
        length = part.length;
      },
      regular(from, ending) {
        const to = regularRows?.(control, text + from, text + length, ending.length - 1) ?? text + from;
        return { to: to - text, rows: words[fields.ROWS / 4] as number };
      },
    },
    isPadded: i => bytes[column(i) + fields.PADDED] === 1,
    isDecimal: i => bytes[column(i) + fields.DECIMAL] === 1,
    dispose() {
      if (spare.length < mostSpare) spare.push(memory);
    },
  };
}

function memoryOf(size: number): WebAssembly.Memory {
  const found = spare.pop();
  return found && found.buffer.byteLength >= size
    ? found
    : sharedMemory(size, l10n.t('Close other programs.'));
}

function kindOf(name: string, epoch: boolean): number {
  if (name === 'Proto') return fields.NO_MANAGEMENT;
  if (/^(?:[sd]port|[sd]tos)$/i.test(name)) return fields.PORT;
  // No columns of the store, but counts all the same.
  if (/^Dst(?:Pkts|Bytes)$/.test(name)) return fields.WHOLE_NUMBER;
  switch (columnNamed(name)?.type) {
    case 'TIMESTAMP':
      return epoch ? fields.EPOCH : fields.USUAL_TIME;
    case 'BIGINT':
      return fields.WHOLE_NUMBER;
    case 'DOUBLE':
      return fields.DECIMAL_NUMBER;
    default:
      return fields.ANY;
  }
}
