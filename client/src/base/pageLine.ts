import type * as vscode from 'vscode';
import type { ShowMessage, StaleMessage, TellMessage } from '../../../webviews/src/base/messages';

/** What a page is to show now; `age`: what became of the files since the answer on it, where it shows one. */
export interface PageState<Shown> {
  shown: Shown;
  age: StaleMessage;
}

/** A panel's line to its page. Before the page listens nothing is posted; then it is told all of the state. */
export class PageLine<Shown> {
  #listens = false;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly state: () => PageState<Shown>,
  ) {}

  get listens(): boolean {
    return this.#listens;
  }

  /** The page said that it listens, for the first time or after it was hidden. */
  opened(): void {
    this.#listens = true;
    this.show();
  }

  /** Posts the state as it is now, and whether the files are still what it came from. */
  show(): void {
    const message: ShowMessage<Shown> = { type: 'show', shown: this.state().shown };
    this.#post(message);
    this.tellStale();
  }

  tellStale(): void {
    this.#post(this.state().age);
  }

  /** Posts what happened, apart from the state. */
  tell(told: unknown): void {
    const message: TellMessage = { type: 'tell', told };
    this.#post(message);
  }

  #post(message: unknown): void {
    if (this.#listens) void this.webview.postMessage(message);
  }
}
