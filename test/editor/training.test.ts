import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import * as vscode from 'vscode';
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
    const before = await until('the server', serverProcess);
    process.kill(before, 'SIGKILL');
    const after = await until('another server', () => {
      const pid = serverProcess();
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

/** The language server: the child of this extension host that runs the server's bundle. */
function serverProcess(): number | undefined {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .find(
      pid => parentOf(pid) === process.pid && read(`/proc/${pid}/cmdline`).includes('server/dist/main.mjs'),
    );
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

/** Processes end while they are listed: what is gone has no text. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
