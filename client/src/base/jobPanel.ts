import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import type { JobCalls, JobShown, JobView } from '../../../webviews/src/base/jobContract';
import { AnswerSource, NewFlows, staleMessage, type Reveal } from './answerSource';
import { fileName } from './captures';
import { isCancelled } from '../server/serverAnswers';
import type { ServerClient } from '../server/serverClient';
import { exportBytes, exportText } from './exportFile';
import { addQuestion, addToInvestigation, type AskedCell } from './investigate';
import { answerCall, type Handlers } from './pageCalls';
import { loadPage } from './loadPage';
import { PageLine, type PageState } from './pageLine';

/** What a panel of a long job is asked: about a capture, and whatever else its job needs. */
export interface JobQuestion {
  /** A `file:` URI. */
  uri: string;
}

/** What tells one panel of a long job from another. */
export interface JobKind<Q extends JobQuestion, R, Calls extends JobCalls> {
  /** Name of the page and its files, `flow2vec.` before it the type of the panel. */
  name: string;
  title(): string;
  /** Stands in the name of an exported file, `day1.evaluation.csv`. */
  fileWord: string;
  /** `before` is on screen and stays there meanwhile: the same question was answered so, of the files as they were. */
  run(question: Q, job: string, token: vscode.CancellationToken, before?: R): Promise<R>;
  /** Whether a question is asked again whenever its files have changed. */
  follows?(question: Q): boolean;
  /** The files that answers come from, where there are others than the capture. */
  files?(question: Q): readonly string[];
  /** The question in a page's saved state, or undefined when it holds none that can be asked again. */
  saved(question: unknown): Q | undefined;
  /** What was asked as a cell of an investigation asks it; undefined where none can. */
  asked?(question: Q): AskedCell | undefined;
  /** Whether the result of one question is that of another too, which is then only shown differently. */
  sameJob?(before: Q, after: Q): boolean;
  /**
   * The calls that only this page makes; `ask` puts another question, `keep` takes note of one whose result the page is
   * shown by the call's own answer, `reveal` shows a flow of the answer.
   */
  handlers(
    question: () => Q,
    ask: (question: Q) => void,
    keep: (question: Q, result: R) => void,
    reveal: Reveal,
  ): Handlers<Omit<Calls, keyof JobCalls>>;
  /** Called once for a panel; what it returns is disposed of with it. */
  attach?(panel: JobPanelLine<Q, R>): vscode.Disposable;
}

/** What a kind of panel can tell its page unasked. */
export interface JobPanelLine<Q, R> {
  question(): Q;
  /** Undefined while there is none on screen. */
  result(): R | undefined;
  tell(told: unknown): void;
}

