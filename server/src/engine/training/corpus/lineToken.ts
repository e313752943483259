import * as l10n from '@vscode/l10n';
import { NoFormat, recognise } from '../../captures/formats/formats';
import type { AskedFormat } from '../../captures/reading';
import { CaptureSource } from '../../captures/source';
import { lineAt } from '../../../base/files/textLines';
import type { FlowFilter } from '../../../../../shared/text/flowFilter';
import { storeColumns } from '../../captures/columns';
import { storedRow } from '../../captures/rows/storedRow';
import { FlowSelection } from '../../captures/selection';
import type { CaptureStore } from '../../captures/store';
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

/**
 * The token of the flow on a line, or of a record where a file has no lines; of an event beside the flows, that of the flow
 * it belongs to. Throws, saying why, when there is none.
 */
export async function tokenOfRecord(
  captures: CaptureStore,
  file: string,
  record: number,
  columns: readonly string[],
): Promise<string> {
  const asked = captures.digests.readings.of(file);
  const { head } = await CaptureSource.open(file, '');
  const found = recognise(head, asked);
  if ('error' in found) throw new NoFormat(file, head, found.error);
  const reader = found.format.lines;
  const text = reader && (await lineAt(file, record));
  const row = text === undefined ? undefined : reader?.read(text, record, found.layout);
  if (text !== undefined && row && !row.aside) return tokenOfLine(file, text, columns, asked);
  const id = row?.fields.find(({ column }) => column === 'FlowId')?.text;
  const token = await tokenInStore(captures, { file, record, id }, columns);
  if (token !== undefined) return token;
  throw new Error(
    row
      ? l10n.t('{0}, line {1}: is no flow, and belongs to none. Choose the line of a flow.', file, record)
      : l10n.t('{0}: has no flow with the number {1}. Choose a row that is one.', file, record),
  );
}

async function tokenInStore(
  captures: CaptureStore,
  { file, record, id }: { file: string; record: number; id: string | undefined },
  columns: readonly string[],
): Promise<string | undefined> {
  const by = (column: string, value: string): FlowFilter => ({ column, is: '=', values: [value] });
  const filters = [by('line', String(record)), ...(id ? [by('FlowId', id)] : [])];
  const names = storeColumns.map(({ name }) => name);
  return captures.using([file], undefined, async capture => {
    for (const filter of filters) {
      const selection = await FlowSelection.make(capture, { filter });
      const [flow] = await selection.page(0, 1);
      await selection.drop();
      if (!flow) continue;
      const { fields, flow: read } = storedRow(flow, names).row;
      return tokenOfFields(fields, { columns }, read);
    }
    return undefined;
  });
}
