import type { CancellationToken } from 'vscode-languageserver/node';
import { pathOf } from './captureModels';
import type { EmbeddingConfig } from '../engine/training/embedding/config';
import { Cancelled, type Engine } from '../engine/engine';
import { JobReporter } from './jobReporter';
import * as messages from '../../../shared/protocol/messages';
import type { JobParams } from '../../../shared/protocol/jobs';
import type { Settings } from '../../../shared/protocol/settings';
import type { Session } from './session';
import { embeddingConfig } from './settings';

/** What a long job works with: one snapshot of the settings. */
export interface Job {
  engine: Engine;
  /** Of the capture whose model is asked. */
  files: readonly string[];
  config: EmbeddingConfig;
  settings: Settings;
  reporter: JobReporter;
}

/** Runs a job that may take minutes: it reports progress, and rejects as soon as its request is cancelled. */
export async function runJob<R>(
  { connection, engine: slot, models, ...session }: Session,
  { uri, job }: JobParams,
  token: CancellationToken,
  work: (job: Job) => Promise<R>,
): Promise<R> {
  const settings = await session.settings(uri);
  const [engine, files] = [slot.for(settings), [pathOf(uri)]];
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
    const working = work({ engine, files, config: embeddingConfig(settings), settings, reporter });
    return await unlessCancelled(working, token, () => engine.cancel(files));
  } finally {
    reporter.end();
    // The job may have trained a model that hovers can use from now on.
    void models.check(uri);
  }
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
