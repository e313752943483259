import * as l10n from '@vscode/l10n';
import type { OtherHosts, Others } from './amongHosts';
import type { Kind } from './evidence';
import type { Judgement } from './judgement';
import { bytes, clock, count, flows, hosts, rounded, seconds } from './reasonWords';
import { beginnings, namesOf, unanswered, type Beginnings } from './toldFlow';

/** What is unexpected beside what other hosts of the same capture do. */
export class AmongSentences {
  private readonly told: Beginnings;

  constructor(
    private readonly judgement: Judgement,
    private readonly others: OtherHosts,
  ) {
    this.told = beginnings(judgement);
  }

  sentence(kind: Kind, flow: number): string {
    const { asked, rhythms } = this.judgement.question;
    const { hs, hb, hd, partner, number, host, target, service, outcome } = namesOf(this.judgement, flow);
    const { others, told } = this;
    const all = hosts(others.hosts);
    switch (kind) {
      case 'service': {
        const did = l10n.t(
          '{0} used {1} in {2} to {3}{4}, from {5} on',
          host,
          service,
          flows(asked.hostService[hs] as number),
          hosts(others.targets[hs]),
          unanswered(this.judgement, hs),
          clock(told.firstOfService[hs]),
        );
        return this.beside(did, others.ofService(hs), (users, each) =>
          l10n.t('{0}; {1} of the other {2} did so too, in {3} each on average', did, users, all, each),
        );
      }
      case 'behaviour': {
        const did = l10n.t(
          'from {0} {1} of {2} by {3} to {4} ended "{5}"',
          clock(told.firstOfBehaviour[hb]),
          flows(asked.hostBehaviour[hb] as number),
          host,
          service,
          hosts(told.targetsOfBehaviour[hb]),
          outcome,
        );
        return this.beside(
          did,
          others.ofBehaviour(hb),
          (users, each) =>
            l10n.t('{0}; so did those of {1} of the other {2}, {3} each on average', did, users, all, each),
          () => l10n.t('{0}; those of none of the other {1} did', did, all),
        );
      }
      case 'spread': {
        const did = l10n.t(
          '{0} spoke by {1} to {2} in {3}',
          host,
          service,
          hosts(others.targets[hs]),
          flows(asked.hostService[hs] as number),
        );
        const said = others.ofService(hs);
        return this.beside(did, said, (users, each) =>
          l10n.t(
            '{0}; the {1} of the others that do so spoke to {2} each in {3}, on average',
            did,
            users,
            hosts(rounded(others.targetsBy(hs) / said.hosts)),
            each,
          ),
        );
      }
      case 'ports':
        return l10n.t(
          '{0} used {1} services of {2}; the others use {3} of each host they speak to, on average',
          host,
          count(others.services[hd]),
          target,
          count(others.aPair(number).services),
        );
      case 'volume': {
        const did = l10n.t(
          '{0} sent {1} by {2} in {3}',
          host,
          bytes(asked.sentByService[hs]),
          service,
          flows(asked.hostService[hs] as number),
        );
        const said = others.ofService(hs);
        return this.beside(did, said, () =>
          l10n.t(
            '{0}; the others sent {1} in each flow by it, on average',
            did,
            bytes(others.sentBy(hs) / said.sum),
          ),
        );
      }
      case 'sentTo':
        return l10n.t(
          '{0} sent {1} to {2}; the others sent {3} to each host they spoke to, on average',
          host,
          bytes(asked.sentToTarget[hd]),
          target,
          bytes(others.aPair(number).sent),
        );
      case 'rhythm':
        return l10n.t(
          '{0} spoke to {1} by {2} {3} times, about every {4}; of the {5} that also used it, {6} kept a beat with anybody',
          host,
          target,
          service,
          count(asked.partner[partner]),
          seconds(rhythms.pause[partner]),
          hosts(others.ofService(hs).hosts),
          count(others.beatsBy(hs)),
        );
    }
  }

  /** What a host did; then how many of the others do the like and how often each does, or that none does. */
  private beside(
    did: string,
    { sum, hosts: users }: Others,
    some: (users: string, flowsEach: string) => string,
    none = () => l10n.t('{0}; none of the other {1} did', did, hosts(this.others.hosts)),
  ): string {
    return users > 0 ? some(count(users), flows(rounded(sum / users))) : none();
  }
}
