import { detectLayout } from '../../captures/formats/argus/layout';
import { parseFlowLine } from '../../captures/formats/argus/line';
import { firstLine } from '../../../base/files/readLines';
import { tokenOfFields } from './tokens';

/** The token of a row of a capture file. Throws, saying why, when the row is no flow. */
export async function tokenOfLine(file: string, text: string, columns: readonly string[]): Promise<string> {
  const layout = detectLayout(await firstLine(file));
  if ('error' in layout) throw new Error(`${file}, line 1: ${layout.error}.`);
  const { flow, fields, problems } = parseFlowLine(text, 1, layout);
  const token = flow && tokenOfFields(fields, { columns });
  if (token !== undefined) return token;
  if (flow)
    throw new Error(`${file}: has no column ${columns.join(', ')}; choose token columns that it has.`);
  const isHeader = layout.hasHeader && text.trim() === (await firstLine(file)).trim();
  throw new Error(
    isHeader
      ? `${file}: this line is the header. Choose the line of a flow.`
      : `${file}: this line is no flow. ${problems[0]?.message ?? 'It is blank.'}`,
  );
}
