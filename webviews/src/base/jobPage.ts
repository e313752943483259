import * as l10n from '@vscode/l10n';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import { AnswerPage } from './answerPage';
import type { ChartHands } from './chart/chartBox';
import { captureText, el } from './dom';
import type { JobCalls, JobShown } from './jobContract';
import { spokenProgress } from './jobProgress';
import { jobState, updateProgress } from './jobStates';
import { panelBar, type PanelTexts } from './panelBar';

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
export class JobPage<Result, Calls extends JobCalls> extends AnswerPage<Calls, JobShown<Result>> {
  readonly #options: JobPageOptions<Result>;
  /** Whether a result is on screen. */
  #answered = false;

  constructor(options: JobPageOptions<Result>) {
    super(options.name);
    this.#options = options;
    this.listen(shown => this.#show(shown), options.hear);
  }

  /** What charts of the page hand on. */
  get chartHands(): ChartHands {
    return {
      hand: (text, to) => this.hand(text, to),
      picture: base64 => this.savePicture(base64),
      failed: error => this.fail(error),
    };
  }

  /** Hands a PNG to a file that the user chooses, and says so. */
  savePicture(base64: string): void {
    const saved = (name: unknown) => name !== null && this.announce(l10n.t('Saved as {0}', String(name)));
    this.call('savePicture', { base64 } as never, saved, null);
  }

  #show({ texts, question, capture, view, askable }: JobShown<Result>): void {
    l10n.config({ contents: texts });
    this.recover();
    this.remember('question', question);
    const { name, title, render } = this.#options;
    const running = this.content.querySelector(`[data-testid="${name}-state-running"]`);
    const preview = view.kind === 'running' ? this.#options.preview?.(view.progress) : undefined;
    if (view.kind === 'running' && updateProgress(running, name, view.progress)) {
      if (preview && !preview.isConnected) this.content.append(preview);
      return this.announce(spokenProgress(view.progress));
    }
    const renewed =
      view.kind === 'result' && this.#answered ? this.#options.renew?.(view.result, question) : undefined;
    if (renewed !== undefined) return this.announce(renewed);
    this.#answered = view.kind === 'result';
    const heading = el('h1', { 'data-testid': `${name}-title` }, title(question), ' ', captureText(capture));
    if (view.kind === 'result') {
      const { parts, summary, texts: asText } = render(view.result, question);
      this.content.replaceChildren(heading, this.#bar(askable, asText), ...parts);
      return this.announce(summary);
    }
    const state = jobState(name, view, ask => this.call(ask, null as never));
    this.content.replaceChildren(heading, state, ...(preview ? [preview] : []));
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
