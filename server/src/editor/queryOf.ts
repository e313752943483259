import * as l10n from '@vscode/l10n';
import { tokenOfFields } from '../engine/training/corpus/tokens';
import type { Query } from '../engine/similar/answers';
import type { Session } from './session';
import { embeddingConfig } from './settings';

/** A flow that a request names: a token, the text of a row, or a zero-based line of a capture that is open. */
export interface AskedFlow {
  uri: string;
  line?: number;
  text?: string;
  token?: string;
}

/** What is asked of the model. Throws where the request names no flow. */
export async function queryOf(session: Session, { uri, line, text, token }: AskedFlow): Promise<Query> {
  if (token !== undefined) return { token };
  if (text !== undefined) return { text };
  const lines = session.captures.get(uri)?.lines;
  if (line !== undefined && lines && line >= 0 && line < lines.lineCount) return { text: lines.line(line) };
  const shown = line === undefined ? undefined : await session.tables.rowAt(uri, line);
  if (shown?.text !== undefined) return { text: shown.text };
  const { tokenColumns } = embeddingConfig(await session.settings(uri));
  const made = shown && tokenOfFields(shown.row.fields, { columns: tokenColumns }, shown.row.flow);
  if (made !== undefined) return { token: made };
  throw new Error(l10n.t('Say which flow: a token, the text of a row, or the line of an open capture.'));
}
