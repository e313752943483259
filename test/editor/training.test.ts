import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { languageServerOf } from '../ui/languageServer';
import { hoverSaying, openCapture, until } from './support';

const botLine = /,147\.32\.84\.165,\d+, *->/;

describe('training', () => {
  it('makes the hover list neighbours', async () => {
    const document = await openCapture();
    const line = lineOfBot(document);
    const before = await hoverSaying(document, line, /147\.32\.84\.165/);
    assert.doesNotMatch(before, neighbours);
    // Not awaited: the command ends when its last message is dismissed, and nobody is there to do it.
    void vscode.commands.executeCommand('flow2vec.train');
    await hoverSaying(document, line, neighbours);
  });

  it('survives a crash of the server: it restarts and hovers answer again', async function () {
    // Only where processes are files can the server be found by its parent.
    if (process.platform !== 'linux') return this.skip();
    const document = await openCapture();
    const before = await until('the server', () => languageServerOf(process.pid));
    process.kill(before, 'SIGKILL');
    const after = await until('another server', () => {
      const pid = languageServerOf(process.pid);
      return pid === before ? undefined : pid;
    });
    assert.notEqual(after, before);
    await hoverSaying(document, lineOfBot(document), neighbours);
  });
});

/** The head of the table of neighbours. */
const neighbours = /cosine/;

function lineOfBot(document: vscode.TextDocument): number {
  const line = document
    .getText()
    .split('\n')
    .findIndex(text => botLine.test(text));
  assert.ok(line > 0);
  return line;
}
