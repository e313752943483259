import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import type { CancellationToken } from 'vscode-languageserver/node';
import { pathOf } from '../captureModels';
import { answerParameters } from '../../../../shared/parameters/answers';
import { behaviourColumns } from '../../engine/training/corpus/columnParts';
import type { EngineProgress } from '../../engine/training/answers';
import type { GridAxes } from '../../engine/judging/answers';
import { kinds, type Kind } from '../../engine/judging/evidence';
import type { ExpectedBehaviour } from '../../engine/judging/expectedFile';
import type * as judging from '../../../../shared/protocol/judging';
import * as messages from '../../../../shared/protocol/messages';
import type { JobParams } from '../../../../shared/protocol/jobs';
import { runJob, type Job } from '../runJob';
import type { On, Session } from '../session';
import { embeddingConfig } from '../settings';

/** Verdicts that a page lists; what they are drawn from is said. */
const mostVerdicts = 1000;

/** Answers the requests that may take minutes: they report progress, and end soon when they are cancelled. */
export function registerJobRequests(session: Session, on: On): void {
  const { models, scores } = session;
  const run = <R>(params: JobParams, token: CancellationToken, work: (job: Job) => Promise<R>) =>
    runJob(session, params, token, work);

  on(messages.evaluateModel, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter, signal }) => {
      const { uri, neighbours, test } = params;
      const found = await engine.evaluate(files, config, {
        neighbours,
        signal,
        ...(test === undefined ? {} : { test: [pathOf(test)] }),
        onProgress: reporter.training,
      });
      if (found) return { uri, ...found };
      throw new Error(l10n.t('The model was deleted while it was evaluated: ask again.'));
    }),
  );

  on(messages.carryLabels, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter, signal }) => {
      const { uri, test } = params;
      const carried = await engine.evaluateAcross(
        files,
        { ...config, tokenColumns: [...behaviourColumns] },
        [pathOf(test)],
        { confidence: answerParameters.confidence.default, signal, onProgress: reporter.training },
      );
      const { verdicts } = carried;
      return {
        ...carried,
        uri,
        test,
        verdicts: verdicts.slice(0, mostVerdicts),
        verdictsInAll: verdicts.length,
      };
    }),
  );

  on(messages.gridSearch, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter, signal }) => {
      const { uri, neighbours } = params;
      const axes = gridAxes(params.axes, config);
      const onProgress = reporter.runs;
      const found = await engine.grid(files, config, axes, { neighbours, signal, onProgress });
      const { runs, best, failures = [], order } = found;
      return { uri, runs, failures, ...(best ? { best } : {}), ...(order ? { order } : {}) };
    }),
  );

  on(messages.scoreCapture, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter, signal }) => {
      const { uri, unseen, by, top } = params;
      const options = { top, signal, onProgress: (progress: EngineProgress) => reporter.training(progress) };
      const asked = unseen === undefined ? by : [pathOf(unseen)];
      const report = await engine.score(files, config, asked, options);
      // One file was asked about, so which file a flow is in goes without saying.
      const anomalies = report.anomalies.map(({ line, token: name, score, reasons, label, incident }) => {
        return { line, token: name, score, reasons, label, incident };
      });
      const judged = unseen ?? uri;
      scores.take(judged, anomalies, report);
      return { ...report, uri, unseen: judged, anomalies };
    }),
  );

  on(messages.expectBehaviours, async ({ uri, behaviours, how }) => {
    const settings = await session.settings(uri);
    await session.engine.for(settings).expect(pathOf(uri), behaviours.map(expectedOf), how);
  });

  on(messages.exportVectors, async ({ uri, format, out }) => {
    const settings = await session.settings(uri);
    if (!out.startsWith('file:')) throw new Error(l10n.t('{0} is not on disk: choose a local folder.', out));
    const engine = session.engine.for(settings);
    return engine.exportVectors([pathOf(uri)], embeddingConfig(settings), format, fileURLToPath(out));
  });

  on(messages.completeToken, async ({ uri, typed, top }) => {
    const settings = await session.settings(uri);
    if (models.state(uri).kind === 'none') return [];
    return session.engine.for(settings).complete([pathOf(uri)], embeddingConfig(settings), typed, top);
  });
}

/** The axes as the engine takes them. Throws for a name that is no parameter, naming those that are. */
function gridAxes(axes: Readonly<Record<string, readonly (number | string)[]>>, known: object): GridAxes {
  const names = Object.keys(axes);
  if (names.length === 0) throw new Error(l10n.t('Choose at least one parameter to vary.'));
  for (const name of names) {
    if (!Object.hasOwn(known, name))
      throw new Error(l10n.t('"{0}" is no parameter: choose from {1}.', name, Object.keys(known).join(', ')));
    if (axes[name]?.length === 0) throw new Error(l10n.t('Say at least one value of {0}.', name));
  }
  return axes as GridAxes;
}

/** What the client says is expected, checked. */
function expectedOf({ kinds: named, ...behaviour }: judging.ExpectedBehaviour): ExpectedBehaviour {
  const isKind = (name: string): name is Kind => (kinds as readonly string[]).includes(name);
  const of = named.filter(isKind);
  if (of.length === 0 || of.length < named.length)
    throw new Error(l10n.t('There is no such kind of evidence: {0}.', named.join(', ')));
  return { ...behaviour, kinds: of };
}