/** One panel of a long job: runs it, shows its progress, cancels it, and shows its result. */
export class JobPanel<Q extends JobQuestion, R, Calls extends JobCalls> implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #server: ServerClient;
  readonly #kind: JobKind<Q, R, Calls>;
  readonly #subscriptions: vscode.Disposable;
  #question: Q;
  #view: JobView<R> = { kind: 'running' };
  #source: AnswerSource | undefined;
  #running: { job: string; source: vscode.CancellationTokenSource } | undefined;
  readonly #page: PageLine<JobShown<R>>;
  readonly #newFlows: NewFlows;
  #serverState: string;

  /** Takes over a panel that VS Code made, empty or restored after a reload. */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    server: ServerClient,
    kind: JobKind<Q, R, Calls>,
    question: Q,
  ) {
    this.#panel = panel;
    this.#page = new PageLine(panel.webview, () => this.#state);
    this.#server = server;
    this.#newFlows = new NewFlows(server);
    this.#kind = kind;
    this.#question = question;
    this.#serverState = server.condition.state;
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage(message => this.#answer(message)),
      server.onDidChange(({ state }) => this.#serverChanged(state)),
      server.onJobProgress(progress => this.#progressed(progress)),
      ...(kind.attach ? [kind.attach(this.#line)] : []),
    );
    loadPage(panel, extensionUri, kind.name);
    void this.#run();
  }

  /** The capture whose model is asked. */
  get capture(): vscode.Uri {
    return vscode.Uri.parse(this.#question.uri);
  }

  get question(): Q {
    return this.#question;
  }

  /** Comes to the front with another question; the job of the one before is cancelled. */
  ask(question: Q): void {
    const answered =
      this.#view.kind === 'result' && (this.#kind.sameJob?.(this.#question, question) ?? false);
    this.#question = question;
    this.#panel.reveal();
    if (!answered) return void this.#run();
    this.#page.show();
    this.#follow();
  }

  /** Closing a panel cancels its job. */
  dispose(): void {
    this.#stop();
    this.#source?.dispose();
    this.#subscriptions.dispose();
  }

  /** `before` stays on screen, and what it came from known, until there is another answer. */
  async #run(before?: R): Promise<void> {
    this.#stop();
    const { state } = this.#server.condition;
    if (state === 'stopped' || state === 'restarting')
      return this.#show({ kind: 'stopped', restarting: state !== 'stopped' });
    const mine = { job: randomUUID(), source: new vscode.CancellationTokenSource() };
    this.#running = mine;
    if (before === undefined) this.#show({ kind: 'running' });
    const source = this.#sourceOfNow();
    if (before === undefined) this.#take(source);
    else this.#page.tellStale();
    let view: JobView<R>;
    try {
      const result = await this.#kind.run(this.#question, mine.job, mine.source.token, before);
      view = { kind: 'result', result };
    } catch (error) {
      view =
        mine.source.token.isCancellationRequested || isCancelled(error)
          ? { kind: 'cancelled' }
          : failed(error);
    } finally {
      mine.source.dispose();
    }
    // Another question was asked meanwhile, or the panel was closed.
    if (this.#running !== mine) {
      if (this.#source !== source) source.dispose();
      return;
    }
    this.#running = undefined;
    if (this.#source !== source) this.#take(source);
    this.#show(view);
    this.#follow();
  }

  /** What is answered from now on comes from the files as they are now. */
  #sourceOfNow(): AnswerSource {
    const source: AnswerSource = new AnswerSource(this.#server, this.#files(), () => {
      if (source !== this.#source) return;
      this.#page.tellStale();
      this.#follow();
    });
    return source;
  }

  /** The files that answers to the question come from. */
  #files(): readonly string[] {
    return this.#kind.files?.(this.#question) ?? [this.#question.uri];
  }

  #take(source: AnswerSource): void {
    this.#source?.dispose();
    this.#source = source;
    this.#page.tellStale();
  }

  /** Asks again when the files have changed, where that is wanted: once at a time, for what changes meanwhile is seen too. */
  #follow(): void {
    const { kind } = this.#view;
    if (this.#running || this.#source?.stale !== 'changed' || !this.#kind.follows?.(this.#question)) return;
    if (this.#server.condition.state !== 'running') return;
    // An answer that failed, as of a file that was being exchanged, leaves nothing to keep on screen.
    if (kind === 'result') void this.#run(this.#view.result);
    else if (kind === 'error') void this.#run();
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.source.cancel();
  }

  #serverChanged(state: string): void {
    if (this.#newFlows.changed(this.#question.uri)) this.#page.tellStale();
    if (state === this.#serverState) return;
    this.#serverState = state;
    // A result stays readable without a server; a job that was cut off begins again with the next one.
    if (this.#view.kind === 'result' || this.#view.kind === 'cancelled' || state === 'starting') return;
    void this.#run();
  }

  #progressed(progress: JobProgress): void {
    if (progress.job === this.#running?.job) this.#show({ kind: 'running', progress });
  }

  #show(view: JobView<R>): void {
    this.#view = view;
    this.#page.show();
  }

  get #state(): PageState<JobShown<R>> {
    const shown = {
      question: this.#question,
      capture: fileName(this.capture),
      view: this.#view,
      texts: (vscode.l10n.bundle ?? {}) as Record<string, string>,
      askable: this.#kind.asked?.(this.#question) !== undefined,
    };
    // Beside an answer on screen, only what is followed is asked about: it is on its way.
    const isTold = this.#view.kind === 'result' && !this.#running;
    const stale = isTold ? this.#source?.stale : undefined;
    return { shown, age: staleMessage(this.#server, this.#question.uri, stale) };
  }

  async #answer(message: unknown): Promise<void> {
    const own = this.#kind.handlers(
      () => this.#question,
      question => this.ask(question),
      (question, result) => {
        const before = this.#files();
        this.#question = question;
        this.#view = { kind: 'result', result };
        // Files that are as they were need not be read and watched anew, of which a page may tell at every key.
        const isKnown = this.#source?.stale === undefined && this.#files().join('\n') === before.join('\n');
        if (!isKnown) this.#take(this.#sourceOfNow());
      },
      async (...asked) => this.#source?.reveal(...asked),
    );
    const reply = await answerCall<JobCalls>(message, { ...own, ...this.#handlers });
    if (reply) await this.#panel.webview.postMessage(reply);
  }

  get #line(): JobPanelLine<Q, R> {
    return {
      question: () => this.#question,
      result: () => (this.#page.listens && this.#view.kind === 'result' ? this.#view.result : undefined),
      tell: told => this.#page.tell(told),
    };
  }

  readonly #handlers: Handlers<JobCalls> = {
    ready: () => this.#page.opened(),
    cancel: () => this.#running?.source.cancel(),
    retry: () => void this.#run(),
    restartServer: () => void this.#server.restart(),
    showLog: () => this.#server.log.show(),
    copy: ({ text }) => vscode.env.clipboard.writeText(text).then(() => undefined) as Promise<void>,
    pin: async pinned => {
      const asked = this.#kind.asked?.(this.#question);
      const capture = asked?.uri === undefined ? this.capture : vscode.Uri.parse(asked.uri);
      const digest = await this.#source?.content(capture.toString());
      await addToInvestigation(capture, {
        ...pinned,
        ...(asked ? { question: asked.text } : {}),
        ...(digest === undefined ? {} : { digest }),
      });
    },
    pinQuestion: () => {
      const asked = this.#kind.asked?.(this.#question);
      if (!asked)
        throw new Error(vscode.l10n.t('What this panel was asked is no question of an investigation.'));
      return addQuestion(asked.uri === undefined ? this.capture : vscode.Uri.parse(asked.uri), asked);
    },
    save: ({ text, as }) => {
      return exportText(this.capture, { text, as, what: this.#kind.fileWord, title: this.#panel.title });
    },
    savePicture: ({ base64 }) =>
      exportBytes(this.capture, {
        bytes: Buffer.from(base64, 'base64'),
        ending: 'png',
        kind: 'PNG',
        what: this.#kind.fileWord,
        title: this.#panel.title,
      }),
  };
}

function failed(error: unknown): { kind: 'error'; message: string } {
  return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
}
