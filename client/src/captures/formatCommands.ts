import * as vscode from 'vscode';
import { captureFormat } from '../../../shared/protocol/messages';
import { askedResource, fileName } from '../base/captures';
import { register } from '../base/register';
import type { AllJobPanels } from '../panels';
import type { ServerClient } from '../server/serverClient';
import type { Readings, Said } from './readings';

/** Commands that correct as what a capture is read: another format, or what its columns are. */
export function formatCommands(
  server: ServerClient,
  readings: Readings,
  panels: AllJobPanels,
): vscode.Disposable {
  // Of what no format is known yet, too: so any file will do.
  const fileOf = (value: unknown): vscode.Uri => {
    const file = askedResource(value);
    if (file?.scheme === 'file') return file;
    throw new Error(vscode.l10n.t('Open a file on disk first.'));
  };
  return vscode.Disposable.from(
    register(server, 'flow2vec.mapColumns', value => panels.mapping.ask({ uri: fileOf(value).toString() })),
    register(server, 'flow2vec.chooseFormat', async value => {
      const file = fileOf(value);
      const { format, formats, isSaid } = await server.request(captureFormat, { uri: file.toString() });
      type Item = vscode.QuickPickItem & { run?: () => Promise<unknown> | void };
      const say = (said: Said) => () => readings.set(file, said);
      const items: Item[] = [
        {
          label: vscode.l10n.t('$(search) As the File Says'),
          ...(isSaid ? {} : { description: vscode.l10n.t('now') }),
          run: say({}),
        },
        {
          label: vscode.l10n.t('$(table) Map Columns…'),
          detail: vscode.l10n.t('Of a table whose columns no format names'),
          run: () => panels.mapping.ask({ uri: file.toString() }),
        },
        { label: '', kind: vscode.QuickPickItemKind.Separator },
        ...formats.map(({ name, title }): Item => ({
          label: name,
          detail: title,
          ...(name === format
            ? { description: isSaid ? vscode.l10n.t('said') : vscode.l10n.t('found') }
            : {}),
          run: say({ format: name }),
        })),
      ];
      const title = vscode.l10n.t('Read {0} As', fileName(file));
      const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
      await chosen?.run?.();
    }),
  );
}
