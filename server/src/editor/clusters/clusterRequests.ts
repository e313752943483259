import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { tokensOfLines } from '../captures/tokensOfLines';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { checked } from '../../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../../shared/parameters/training';
import type { ClusterSettings } from '../../../../shared/protocol/clusters';
import * as messages from '../../../../shared/protocol/messages';
import type { Settings } from '../../../../shared/protocol/settings';
import { runJob, type Job } from '../runJob';
import type { On, Session } from '../session';
import { embeddingConfig } from '../settings';
import { clustersOfFlows } from './clustersOfFlows';

/** Members told at one time at most. */
const longestPage = 10_000;

/** Answers the requests about clusters. */
export function registerClusterRequests(session: Session, on: On): void {
  const { captures, engine } = session;
  const engineOf = async (uri: string) => engine.for(await session.settings(uri));

  on(messages.clusterFlows, (params, token) =>
    runJob(session, params, token, async job => {
      const { uri, fresh } = params;
      const wanted = clusterSettings(job.settings, params.settings);
      const options = { ...asker(job), ...(fresh === undefined ? {} : { fresh }) };
      return { uri, ...(await job.engine.clusters(job.files, job.config, wanted, options)) };
    }),
  );

  on(messages.suggestClusters, (params, token) =>
    runJob(session, params, token, async job => {
      const wanted = clusterSettings(job.settings, params.settings);
      const found = await job.engine.suggestClusters(job.files, job.config, wanted, asker(job));
      return { uri: params.uri, ...found };
    }),
  );

  on(messages.clusterDetail, async ({ uri, clustering, id, from, count }) => {
    const page = { from: Math.max(0, from), count: Math.min(count, longestPage) };
    return cached(await (await engineOf(uri)).cluster(clustering, id, page));
  });

  on(messages.findClusters, async ({ uri, clustering, text }) =>
    cached(await (await engineOf(uri)).findClusters(clustering, text)),
  );

  on(messages.exportClusters, async ({ uri, clustering, out }) => {
    if (!out.startsWith('file:')) throw new Error(l10n.t('{0} is not on disk: choose a local folder.', out));
    return (await engineOf(uri)).exportClusters(clustering, fileURLToPath(out));
  });

  on(messages.clusterLines, async ({ uri, clustering, firstLine, lastLine }, token) => {
    const { tokenColumns } = embeddingConfig(await session.settings(uri));
    const capture = captures.get(uri);
    const tokens = capture
      ? await capture.run(
          tokensOfLines(capture.lines, firstLine, lastLine, tokenColumns),
          () => token.isCancellationRequested,
        )
      : await session.tables.tokensOf(uri, { firstLine, lastLine }, tokenColumns);
    if (!tokens) throw new ResponseError(LSPErrorCodes.ContentModified, l10n.t('The capture changed.'));
    return (await clustersOfFlows(session, uri, tokens, clustering)) ?? tokens.map(() => null);
  });
}

const asker = ({ signal, reporter }: Job) => ({ signal, onProgress: reporter.step });

/** What a request says, over the settings. Throws for what is no clustering. */
function clusterSettings(
  { clusters, embedding }: Settings,
  asked: Partial<ClusterSettings> = {},
): ClusterSettings {
  const { k, restarts, spherical, method, seed } = { ...clusters, seed: embedding.seed, ...asked };
  const { seed: seeds } = embeddingParameters;
  return checked({ ...clusterParameters, seed: seeds }, { k, restarts, spherical, method, seed });
}

function cached<T>(found: T | undefined): T {
  if (found === undefined)
    throw new Error(
      l10n.t('The clustering is no longer cached, or its model was trained anew: cluster the flows again.'),
    );
  return found;
}
