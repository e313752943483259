import { recognise, whatIsRead } from '../../captures/formats/formats';
import type { AskedFormat } from '../../captures/reading';
import { CaptureSource } from '../../captures/source';
import { tokenOfFields } from './tokens';

/** The token of a row of a capture file. Throws, saying why, when the row is no flow. */
export async function tokenOfLine(
  file: string,
  text: string,
  columns: readonly string[],
  asked: AskedFormat = {},
): Promise<string> {
  const { head } = await CaptureSource.open(file, '');
  const found = recognise(head, asked);
  if ('error' in found) throw new Error(`${file}, line ${head.firstLine}: ${found.error}. ${whatIsRead}`);
  const { format, layout } = found;
  if (!format.lines) throw new Error(`${file}: has no lines to ask for. Ask for a token instead.`);
  const row = format.lines.read(text, 1, layout);
  const token = row.flow && tokenOfFields(row.fields, { columns });
  if (token !== undefined) return token;
  if (row.flow)
    throw new Error(`${file}: has no column ${columns.join(', ')}; choose token columns that it has.`);
  throw new Error(
    row.layout
      ? `${file}: this line is the header. Choose the line of a flow.`
      : `${file}: this line is no flow. ${row.problems[0]?.message ?? 'It is blank.'}`,
  );
}
