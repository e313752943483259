import * as l10n from '@vscode/l10n';
import type { HostLearned, HostPage } from '../../../../shared/protocol/hosts';
import * as messages from '../../../../shared/protocol/messages';
import { visibleText } from '../../../../shared/text/visibleText';
import { runJob, type Job } from '../runJob';
import type { On, Session } from '../session';

/** Hosts that are told as alike. */
const alike = 10;

/** Answers what single hosts do. */
export function registerHostRequests(session: Session, on: On): void {
  // Whatever is answered names hosts as they are shown.
  on(messages.asShown, ({ value }) => Promise.resolve(value));
  on(messages.hostPage, (params, token) =>
    runJob(session, params, token, async job => {
      const { engine, files, signal, settings } = job;
      const { address, top, uri } = params;
      const page = await engine.host(files, address, { top, signal });
      if (!page)
        throw new Error(
          l10n.t(
            '{0}: no flow is of "{1}": an address, a conversation, a service or a subnet as the capture writes it.',
            files.join(', '),
            visibleText(address, 100),
          ),
        );
      const isHost = page.kind === 'host';
      const learned = isHost ? await learnedOf(job, page) : undefined;
      const suspicion = isHost ? session.scores.suspicion(uri, page.address) : undefined;
      const known = await session.known.of(settings, addressesOf(page, learned));
      return {
        ...page,
        ...(learned ? { learned } : {}),
        ...(suspicion ? { suspicion } : {}),
        ...(known ? { known } : {}),
      };
    }),
  );
}

/** What the model and the latest clustering say of a host; undefined without a model. */
async function learnedOf(
  { engine, files, config }: Job,
  { address }: HostPage,
): Promise<HostLearned | undefined> {
  const found = await engine.similarHosts(files, config, address, alike);
  const [first] = found?.tokens ?? [];
  if (!found || !first) return undefined;
  const { similar, tokens } = found;
  const clusters = await engine.clustersOfTokens({ files, config }, () => tokens.map(({ token }) => token));
  const flows = new Map<number, number>();
  for (const [i, id] of (clusters ?? []).entries())
    if (id !== null) flows.set(id, (flows.get(id) ?? 0) + (tokens[i]?.flows ?? 0));
  const ranked = [...flows].sort(([, a], [, b]) => b - a).slice(0, alike);
  const names = await engine.clusterNames(
    files,
    config,
    ranked.map(([id]) => id),
  );
  return {
    similar,
    token: first.token,
    clusters: ranked.map(([id, n], i) => ({ id, name: names?.[i] ?? '', flows: n })),
  };
}

function addressesOf({ address, peers, members }: HostPage, learned: HostLearned | undefined): string[] {
  return [
    ...address.split(' → '),
    ...peers.map(peer => peer.address),
    ...members.map(({ name }) => name),
    ...(learned?.similar ?? []).map(host => host.address),
  ];
}
