import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { hoverSaying, openCapture, until } from './support';

describe('language features', () => {
  it('say in a hover who asked whom', async () => {
    const document = await openCapture();
    const source = document.lineAt(1).text.split(',')[3] ?? '';
    const text = await hoverSaying(document, 1, new RegExp(source.replaceAll('.', '\\.')));
    assert.match(text, /\w/);
  });

  it('list the hosts as symbols', async () => {
    const document = await openCapture();
    const symbols = await until('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found?.length ? found : undefined;
    });
    assert.ok(symbols.some(symbol => /147\.32\./.test(symbol.name)));
  });

  it('find every flow of a host', async () => {
    const document = await openCapture();
    const line = document.lineAt(1).text;
    const host = line.split(',')[3] ?? '';
    const position = new vscode.Position(1, line.indexOf(host) + 1);
    const references = await until('references', async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        position,
      );
      return found.length > 1 ? found : undefined;
    });
    const lines = new Set(references.map(reference => reference.range.start.line));
    for (const at of lines) assert.ok(document.lineAt(at).text.includes(host));
  });

  it('mark a bad address where it is', async () => {
    const capture = await openCapture();
    const bad = capture.lineAt(1).text.replace(/,147\.32\.\d+\.\d+,/, ',147.32.999.1,');
    const path = join(dirname(capture.uri.fsPath), 'bad.binetflow');
    writeFileSync(path, [capture.lineAt(0).text, bad, ''].join('\n'));
    const document = await openCapture('bad.binetflow');
    const problem = await until('a diagnostic', () => vscode.languages.getDiagnostics(document.uri)[0]);
    assert.equal(document.getText(problem.range), '147.32.999.1');
  });
});
