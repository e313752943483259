import * as l10n from '@vscode/l10n';
import { counted } from '../../../../shared/text/counted';
import type { Behaviours } from './behaviour';
import { allUsers, expectedFlows, spreads, type Kind } from './evidence';
import type { Judgement } from './judgement';
import { outcomeWords } from './outcome';
import { PairTable } from './pairTable';
import { language } from '../../../../shared/text/language';

/** What a host did, found again for words; counts are of the whole capture that was asked about. */
interface Told {
  /** By a host's service and a host's behaviour: its first and last flow, in seconds since 1970. */
  firstOfService: Float64Array;
  firstOfBehaviour: Float64Array;
  /** By a host's service: the targets of its flows. */
  targets: Float64Array;
  /** By a host's behaviour: the same. */
  targetsOfBehaviour: Float64Array;
  spread: ReturnType<typeof spreads>;
  users: ReturnType<typeof allUsers>;
}

/**
 * A reason weighs at least this part of the first, unless it would do alone (one group in two hundred of the training is
 * as unexpected); one group in twenty has to be.
 */
const leastShare = 0.4;
const enough = Math.log(200);
export const tellingSurprise = Math.log(20);
const mostReasons = 4;
/** Characters of a cell: capture text may be of any length. */
const longestCell = 80;

/** Puts a judgement into words: sentences with numbers that can be counted again from the two captures. */
export class Reasons {
  private readonly told: Told;

  constructor(private readonly judgement: Judgement) {
    this.told = tell(judgement);
  }

  /** Why a flow is unexpected, the weightiest first; never empty. Cells are shortened, not escaped. */
  of(flow: number): string[] {
    const parts = this.judgement.parts(flow);
    const [first] = parts;
    if (!first || first.surprise < tellingSurprise)
      return [l10n.t('nothing about it stands out: what its host does anyway, and about as often')];
    const said = new Set<string>();
    const least = Math.max(tellingSurprise, Math.min(enough, leastShare * first.surprise));
    for (const { kind, surprise } of parts) {
      if (surprise < least || said.size === mostReasons) break;
      said.add(this.sentence(kind, flow));
    }
    return [...said];
  }

  private sentence(kind: Kind, flow: number): string {
    const { groups, question, names } = this.judgement;
    const { before, asked, rhythms } = question;
    const of = groups.of[1] as (typeof groups.of)[number];
    const capture = groups.captures[1] as Behaviours;
    const [hs, hb, hd, partner] = [of.hostService, of.hostBehaviour, of.hostTarget, of.partner].map(
      numbers => numbers[flow] as number,
    ) as [number, number, number, number];
    const number = capture.source[flow] as number;
    const host = cell(names.hosts.names[number] as string);
    const target = cell(names.hosts.names[capture.target[flow] as number] as string);
    const service = serviceName(names.services.names[capture.service[flow] as number] as string);
    const outcome = outcomeWords(cell(names.outcomes.names[capture.outcome[flow] as number] as string));
    const known = before.host[number] as number;
    const told = this.told;
    switch (kind) {
      case 'service': {
        const now = asked.hostService[hs] as number;
        const then = before.hostService[hs] as number;
        const to = hosts(told.targets[hs]);
        if (then > 0)
          return l10n.t(
            '{0} used {1} in {2} to {3}, where about {4} were expected: it did in {5} of its {6} before',
            host,
            service,
            flows(now),
            to,
            count(expected(this.judgement, number, then)),
            count(then),
            flows(known),
          );
        const others = count(told.users.service.before[capture.service[flow] as number]);
        const from = clock(told.firstOfService[hs]);
        const did = flows(now);
        const unanswered = this.unanswered(hs);
        const all = hosts(before.hosts);
        return known > 0
          ? l10n.t(
              '{0} never used {1} in its {2}; from {3} it did in {4} to {5}{6}; {7} of {8} did so before',
              host,
              service,
              flows(known),
              from,
              did,
              to,
              unanswered,
              others,
              all,
            )
          : l10n.t(
              '{0} is new, so it never used {1}; from {2} it did in {3} to {4}{5}; {6} of {7} did so before',
              host,
              service,
              from,
              did,
              to,
              unanswered,
              others,
              all,
            );
      }
      case 'behaviour': {
        const now = asked.hostBehaviour[hb] as number;
        const then = before.hostBehaviour[hb] as number;
        const serviceThen = before.hostService[hs] as number;
        const how = `"${outcome}"`;
        if (then > 0)
          return l10n.t(
            '{0} of {1} by {2} ended {3}, where about {4} were expected: {5} of its {6} did before',
            flows(now),
            host,
            service,
            how,
            count(expected(this.judgement, number, then)),
            count(then),
            flows(known),
          );
        const past =
          serviceThen > 0
            ? l10n.t('none of its {0} by {1} did before', flows(serviceThen), service)
            : l10n.t('it never used {0} before', service);
        return l10n.t(
          'from {0} {1} of {2} by {3} to {4} ended {5}; {6}',
          clock(told.firstOfBehaviour[hb]),
          flows(now),
          host,
          service,
          hosts(told.targetsOfBehaviour[hb]),
          how,
          past,
        );
      }
      case 'spread':
        return l10n.t(
          '{0} spoke by {1} to {2} that it had never spoken to; before, it spoke so to {3} in all',
          host,
          service,
          hosts(told.spread.strangers[hs]),
          hosts(told.spread.known[hs]),
        );
      case 'ports':
        return l10n.t(
          '{0} used {1} services of {2}; before, {3}',
          host,
          count(told.spread.portsNow[hd]),
          target,
          count(told.spread.portsBefore[hd]),
        );
      case 'volume':
        return l10n.t(
          '{0} sent {1} by {2}; before, {3} by it, and {4} in all',
          host,
          bytes(asked.sentByService[hs]),
          service,
          bytes(before.sentByService[hs]),
          bytes(before.sentByHost[number]),
        );
      case 'sentTo':
        return l10n.t(
          '{0} sent {1} to {2}; before, {3} to it, and {4} in all',
          host,
          bytes(asked.sentToTarget[hd]),
          target,
          bytes(before.sentToTarget[hd]),
          bytes(before.sentByHost[number]),
        );
      case 'rhythm':
        return l10n.t(
          '{0} spoke to {1} by {2} {3} times, about every {4}, and never before',
          host,
          target,
          service,
          count(asked.partner[partner]),
          seconds(rhythms.pause[partner]),
        );
    }
  }

