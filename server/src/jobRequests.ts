import { fileURLToPath } from 'node:url';
import type { CancellationToken } from 'vscode-languageserver/node';
import { pathOf } from './captureModels';
import type { EmbeddingConfig } from './embedding/config';
import { Cancelled, type Engine, type EngineProgress, type GridAxes } from './engine';
import { JobReporter } from './jobReporter';
import * as messages from './protocol/messages';
import type { JobParams } from './protocol/types';
import type { On } from './requests';
import type { Session } from './session';
import { embeddingConfig } from './settings';

/** What a long job works with: one snapshot of the settings. */
interface Job {
  engine: Engine;
  /** Of the capture whose model is asked. */
  files: readonly string[];
  config: EmbeddingConfig;
  reporter: JobReporter;
}

/** Answers the requests that may take minutes: they report progress, and end soon when they are cancelled. */
export function registerJobRequests(session: Session, on: On): void {
  const { connection, models } = session;

  async function run<R>(
    { uri, job }: JobParams,
    token: CancellationToken,
    work: (job: Job) => Promise<R>,
  ): Promise<R> {
    const settings = await session.settings(uri);
    const [engine, files] = [session.engine.for(settings), [pathOf(uri)]];
    // A training that has yet to begin when it is cancelled is cancelled with its first progress.
    const reporter = new JobReporter(
      job,
      progress => {
        if (token.isCancellationRequested) engine.cancel(files);
        else
          connection
            .sendNotification(messages.jobProgress, progress)
            .catch((error: unknown) => connection.console.warn(`No progress was sent: ${String(error)}`));
      },
      () => token.isCancellationRequested,
    );
    try {
      const working = work({ engine, files, config: embeddingConfig(settings), reporter });
      return await unlessCancelled(working, token, () => engine.cancel(files));
    } finally {
      reporter.end();
      // The job may have trained a model that hovers can use from now on.
      void models.check(uri);
    }
  }

  on(messages.evaluateModel, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter }) => {
      const { uri, neighbours, test } = params;
      const found = await engine.evaluate(files, config, {
        neighbours,
        ...(test === undefined ? {} : { test: [pathOf(test)] }),
        onProgress: reporter.training,
      });
      if (found) return { uri, ...found };
      throw new Error('The model was deleted while it was evaluated: ask again.');
    }),
  );

  on(messages.gridSearch, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter }) => {
      const { uri, neighbours } = params;
      const axes = gridAxes(params.axes, config);
      const onProgress = reporter.runs;
      const found = await engine.grid(files, config, axes, { neighbours, onProgress });
      const { runs, best, failures = [], order } = found;
      return { uri, runs, failures, ...(best ? { best } : {}), ...(order ? { order } : {}) };
    }),
  );

  on(messages.scoreCapture, (params, token) =>
    run(params, token, async ({ engine, files, config, reporter }) => {
      const { uri, unseen, top } = params;
      const options = { top, onProgress: (progress: EngineProgress) => reporter.training(progress) };
      const report = await engine.score(files, config, [pathOf(unseen)], options);
      // One file was asked about, so which file a flow is in goes without saying.
      const anomalies = report.anomalies.map(({ line, token: name, score, reasons, label }) => {
        return { line, token: name, score, reasons, label };
      });
      return { uri, unseen, flows: report.flows, unknown: report.unknown, anomalies };
    }),
  );

  on(messages.exportVectors, async ({ uri, format, out }) => {
    const settings = await session.settings(uri);
    if (!out.startsWith('file:')) throw new Error(`${out} is not on disk: choose a local folder.`);
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
  if (names.length === 0) throw new Error('Choose at least one parameter to vary.');
  for (const name of names) {
    if (!Object.hasOwn(known, name))
      throw new Error(`"${name}" is no parameter: choose from ${Object.keys(known).join(', ')}.`);
    if (axes[name]?.length === 0) throw new Error(`Say at least one value of ${name}.`);
  }
  return axes as GridAxes;
}

/** The work's outcome, or a rejection as soon as the client cancels; `stop` then ends what runs. */
function unlessCancelled<R>(work: Promise<R>, token: CancellationToken, stop: () => void): Promise<R> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      stop();
      reject(new Cancelled('The job was cancelled.'));
    };
    const listening = token.onCancellationRequested(cancel);
    if (token.isCancellationRequested) cancel();
    work.then(resolve, reject).finally(() => listening.dispose());
  });
}
