import * as vscode from 'vscode';
import { questionText } from '../../../shared/investigation/questions';
import { unheardOf, type Heard } from '../../../shared/judging/unheard';
import type { ExpectedBehaviour, ScoreReport } from '../../../shared/protocol/judging';
import { expectBehaviours, scoreCapture } from '../../../shared/protocol/messages';
import type { ScoreCalls, ScoreResult } from '../../../webviews/src/judging/score/contract';
import { fileName } from '../base/captures';
import { contentOf } from '../base/answerSource';
import type { JobKind } from '../base/jobPanel';
import type { ServerClient } from '../server/serverClient';
import { savedScore, type ScoreQuestion } from './jobQuestions';

/** Flows, hosts and incidents listed of a capture that is judged; nobody reads more, and the page stays quick. */
const listed = 1000;

/** The panel that says what looks wrong in a capture, and why. */
export function scoreKind(
  server: ServerClient,
  judged: (report: ScoreReport, content: string | undefined) => void,
): JobKind<ScoreQuestion, ScoreResult, ScoreCalls> {
  return {
    name: 'score',
    title: () => vscode.l10n.t('Anomalies'),
    fileWord: 'anomalies',
    run: async ({ uri, unseen, by }, job, token, before) => {
      const params = { uri, job, by, top: listed, ...(unseen === undefined ? {} : { unseen }) };
      // Asked before: a file that changes meanwhile is then told of, never missed.
      const content = contentOf(server, unseen ?? uri);
      const report = await server.request(scoreCapture, params, undefined, token);
      judged(report, await content);
      const heard: readonly Heard[] =
        before?.heard ??
        report.incidents.map(({ address, from, to, flows }) => ({ address, from, to, flows }));
      return {
        ...report,
        unseenName: fileName(vscode.Uri.parse(report.unseen)),
        asOf: new Date().toISOString(),
        heard,
        unheard: before ? unheardOf(report.incidents, heard).map(({ id }) => id) : [],
      };
    },
    follows: ({ follow }) => follow === true,
    sameJob: (before, after) =>
      before.uri === after.uri &&
      before.unseen === after.unseen &&
      before.by === after.by &&
      (before.follow === true) !== (after.follow === true),
    files: ({ uri, unseen }) => (unseen === undefined ? [uri] : [unseen, uri]),
    saved: savedScore,
    // The case asks the capture that was judged; what it is judged by is named.
    asked: ({ uri, unseen, by }) => ({
      kind: 'question',
      text: questionText(
        'score',
        unseen === undefined ? { by } : { 'trained-on': vscode.Uri.parse(uri).fsPath },
      ),
      ...(unseen === undefined ? {} : { uri: unseen }),
    }),
    handlers: (question, ask, _keep, reveal) => {
      const capture = () => question().unseen ?? question().uri;
      const say = async (behaviours: readonly ExpectedBehaviour[], how: 'add' | 'remove') => {
        await server.request(expectBehaviours, { uri: capture(), behaviours, how });
        ask(question());
      };
      return {
        reveal: ({ line }) => reveal(vscode.Uri.parse(capture()), { line, file: 0 }),
        expect: ({ behaviours }) => say(behaviours, 'add'),
        unexpect: ({ behaviours }) => say(behaviours, 'remove'),
        follow: ({ on }) => ask({ ...question(), follow: on }),
      };
    },
  };
}
