import * as l10n from '@vscode/l10n';
import { isLabelled, labelShares } from '../../../shared/palette/classes';
import type { HostPage } from '../../../shared/protocol/hosts';
import { counted } from '../../../shared/text/counted';
import { shortText } from '../../../shared/text/visibleText';
import { formatShare, formatTimeLeft } from '../base/numbers';

/** When a page says that something was, to the minute. */
export const minute = (time: string) => time.slice(0, 16).replace('T', ' ');

/** What it is by what it does, in words. */
export function sentence(host: HostPage): string {
  return [
    ...beginning(host),
    ...suspicion(host),
    ...labels(host),
    ...asks(host),
    ...rhythm(host),
    ...change(host),
    ...likeness(host),
  ].join(' ');
}

function beginning(host: HostPage): string[] {
  const { kind, address, flows, inAll, known } = host;
  const name = known?.[address]?.name;
  const shown = name === undefined ? shortText(address) : `${shortText(address)} (${shortText(name)})`;
  const [all, peers] = [counted(flows, 'flow'), counted(inAll.peers, 'host')];
  switch (kind) {
    case 'host':
      return [l10n.t('{0} is {1}: {2} with {3}.', shown, roleOf(host), all, peers)];
    case 'conversation':
      return [l10n.t('The conversation {0} has {1}.', shown, all)];
    case 'service':
      return [
        l10n.t(
          'The service {0} has {1}: {2} ask {3}.',
          shown,
          all,
          counted(inAll.members, 'host'),
          counted(inAll.peers, 'host'),
        ),
      ];
    case 'subnet':
      return [
        l10n.t(
          'The subnet {0} has {1}: {2} in it speak to {3}.',
          shown,
          all,
          counted(inAll.members, 'host'),
          peers,
        ),
      ];
  }
}

function roleOf({ began, answered }: HostPage): string {
  if (answered === 0) return l10n.t('a client only');
  if (began === 0) return l10n.t('a server only');
  return began >= answered ? l10n.t('mostly a client') : l10n.t('mostly a server');
}

function suspicion({ suspicion: found }: HostPage): string[] {
  const reason = found?.reasons[0];
  return reason === undefined
    ? []
    : [l10n.t('It stands out: {0}.', shortText(reason, 300).replace(/\.$/, ''))];
}

function labels({ labels: counts }: HostPage): string[] {
  if (!isLabelled(counts)) return [];
  const shares = labelShares(counts).map(each => `${formatShare(each.share)} ${shortText(each.name)}`);
  return [`${shares.join(', ')}.`];
}

function asks({ kind, began, answered, services, offered }: HostPage): string[] {
  if (kind === 'service') return [];
  const [used, given] = [services[0], offered[0]];
  return [
    ...(used
      ? [l10n.t('It asks most for {0} ({1}).', shortText(used.name), formatShare(used.flows / began))]
      : []),
    ...(given
      ? [
          l10n.t(
            'It is asked most for {0} ({1}).',
            shortText(given.name),
            formatShare(given.flows / answered),
          ),
        ]
      : []),
  ];
}

function rhythm({ kind, rhythms: [first] }: HostPage): string[] {
  if (!first) return [];
  const [to, service] = [shortText(first.address), shortText(first.service)];
  const every = formatTimeLeft(first.every);
  // A subnet or a service keeps no beat: one of its hosts does.
  return kind === 'host'
    ? [l10n.t('It speaks to {0} on {1} about every {2}.', to, service, every)]
    : [l10n.t('{0} speaks to {1} on {2} about every {3}.', shortText(first.source), to, service, every)];
}

function change({ changes: [first] }: HostPage): string[] {
  if (!first) return [];
  return [
    l10n.t(
      'Since {0} it also uses {1}, {2}.',
      minute(first.since),
      shortText(first.service),
      counted(first.flows, 'flow'),
    ),
  ];
}

function likeness({ learned }: HostPage): string[] {
  const [nearest] = learned?.similar ?? [];
  if (!nearest) return [];
  return [l10n.t('It behaves most like {0}.', shortText(nearest.address))];
}
