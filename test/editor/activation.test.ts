import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId, openCapture, until } from './support';

describe('activation', () => {
  it('is caused by opening a capture, whose language is detected', async () => {
    const document = await openCapture();
    assert.equal(document.languageId, 'binetflow');
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  it('gives a text the language of the flows in it', async () => {
    const campus = await openCapture();
    const fields = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'conn_state'];
    const row = ['1664462456.7', 'C5xhsO3uGtOf', '192.0.2.11', '40042', '198.51.100.8', '53', 'udp', 'SHR'];
    const lines = ['#separator \\x09', `#fields\t${fields.join('\t')}`, row.join('\t'), ''];
    const file = vscode.Uri.joinPath(campus.uri, '..', 'found.log');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(lines.join('\n')));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const isNow = (language: string) =>
      until(`the language ${language}`, () =>
        vscode.workspace.textDocuments.some(
          ({ uri, languageId }) => uri.toString() === file.toString() && languageId === language,
        )
          ? true
          : undefined,
      );
    await isNow('zeek-conn');
    const notes = vscode.Uri.joinPath(campus.uri, '..', 'notes.log');
    await vscode.workspace.fs.writeFile(notes, new TextEncoder().encode('{"level":"info"}\n'));
    assert.notEqual((await vscode.workspace.openTextDocument(notes)).languageId, 'zeek-conn');
  });

  it('registers every command that the manifest offers', async () => {
    await openCapture();
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { command: string; category?: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const offered = manifest.contributes.commands;
    assert.ok(offered.length > 0);
    assert.deepEqual(
      offered.filter(({ command }) => !registered.has(command)),
      [],
    );
  });
});
