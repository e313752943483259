import * as l10n from '@vscode/l10n';
import { allUsers, expectedFlows, spreads, type Kind } from './evidence';
import type { Judgement } from './judgement';
import { bytes, clock, count, flows, hosts, seconds } from './reasonWords';
import { beginnings, namesOf, unanswered, type Beginnings } from './toldFlow';

/** What a host did, found again for words; counts are of the whole capture that was asked about. */
interface Told extends Beginnings {
  /** By a host's service: the targets of its flows. */
  targets: Float64Array;
  spread: ReturnType<typeof spreads>;
  users: ReturnType<typeof allUsers>;
}

/** What is unexpected beside what went before. */
export class PastSentences {
  private readonly told: Told;

  constructor(private readonly judgement: Judgement) {
    this.told = tell(judgement);
  }

  sentence(kind: Kind, flow: number): string {
    const { before, asked, rhythms } = this.judgement.question;
    const { hs, hb, hd, partner, number, host, target, service, outcome } = namesOf(this.judgement, flow);
    const known = before.host[number] as number;
    const told = this.told;
    const { hostService } = this.judgement.groups;
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
        const others = count(told.users.service.before[hostService.second(hs)]);
        const from = clock(told.firstOfService[hs]);
        const did = flows(now);
        const silent = unanswered(this.judgement, hs);
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
              silent,
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
              silent,
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
}

/** Flows of a kind that a host is expected to begin, at the pace of those it began before. */
function expected({ question }: Judgement, host: number, then: number): number {
  return (then / (question.before.host[host] as number)) * expectedFlows(question, host);
}

function tell(judgement: Judgement): Told {
  const { groups, question } = judgement;
  const { hostService, partner } = groups;
  const targets = new Float64Array(hostService.size);
  for (let g = 0; g < partner.size; g++)
    if ((question.asked.partner[g] as number) > 0)
      targets[partner.first(g)] = (targets[partner.first(g)] as number) + 1;
  return { ...beginnings(judgement), targets, spread: spreads(question), users: allUsers(question) };
}
