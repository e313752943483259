import * as vscode from 'vscode';
import { completeToken } from '../../../shared/protocol/messages';
import type { ServerClient } from '../server/serverClient';
import { completed, readTokens, unfinished, type TypedTokens } from './typedTokens';

const mostOffered = 20;
const completionLimitMs = 10_000;
/** Without typing before the server is asked. */
const pauseMs = 120;

interface Item extends vscode.QuickPickItem {
  /** Absent: asks what was typed. */
  token?: string;
}

/** Asks for a token, or a sum of tokens, offering those of the model while the user types. */
export function askTokens(
  server: ServerClient,
  capture: vscode.Uri,
  columns: readonly string[],
): Promise<TypedTokens | undefined> {
  const box = vscode.window.createQuickPick<Item>();
  const parts = columns.length;
  box.title = vscode.l10n.t('Show Flows Similar to a Typed Token');
  box.placeholder = vscode.l10n.t('{0}, for example udp 10.0.0.1 8.8.8.8 53', columns.join(' '));
  box.ignoreFocusOut = true;
  let offered: readonly string[] = [];
  let typing: vscode.CancellationTokenSource | undefined;

  const show = (): void => {
    const read = readTokens(box.value, parts);
    const lacking = unfinished(read, parts);
    const typed: Item = {
      label: lacking === undefined ? vscode.l10n.t('Ask') : vscode.l10n.t('Go on typing'),
      description: box.value.trim(),
      detail: lackingText(lacking, columns),
      alwaysShow: true,
    };
    const items = offered.map((token): Item => ({ label: token, token, alwaysShow: true }));
    // What can be asked already comes first; else the first thing to take is a completion.
    box.items = lacking === undefined ? [typed, ...items] : [...items, typed];
  };

  const complete = async (): Promise<void> => {
    typing?.cancel();
    const mine = new vscode.CancellationTokenSource();
    typing = mine;
    await new Promise(resolve => setTimeout(resolve, pauseMs));
    if (mine.token.isCancellationRequested) return;
    const typed = readTokens(box.value, parts).rest.join(' ');
    const params = { uri: capture.toString(), typed, top: mostOffered };
    try {
      const found = await server.request(completeToken, params, completionLimitMs, mine.token);
      if (mine.token.isCancellationRequested) return;
      offered = found;
    } catch (error) {
      if (mine.token.isCancellationRequested) return;
      // The token can be typed without help.
      server.log.debug(`No completion: ${String(error)}`);
      offered = [];
    }
    show();
  };

  return new Promise(resolve => {
    const listening = vscode.Disposable.from(
      box.onDidChangeValue(() => {
        show();
        void complete();
      }),
      box.onDidAccept(() => {
        const [item] = box.activeItems;
        const before = readTokens(box.value, parts);
        const text = item?.token === undefined ? box.value : completed(before, item.token);
        const read = readTokens(text, parts);
        if (unfinished(read, parts) === undefined) finish(read);
        else if (text !== box.value) box.value = text;
      }),
      box.onDidHide(() => finish(undefined)),
    );
    const finish = (read: TypedTokens | undefined): void => {
      typing?.cancel();
      listening.dispose();
      box.dispose();
      resolve(read);
    };
    show();
    box.show();
    void complete();
  });
}

function lackingText(lacking: ReturnType<typeof unfinished>, columns: readonly string[]): string {
  if (lacking === undefined)
    return vscode.l10n.t('More tokens can follow: + before a token adds it, - takes it away.');
  if (lacking === 'none')
    return vscode.l10n.t('{0}, with spaces between; "-" stands for an empty cell.', columns.join(' '));
  return vscode.l10n.t('{0} more: {1}.', lacking, columns.slice(columns.length - lacking).join(' '));
}
