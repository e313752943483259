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
  /** Whether a page says it now, which knows. */
  let using = false;
  return {
    name: 'mapping',
    title: () => vscode.l10n.t('Columns'),
    fileWord: 'mapping',
    // Somebody may say elsewhere how the file is read: in the status bar, or on another page.
    attach: panel => {
      const saidNow = () => JSON.stringify(readings.of(panel.question().uri) ?? null);
      let said = saidNow();
      return readings.onDidChange(capture => {
        // A server that starts anew is told again what was said: what is being made on the page stays then.
        if (capture.toString() !== panel.question().uri || saidNow() === said) return;
        said = saidNow();
        if (!using) panel.tell(null);
      });
    },
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
        using = true;
        const found = await readings
          .set(capture, mapping === null ? {} : { mapping })
          .finally(() => (using = false));
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
