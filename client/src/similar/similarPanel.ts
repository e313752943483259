import * as vscode from 'vscode';
import { similarFlows } from '../../../shared/protocol/messages';
import type { SimilarReport } from '../../../shared/protocol/similar';
import type { PageCalls, Question, Shown, View } from '../../../webviews/src/similar/contract';
import { AnswerSource, NewFlows, newFlowsOf, staleMessage } from '../base/answerSource';
import { fileName } from '../base/captures';
import { isNoModel } from '../server/serverAnswers';
import type { ServerClient } from '../server/serverClient';
import { affectsAnswers, readSettings } from '../base/settings';
import type { Trainings } from '../training/trainings';
import { exportText } from '../base/exportFile';
import { questionText } from '../../../shared/investigation/questions';
import { addQuestion, addToInvestigation, type AskedCell } from '../base/investigate';
import { answerCall, type Handlers } from '../base/pageCalls';
import { loadPage } from '../base/loadPage';
import { PageLine, type PageState } from '../base/pageLine';

/** The first question about a large capture waits until it is read in. */
const askLimitMs = 180_000;
const longestTrail = 100;

/** One panel of similar flows: asks the server, and shows whatever state the answer is in. */
export class SimilarPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #server: ServerClient;
  readonly #trainings: Trainings;
  readonly #subscriptions: vscode.Disposable;
  readonly #trail: Question[] = [];
  #question: Question;
  #view: View = { kind: 'loading' };
  /** Counts the asks: an answer that is not the latest one's is dropped. */
  #asked = 0;
  #source: AnswerSource | undefined;
  readonly #page: PageLine<Shown>;
  readonly #newFlows: NewFlows;
  #serverState: string;

  /** Takes over a panel that VS Code made, empty or restored after a reload. */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    server: ServerClient,
    trainings: Trainings,
    question: Question,
  ) {
    this.#panel = panel;
    this.#page = new PageLine(panel.webview, () => this.#state);
    this.#server = server;
    this.#newFlows = new NewFlows(server);
    this.#trainings = trainings;
    this.#question = question;
    this.#serverState = server.condition.state;
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage(message => this.#answer(message)),
      server.onDidChange(({ state }) => this.#serverChanged(state)),
      trainings.onDidChange(uri => this.#trainingChanged(uri)),
      vscode.workspace.onDidChangeConfiguration(event => affectsAnswers(event) && void this.#ask()),
    );
    loadPage(panel, extensionUri, 'similar');
    void this.#ask();
  }

  /** The capture the panel is about. */
  get capture(): vscode.Uri {
    return vscode.Uri.parse(this.#question.uri);
  }

  /** Comes to the front with another question. */
  ask(question: Question): void {
    this.#trail.length = 0;
    this.#question = question;
    this.#panel.reveal();
    void this.#ask();
  }

  dispose(): void {
    this.#asked++;
    this.#source?.dispose();
    this.#subscriptions.dispose();
  }

  async #ask(): Promise<void> {
    const mine = ++this.#asked;
    const { uri } = this.#question;
    const { state } = this.#server.condition;
    if (state === 'stopped' || state === 'restarting')
      return this.#show({ kind: 'stopped', restarting: state !== 'stopped' });
    if (this.#trainings.isRunning(uri)) return this.#showTraining();
    this.#show({ kind: 'loading' });
    this.#source?.dispose();
    this.#source = new AnswerSource(this.#server, [uri], () => this.#page.tellStale());
    const top = readSettings(this.capture).similarTop;
    let view: View;
    try {
      const report: SimilarReport = await this.#server.request(
        similarFlows,
        { ...this.#question, top },
        askLimitMs,
      );
      view = { kind: 'report', report };
    } catch (error) {
      view = isNoModel(error)
        ? this.#noModel
        : { kind: 'error', message: error instanceof Error ? error.message : String(error) };
    }
    if (mine === this.#asked) this.#show(view);
  }

  get #noModel(): View {
    const newFlows = newFlowsOf(this.#server, this.#question.uri);
    return { kind: 'noModel', ...(newFlows === undefined ? {} : { newFlows }) };
  }

  #serverChanged(state: string): void {
    if (this.#newFlows.changed(this.#question.uri)) {
      if (this.#view.kind === 'noModel') this.#show(this.#noModel);
      else this.#page.tellStale();
    }
    if (state === this.#serverState) return;
    this.#serverState = state;
    if (state !== 'starting') void this.#ask();
  }

  #trainingChanged(uri: string): void {
    if (uri !== this.#question.uri) return;
    if (!this.#trainings.isRunning(uri)) return void this.#ask();
    // An answer from the model before stays readable while a new one is trained.
    if (this.#view.kind !== 'report') this.#showTraining();
  }

  #showTraining(): void {
    const progress = this.#trainings.progress(this.#question.uri);
    this.#show(progress ? { kind: 'training', progress } : { kind: 'training' });
  }

  async #train(): Promise<void> {
    try {
      await this.#trainings.start(this.#question.uri, false);
    } catch (error) {
      this.#asked++;
      this.#show({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
    }
  }

  #show(view: View): void {
    this.#view = view;
    this.#page.show();
  }

  get #state(): PageState<Shown> {
    const shown = {
      question: this.#question,
      capture: fileName(this.capture),
      view: this.#view,
      canGoBack: this.#trail.length > 0,
      texts: (vscode.l10n.bundle ?? {}) as Record<string, string>,
    };
    const stale = this.#view.kind === 'report' ? this.#source?.stale : undefined;
    return { shown, age: staleMessage(this.#server, this.#question.uri, stale) };
  }

  #asking(): AskedCell {
    const { line, token, positive, negative } = this.#question;
    const shown = this.#view.kind === 'report' ? this.#view.report.token : token;
    const values = positive
      ? { plus: positive, minus: negative }
      : line === undefined
        ? { token: shown ?? '' }
        : { line: line + 1 };
    return { kind: 'question', text: questionText('similar', values) };
  }

  async #answer(message: unknown): Promise<void> {
    const reply = await answerCall<PageCalls>(message, this.#handlers);
    if (reply) await this.#panel.webview.postMessage(reply);
  }

  readonly #handlers: Handlers<PageCalls> = {
    ready: () => this.#page.opened(),
    pivot: ({ token }) => {
      this.#trail.push(this.#question);
      if (this.#trail.length > longestTrail) this.#trail.shift();
      this.#question = { uri: this.#question.uri, token };
      void this.#ask();
    },
    back: () => {
      this.#question = this.#trail.pop() ?? this.#question;
      void this.#ask();
    },
    retry: () => void this.#ask(),
    train: () => void this.#train(),
    cancelTraining: async () => void (await this.#trainings.cancel(this.#question.uri)),
    restartServer: () => void this.#server.restart(),
    showLog: () => this.#server.log.show(),
    reveal: async place => this.#source?.reveal(this.capture, place),
    showOnMap: async ({ token }) => {
      await vscode.commands.executeCommand('flow2vec.showOnMap', { uri: this.#question.uri, token });
    },
    copy: ({ text }) => vscode.env.clipboard.writeText(text).then(() => undefined) as Promise<void>,
    pin: async pinned => {
      const digest = await this.#source?.content(this.#question.uri);
      await addToInvestigation(this.capture, {
        ...pinned,
        question: this.#asking().text,
        ...(digest === undefined ? {} : { digest }),
      });
    },
    pinQuestion: () => addQuestion(this.capture, this.#asking()),
    save: ({ text, as }) =>
      exportText(this.capture, { text, as, what: 'similar', title: vscode.l10n.t('Export Similar Flows') }),
  };
}
