import * as l10n from '@vscode/l10n';
import { NoFormat, recognise } from '../../captures/formats/formats';
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
  if ('error' in found) throw new NoFormat(file, head, found.error);
  const { format, layout } = found;
  if (!format.lines) throw new Error(l10n.t('{0}: has no lines to ask for. Ask for a token instead.', file));
  const row = format.lines.read(text, 1, layout);
  const token = row.flow && tokenOfFields(row.fields, { columns }, row.flow);
  if (token !== undefined) return token;
  if (row.flow)
    throw new Error(
      l10n.t('{0}: has no column {1}; choose token columns that it has.', file, columns.join(', ')),
    );
  throw new Error(
    row.layout
      ? l10n.t('{0}: this line is the header. Choose the line of a flow.', file)
      : l10n.t('{0}: this line is no flow. {1}', file, row.problems[0]?.message ?? l10n.t('It is blank.')),
  );
}
