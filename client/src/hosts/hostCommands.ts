import * as vscode from 'vscode';
import { flowFilterText } from '../../../shared/text/flowFilter';
import { activeResource, NoCapture, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import { hostAt } from '../captures/hostAt';
import { captureInFront } from '../investigation/caseCapture';
import type { AllJobPanels } from '../panels';
import type { SimilarPanels } from '../similar/similarPanels';
import type { ServerClient } from '../server/serverClient';
import { named } from './named';

interface Asked {
  uri: string;
  address: string;
}

/** "Open Host", "Only This Host" and "Not This Host", of the address at the cursor or of one that is named. */
export function hostCommands(
  server: ServerClient,
  similar: SimilarPanels,
  panels: AllJobPanels,
): vscode.Disposable {
  const overview = ({ uri, address }: Asked, kind: 'only' | 'not') => {
    const isHost = { column: 'Host', is: '=', values: [address] } as const;
    const where = flowFilterText(kind === 'only' ? isHost : { not: isHost });
    panels.overview.ask({ uri, where });
  };
  const on = (command: string, run: (asked: Asked) => void) =>
    register(server, command, async value => {
      const asked = await askedOf(value, similar, panels);
      if (!asked) return;
      const address = await named(server, asked.address);
      run({ ...asked, address });
    });
  return vscode.Disposable.from(
    register(server, 'flow2vec.togglePseudonyms', togglePseudonyms),
    on('flow2vec.openHost', asked => panels.hosts.ask(asked)),
    on('flow2vec.onlyHost', asked => overview(asked, 'only')),
    on('flow2vec.notHost', asked => overview(asked, 'not')),
  );
}

/** Switches between addresses and pseudonyms; what is open already stays as it is until it is asked again. */
async function togglePseudonyms(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('flow2vec');
  const wanted = !settings.get('hosts.pseudonyms', false);
  const target =
    settings.inspect('hosts.pseudonyms')?.workspaceValue === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await settings.update('hosts.pseudonyms', wanted, target);
  void vscode.window.showInformationMessage(
    wanted
      ? vscode.l10n.t(
          'Addresses are shown, copied and written as pseudonyms. Panels that are open show them when asked again.',
        )
      : vscode.l10n.t('Addresses are shown as they are. Panels that are open show them when asked again.'),
  );
}

async function askedOf(
  value: unknown,
  similar: SimilarPanels,
  panels: AllJobPanels,
): Promise<Asked | undefined> {
  const { uri, address } = readArgument(value);
  if (uri !== undefined && address !== undefined) return { uri, address };
  const editor = vscode.window.activeTextEditor;
  const shown = [similar, ...Object.values(panels)]
    .map(panel => panel.activeCapture)
    .find(found => found !== undefined);
  const capture = requireCapture(
    uri === undefined ? (shown ?? captureInFront() ?? activeResource()) : vscode.Uri.parse(uri),
  );
  // The context menu of an address in a panel names it, and not whose it is.
  if (address !== undefined) return { uri: capture.toString(), address };
  if (editor && !shown && editor.document.uri.toString() === capture.toString()) {
    const { line, character } = editor.selection.active;
    const found = hostAt(editor.document.lineAt(line).text, character);
    if (found !== undefined) return { uri: capture.toString(), address: found };
  }
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Open Host'),
    prompt: vscode.l10n.t('An address as the capture writes it, a conversation, a service, or a subnet'),
    placeHolder: '10.0.0.5, 10.0.0.5 → 10.0.0.9, tcp 443, 10.0.0.0/24',
  });
  if (typed === undefined) return undefined;
  if (typed.trim() === '') throw new NoCapture(vscode.l10n.t('Name an address.'));
  return { uri: capture.toString(), address: typed.trim() };
}
