import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver/node';
import * as messages from '../../../shared/protocol/messages';
import type { JobParams } from '../../../shared/protocol/jobs';
import type { Settings } from '../../../shared/protocol/settings';
import { Cancelled } from '../base/threads/cancelled';
import type { Engine } from '../engine/engine';
import type { EmbeddingConfig } from '../engine/training/embedding/config';
import { pathOf } from './captureModels';
import { JobReporter } from './jobReporter';
import type { Session } from './session';
import { embeddingConfig } from './settings';

/** What a long job works with: one snapshot of the settings. */
export interface Job {
  engine: Engine;
  /** The file that was asked about. */
  files: readonly string[];
  config: EmbeddingConfig;
  settings: Settings;
  reporter: JobReporter;
  /** Aborts when the client lets go of the job. */
  signal: AbortSignal;
}

/** Runs a job that may take minutes: it reports progress, and rejects as soon as its request is cancelled. */
export async function runJob<R>(
  { connection, log, engine: slot, models, routes, ...session }: Session,
  { uri, job }: JobParams,
  token: CancellationToken,
  work: (job: Job) => Promise<R>,
): Promise<R> {
  const settings = await session.settings(uri);
  const stop = new AbortController();
  const { signal } = stop;
  const reporter = new JobReporter(job, progress => {
    connection
      .sendNotification(messages.jobProgress, progress)
      .catch((error: unknown) => log(`No progress was sent: ${String(error)}`));
  });
  const listening = token.onCancellationRequested(() => stop.abort());
  if (token.isCancellationRequested) stop.abort();
  try {
    const files = [pathOf(uri)];
    const working = work({
      engine: slot.for(settings),
      files,
      config: embeddingConfig(settings),
      settings,
      reporter,
      signal,
    });
    return await unlessAborted(working, signal);
  } finally {
    listening.dispose();
    reporter.end();
    // The job may have trained a model that hovers can use from now on.
    if (!routes.has(uri)) void models.check(uri);
  }
}

/** The work's outcome, or a rejection as soon as the signal aborts: the client does not wait for what ends. */
function unlessAborted<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new Cancelled(l10n.t('The job was cancelled.')));
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    work.then(resolve, reject);
  });
}
