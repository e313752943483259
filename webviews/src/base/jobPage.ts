import * as l10n from '@vscode/l10n';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import type { ChartHands } from './chart/chartBox';
import { captureText, el } from './dom';
import type { JobCalls, JobShown, Pinned, TextFormat } from './jobContract';
import { spokenProgress } from './jobProgress';
import { jobState, updateProgress } from './jobStates';
import { panelBar, type PanelTexts } from './panelBar';
import { Extension } from './rpc';
import { StaleBar } from './staleBar';
import { shortText } from '../../../shared/text/visibleText';

export interface JobPageOptions<Result> {
  /** Begins the test ids of the page. */
  name: string;
  /** The heading; the capture's name follows it. */
  title(question: unknown): string;
  /** What the page shows of the result of a question, what a screen reader is told of it, and all of it as text. */
  render(result: Result, question: unknown): { parts: HTMLElement[]; summary: string; texts?: PanelTexts };
  /**
   * Shows a result in the place of the one on screen, so that focus, scroll and selection stay; answers what a screen
   * reader is told of it, or undefined where the page is to be made anew.
   */
  renew?(result: Result, question: unknown): string | undefined;
  /** What is shown of a job that goes on, beside its progress. */
  preview?(progress: JobProgress | undefined): HTMLElement | undefined;
  /** What the extension tells apart from the state. */
  hear?(told: unknown): void;
}

/** The frame of a page that shows a long job: its progress, how it failed, and its result. */
export class JobPage<Result, Calls extends JobCalls> {
  readonly #extension: Extension<Calls, JobShown<Result>>;
  readonly #options: JobPageOptions<Result>;
  readonly #content = el('div', { class: 'content' });
  readonly #announcement: HTMLElement;
  readonly #failure: HTMLElement;
  readonly #age: StaleBar;
  /** Whether a result is on screen. */
  #answered = false;
  #memory: Record<string, unknown>;

  constructor(options: JobPageOptions<Result>) {
    const { name } = options;
    this.#options = options;
    this.#announcement = el('p', { class: 'spoken', role: 'status', 'data-testid': `${name}-status` });
    this.#failure = el('p', {
      class: 'failure',
      role: 'alert',
      hidden: true,
      'data-testid': `${name}-failure`,
    });
    this.#age = new StaleBar(name, () => this.call('retry', null as never));
    this.#extension = new Extension<Calls, JobShown<Result>>(
      shown => this.#show(shown),
      options.hear,
      stale => this.#age.tell(stale),
    );
    this.#memory = (this.#extension.memory ?? {}) as Record<string, unknown>;
    const page = document.getElementById('page') ?? document.body;
    page.append(this.#announcement, this.#age.element, this.#failure, this.#content);
    this.call('ready', null as never);
  }

  /** Calls the extension; a failure is shown above what is on screen. `limitMs` null: the user is being asked. */
  call<K extends keyof Calls & string>(
    name: K,
    argument: Calls[K] extends (argument: infer A) => unknown ? A : never,
    then?: (value: Calls[K] extends (argument: never) => infer R ? R : never) => void,
    limitMs?: null,
  ): void {
    this.#failure.hidden = true;
    this.#extension.call(name, argument, limitMs).then(then, (error: Error) => this.fail(error));
  }

  /** Calls the extension for something that the caller waits for, and sees fail. */
  ask<K extends keyof Calls & string>(
    name: K,
    argument: Calls[K] extends (argument: infer A) => unknown ? A : never,
  ): Promise<Calls[K] extends (argument: never) => infer R ? R : never> {
    return this.#extension.call(name, argument);
  }

  /** Shows what went wrong above what is on screen. */
  fail(error: Error): void {
    this.#failure.textContent = shortText(error.message, 1000);
    this.#failure.hidden = false;
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

  /** What charts of the page hand on. */
  get chartHands(): ChartHands {
    return {
      hand: (text, to) => this.hand(text, to),
      picture: base64 => this.savePicture(base64),
      failed: error => this.fail(error),
    };
  }

  /** Adds flows to an investigation; nothing where there are none. */
  pin(about: Pinned['about'], title: string): void {
    const none = 'tokens' in about ? about.tokens.length === 0 : about.where.trim() === '';
    if (none) return this.announce(l10n.t('There are no flows to add.'));
    this.call('pin', { about, title } as never, undefined, null);
  }

  /** Hands a PNG to a file that the user chooses, and says so. */
  savePicture(base64: string): void {
    const saved = (name: unknown) => name !== null && this.announce(l10n.t('Saved as {0}', String(name)));
    this.call('savePicture', { base64 } as never, saved, null);
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

  #show({ texts, question, capture, view, askable }: JobShown<Result>): void {
    l10n.config({ contents: texts });
    this.#failure.hidden = true;
    this.remember('question', question);
    const { name, title, render } = this.#options;
    const running = this.#content.querySelector(`[data-testid="${name}-state-running"]`);
    const preview = view.kind === 'running' ? this.#options.preview?.(view.progress) : undefined;
    if (view.kind === 'running' && updateProgress(running, name, view.progress)) {
      if (preview && !preview.isConnected) this.#content.append(preview);
      return this.announce(spokenProgress(view.progress));
    }
    const renewed =
      view.kind === 'result' && this.#answered ? this.#options.renew?.(view.result, question) : undefined;
    if (renewed !== undefined) return this.announce(renewed);
    this.#answered = view.kind === 'result';
    const heading = el('h1', { 'data-testid': `${name}-title` }, title(question), ' ', captureText(capture));
    if (view.kind === 'result') {
      const { parts, summary, texts: asText } = render(view.result, question);
      this.#content.replaceChildren(heading, this.#bar(askable, asText), ...parts);
      return this.announce(summary);
    }
    const state = jobState(name, view, ask => this.call(ask, null as never));
    this.#content.replaceChildren(heading, state, ...(preview ? [preview] : []));
    this.announce(
      view.kind === 'running' ? spokenProgress(view.progress) : (state.querySelector('p')?.textContent ?? ''),
    );
  }

  #bar(askable: boolean, texts: PanelTexts | undefined): HTMLElement {
    return panelBar(this.#options.name, {
      ...(askable ? { pin: () => this.call('pinQuestion', null as never, undefined, null) } : {}),
      refresh: () => this.call('retry', null as never),
      texts,
      hand: (text, to) => this.hand(text, to),
    });
  }
}
