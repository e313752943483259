import * as vscode from 'vscode';
import { mapColumns } from '../../../shared/protocol/messages';
import type { MappedColumns } from '../../../shared/protocol/reading';
import type { MappingCalls, MappingQuestion } from '../../../webviews/src/captures/mapping/contract';
import { isCapture } from '../base/captures';
import type { JobKind } from '../base/jobPanel';
import { openTableEditor } from '../base/tableEditors';
import type { ServerClient } from '../server/serverClient';
import type { Readings } from './readings';

/** The panel that says what the columns of a table are. */
export function mappingKind(
  server: ServerClient,
  readings: Readings,
): JobKind<MappingQuestion, MappedColumns, MappingCalls> {
  return {
    name: 'mapping',
    title: () => vscode.l10n.t('Columns'),
    fileWord: 'mapping',
    run: ({ uri }, _job, token) => server.request(mapColumns, { uri }, undefined, token),
    saved: savedMapping,
    // What is being made is kept, so that a page that was hidden shows it again.
    handlers: (question, _ask, keep) => ({
      preview: async ({ mapping }) => {
        const asked = question();
        const shown = await server.request(mapColumns, { uri: asked.uri, mapping });
        if (asked === question()) keep(asked, shown);
        return shown;
      },
      use: async ({ mapping }) => {
        const asked = question();
        const capture = vscode.Uri.parse(asked.uri);
        const found = await readings.set(capture, mapping === null ? {} : { mapping });
        const shown = await server.request(mapColumns, { uri: asked.uri });
        if (asked === question()) keep(asked, shown);
        // Where the file was no capture so far, nothing else shows what became of it.
        if (!isCapture(capture) && found.format !== '') await openTableEditor(capture, {});
        return found.title;
      },
    }),
  };
}

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedMapping(saved: unknown): MappingQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri } = saved as Record<string, unknown>;
  return typeof uri === 'string' && uri.startsWith('file:') ? { uri } : undefined;
}
