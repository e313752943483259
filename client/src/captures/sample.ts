import * as vscode from 'vscode';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import type { ServerClient } from '../server/serverClient';

/** The capture of the sample that an analyst begins with, and a flow in it that is worth asking about. */
const capture = 'campus.binetflow';
const suspicious = /,147\.32\.84\.165,[^,]*,[^,]*,[^,]*,25,/;

/** Commands of the walkthrough: each finds the sample by itself, whatever is open. */
export function sampleCommands(
  { extensionUri, globalStorageUri }: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalStorageUri'>,
  server: ServerClient,
): vscode.Disposable {
  const open = async () => {
    const uri = await unpacked(extensionUri, globalStorageUri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  };
  return vscode.Disposable.from(
    register(server, 'flow2vec.openSample', async () => {
      await open();
    }),
    register(server, 'flow2vec.onSample', async value => {
      // Only commands of ours: links of other extensions may call this too.
      const { token: command = '' } = readArgument(value);
      if (!/^flow2vec\.\w+$/.test(command)) return;
      const document = await open();
      const line = document
        .getText()
        .split('\n')
        .findIndex(text => suspicious.test(text));
      await vscode.commands.executeCommand(command, {
        uri: document.uri.toString(),
        ...(line >= 0 ? { line } : {}),
      });
    }),
  );
}

/** The sample in a folder of ours that may be written to: models and labels are kept beside captures. */
async function unpacked(extension: vscode.Uri, storage: vscode.Uri): Promise<vscode.Uri> {
  const [from, to] = [
    vscode.Uri.joinPath(extension, 'client', 'dist', 'sample'),
    vscode.Uri.joinPath(storage, 'sample'),
  ];
  const uri = vscode.Uri.joinPath(to, capture);
  const [packed, there] = await Promise.all([
    vscode.workspace.fs.stat(vscode.Uri.joinPath(from, capture)),
    vscode.workspace.fs.stat(uri).then(
      stat => stat,
      () => undefined,
    ),
  ]);
  if (there?.size !== packed.size) await vscode.workspace.fs.copy(from, to, { overwrite: true });
  return uri;
}
