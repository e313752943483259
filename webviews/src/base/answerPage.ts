import * as l10n from '@vscode/l10n';
import { shortText } from '../../../shared/text/visibleText';
import { el } from './dom';
import type { JobCalls, Pinned, TextFormat } from './jobContract';
import { Extension } from './rpc';
import { StaleBar } from './staleBar';

/** What every page with an answer asks of the extension. */
type AnswerCalls = Pick<JobCalls, 'ready' | 'retry' | 'copy' | 'pin' | 'save'>;

type Argument<Call> = Call extends (argument: infer A) => unknown ? A : never;
type Answer<Call> = Call extends (argument: never) => infer R ? R : never;

/** What surrounds an answer: how old it is, what failed, what a screen reader is told; and the way to the extension. */
export class AnswerPage<Calls extends AnswerCalls, Shown> {
  readonly content = el('div', { class: 'content' });
  readonly #extension: Extension<Calls, Shown>;
  readonly #announcement: HTMLElement;
  readonly #failure: HTMLElement;
  readonly #age: StaleBar;
  #show: ((shown: Shown) => void) | undefined;
  #hear: ((told: unknown) => void) | undefined;
  #memory: Record<string, unknown>;

  /** `name` begins the test ids of the page. */
  constructor(name: string) {
    this.#announcement = el('p', { class: 'spoken', role: 'status', 'data-testid': `${name}-status` });
    this.#failure = el('p', {
      class: 'failure',
      role: 'alert',
      hidden: true,
      'data-testid': `${name}-failure`,
    });
    this.#age = new StaleBar(name, () => this.call('retry', null as never));
    this.#extension = new Extension<Calls, Shown>(
      shown => this.#show?.(shown),
      told => this.#hear?.(told),
      stale => this.#age.tell(stale),
    );
    this.#memory = (this.#extension.memory ?? {}) as Record<string, unknown>;
  }

  /** Says that the page listens: `show` is called with every state that the extension sends, `hear` with what it tells beside. */
  listen(show: (shown: Shown) => void, hear?: (told: unknown) => void): void {
    this.#show = show;
    this.#hear = hear;
    const page = document.getElementById('page') ?? document.body;
    page.append(this.#announcement, this.#age.element, this.#failure, this.content);
    this.call('ready', null as never);
  }

  /** Calls the extension; a failure is shown above what is on screen. `limitMs` null: the user is being asked. */
  call<K extends keyof Calls & string>(
    name: K,
    argument: Argument<Calls[K]>,
    then?: (value: Answer<Calls[K]>) => void,
    limitMs?: null,
  ): void {
    this.recover();
    this.#extension.call(name, argument, limitMs).then(then, (error: Error) => this.fail(error));
  }

  /** Calls the extension for something that the caller waits for, and sees fail. */
  ask<K extends keyof Calls & string>(name: K, argument: Argument<Calls[K]>): Promise<Answer<Calls[K]>> {
    return this.#extension.call(name, argument);
  }

  /** Shows what went wrong above what is on screen. */
  fail(error: Error): void {
    this.#failure.textContent = shortText(error.message, 1000);
    this.#failure.hidden = false;
  }

  /** What went wrong is over. */
  recover(): void {
    this.#failure.hidden = true;
  }

  /** Hands text to the clipboard, or to a file that the user chooses, and says so. */
  hand(text: string, to: 'clipboard' | TextFormat): void {
    if (to === 'clipboard') {
      this.call('copy', { text } as never, () => this.announce(l10n.t('Copied')));
      return;
    }
    const saved = (name: unknown) => name !== null && this.announce(l10n.t('Saved as {0}', String(name)));
    this.call('save', { text, as: to } as never, saved, null);
  }

  /** Adds flows to an investigation; nothing where there are none. */
  pin(about: Pinned['about'], title: string): void {
    const none = 'tokens' in about ? about.tokens.length === 0 : about.where.trim() === '';
    if (none) return this.announce(l10n.t('There are no flows to add.'));
    this.call('pin', { about, title } as never, undefined, null);
  }

  announce(text: string): void {
    if (this.#announcement.textContent !== text) this.#announcement.textContent = text;
  }

  /** What the user chose on this page before it was hidden or reloaded. */
  recall(key: string): unknown {
    return this.#memory[key];
  }

  remember(key: string, value: unknown): void {
    this.#memory = { ...this.#memory, [key]: value };
    this.#extension.remember(this.#memory);
  }
}