  private unanswered(hostService: number): string {
    const { groups, question, names } = this.judgement;
    const unanswered = names.outcomes.find('unanswered');
    const group = unanswered === undefined ? -1 : groups.hostBehaviour.find(hostService, unanswered);
    if (group < 0) return '';
    const share =
      (question.asked.hostBehaviour[group] as number) / (question.asked.hostService[hostService] as number);
    return share > 0 ? l10n.t(', {0} unanswered', percent(share)) : '';
  }
}

/** Flows of a kind that a host is expected to begin, at the pace of those it began before. */
function expected({ question }: Judgement, host: number, then: number): number {
  return (then / (question.before.host[host] as number)) * expectedFlows(question, host);
}

function tell({ groups, question }: Judgement): Told {
  const { time, flows: n } = groups.captures[1] as Behaviours;
  const of = groups.of[1] as (typeof groups.of)[number];
  const { hostService, hostBehaviour, partner } = groups;
  const firstOfService = new Float64Array(hostService.size).fill(Infinity);
  const firstOfBehaviour = new Float64Array(hostBehaviour.size).fill(Infinity);
  const least = (array: Float64Array, at: number, value: number) => {
    if (value < (array[at] as number)) array[at] = value;
  };
  const targets = new Float64Array(hostService.size);
  const targetsOfBehaviour = new Float64Array(hostBehaviour.size);
  const pairs = new PairTable(n / 4);
  for (let i = 0; i < n; i++) {
    const behaviour = of.hostBehaviour[i] as number;
    least(firstOfService, of.hostService[i] as number, time[i] as number);
    least(firstOfBehaviour, behaviour, time[i] as number);
    const known = pairs.size;
    if (pairs.add(behaviour, of.partner[i] as number) === known)
      targetsOfBehaviour[behaviour] = (targetsOfBehaviour[behaviour] as number) + 1;
  }
  for (let g = 0; g < partner.size; g++)
    if ((question.asked.partner[g] as number) > 0)
      targets[partner.first(g)] = (targets[partner.first(g)] as number) + 1;
  return {
    firstOfService,
    firstOfBehaviour,
    targets,
    targetsOfBehaviour,
    spread: spreads(question),
    users: allUsers(question),
  };
}

/** "tcp port 25"; protocols without ports by what stands in the port's place. */
export function serviceName(service: string): string {
  const [proto = '', port = ''] = service.split(' ');
  if (port === '') return cell(proto);
  return /^(?:icmp|ipv6-icmp|igmp|arp)/i.test(proto)
    ? `${cell(proto)} ${cell(port)}`
    : l10n.t('{0} port {1}', cell(proto), cell(port));
}

const cell = (text: string) => (text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
const rounded = (n: number) => (n >= 10 ? Math.round(n) : Math.round(n * 10) / 10);
const count = (n = 0) => rounded(n).toLocaleString(language());
const flows = (n: number) => counted(n, 'flow');
const hosts = (n = 0) => (n === 1 ? l10n.t('{0} host', count(n)) : l10n.t('{0} hosts', count(n)));
const clock = (time = 0) => new Date(Number.isFinite(time) ? time * 1000 : 0).toISOString().slice(11, 19);
const seconds = (n = 0) => l10n.t('{0} s', count(n));
const bytes = (n = 0) => l10n.t('{0} bytes', count(n));
/** Rounded down: 100 % is said of all only. */
const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toString()} %`;
