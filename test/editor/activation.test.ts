import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId, openCapture } from './support';

describe('activation', () => {
  it('is caused by opening a capture, whose language is detected', async () => {
    const document = await openCapture();
    assert.equal(document.languageId, 'binetflow');
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
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
