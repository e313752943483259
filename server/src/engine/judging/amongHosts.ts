import {
  burst,
  freeBytes,
  likeBehaviour,
  likeService,
  noEvidence,
  slack,
  type Evidence,
  type Peers,
} from './evidence';
import type { Counts, Groups } from './groups';
import type { Rhythms } from './rhythms';

/** What is asked of hosts of one capture, each beside the others. */
export interface AmongQuestion {
  groups: Groups;
  asked: Counts;
  rhythms: Rhythms;
  peers: Peers;
}

/** What the other hosts do of something: a sum over them, and how many do it. */
export interface Others {
  sum: number;
  hosts: number;
}

/** From this regularity on a host is said to keep a beat. */
const beat = 1;

/** What all hosts but one do, by what it has in common with them; none of its own flows count. */
export class OtherHosts {
  /** By a host's service: hosts it speaks to. By a host and whom it speaks to: services. */
  readonly targets: Float64Array;
  readonly services: Float64Array;
  /** By a host: pairs of it and somebody it speaks to, and the services of these. */
  readonly #ofHost: { pairs: Float64Array; services: Float64Array };
  readonly #users: { service: Float64Array; behaviour: Float64Array };
  readonly #ofService: { targets: Float64Array; sent: Float64Array; beats: Float64Array };
  readonly #beats: Uint8Array;
  readonly #all = { pairs: 0, services: 0, sent: 0 };

  constructor(private readonly question: Omit<AmongQuestion, 'peers'>) {
    const { groups, asked, rhythms } = question;
    const { hostService, hostBehaviour, hostTarget, partner } = groups;
    const make = (size: number) => new Float64Array(size);
    const add = (array: Float64Array, at: number, n = 1) => (array[at] = (array[at] as number) + n);
    const services = asked.service.length;
    this.targets = make(hostService.size);
    this.services = make(hostTarget.size);
    this.#ofHost = { pairs: make(asked.host.length), services: make(asked.host.length) };
    this.#users = { service: make(services), behaviour: make(groups.behaviour.size) };
    this.#ofService = { targets: make(services), sent: make(services), beats: make(services) };
    this.#beats = new Uint8Array(hostService.size);
    for (let p = 0; p < partner.size; p++) {
      if ((asked.partner[p] as number) === 0) continue;
      const of = partner.first(p);
      add(this.targets, of);
      add(this.services, hostTarget.find(hostService.first(of), partner.second(p)));
      if ((asked.partner[p] as number) >= rhythms.least && (rhythms.regularity[p] as number) >= beat)
        this.#beats[of] = 1;
    }
    for (let g = 0; g < hostService.size; g++) {
      if ((asked.hostService[g] as number) === 0) continue;
      const service = hostService.second(g);
      add(this.#users.service, service);
      add(this.#ofService.targets, service, this.targets[g]);
      add(this.#ofService.sent, service, asked.sentByService[g]);
      add(this.#ofService.beats, service, this.#beats[g]);
    }
    for (let g = 0; g < hostBehaviour.size; g++)
      if ((asked.hostBehaviour[g] as number) > 0) add(this.#users.behaviour, this.#behaviourOf(g));
    for (let g = 0; g < hostTarget.size; g++) {
      if ((asked.hostTarget[g] as number) === 0) continue;
      add(this.#ofHost.pairs, hostTarget.first(g));
      add(this.#ofHost.services, hostTarget.first(g), this.services[g]);
      this.#all.pairs++;
      this.#all.services += this.services[g] as number;
      this.#all.sent += asked.sentToTarget[g] as number;
    }
  }

  /** Hosts but one. */
  get hosts(): number {
    return this.question.asked.hosts - 1;
  }

  /** Flows of a host's service at others. */
  ofService(g: number): Others {
    const { groups, asked } = this.question;
    const service = groups.hostService.second(g);
    return {
      sum: (asked.service[service] as number) - (asked.hostService[g] as number),
      hosts: (this.#users.service[service] as number) - 1,
    };
  }

  /** Flows of a host's behaviour at others. */
  ofBehaviour(g: number): Others {
    const { asked } = this.question;
    const behaviour = this.#behaviourOf(g);
    return {
      sum: (asked.behaviour[behaviour] as number) - (asked.hostBehaviour[g] as number),
      hosts: (this.#users.behaviour[behaviour] as number) - 1,
    };
  }

  /** Hosts that others speak to by a host's service, bytes that they send by it, and how many of them keep a beat in it. */
  targetsBy(g: number): number {
    return this.#without(this.#ofService.targets, this.targets, g);
  }

  sentBy(g: number): number {
    return this.#without(this.#ofService.sent, this.question.asked.sentByService, g);
  }

  beatsBy(g: number): number {
    return this.#without(this.#ofService.beats, this.#beats, g);
  }

  /** Of each pair of another host and somebody it speaks to, services and bytes sent on average. */
  aPair(host: number): { services: number; sent: number } {
    const { pairs, services } = this.#ofHost;
    const others = Math.max(1, this.#all.pairs - (pairs[host] as number));
    return {
      services: (this.#all.services - (services[host] as number)) / others,
      sent: (this.#all.sent - (this.question.asked.sentByHost[host] as number)) / others,
    };
  }

  #without(all: Float64Array, own: ArrayLike<number>, g: number): number {
    return (all[this.question.groups.hostService.second(g)] as number) - (own[g] as number);
  }

  #behaviourOf(g: number): number {
    const { hostService, hostBehaviour, behaviour } = this.question.groups;
    return behaviour.find(hostService.second(hostBehaviour.first(g)), hostBehaviour.second(g));
  }
}

/**
 * How far each host is from the others in what it does, as `weigh` says it of what a host did before: the past is what
 * others do, and what hosts like it do (by their vectors).
 */
export function weighAmong(question: AmongQuestion, others: OtherHosts): Evidence {
  const { groups, asked, rhythms } = question;
  const { hostService, hostBehaviour, hostTarget, partner } = groups;
  const out = noEvidence(groups);
  /**
   * How few of the others do something, times how far a host is above what they do of it, as a Poisson surprise. How many
   * do it, not how much of it they do: what all do in passing is no news of one that does it all day. Hosts like it make
   * that stronger where they do not, and excuse nothing where they do: by what it does oddly, it is like who does so rightly.
   */
  const surprise = (host: number, now: number, { sum, hosts }: Others, like: number | undefined) => {
    const own = asked.host[host] as number;
    const flows = Math.max(1, asked.flows - own);
    const users = (hosts + 1) / (others.hosts + 2);
    const usual = like === undefined ? users : 0.5 * users + 0.5 * Math.min(users, like);
    const rate = (sum / flows) * own + slack;
    const above = now > rate ? now * Math.log(now / rate) - (now - rate) : 0;
    return -Math.log(usual) * Math.log1p(above);
  };
  for (let g = 0; g < hostService.size; g++) {
    const now = asked.hostService[g] as number;
    if (now === 0) continue;
    const host = hostService.first(g);
    const like = likeService(question, asked, g);
    const said = others.ofService(g);
    out.service[g] = surprise(host, now, said, like);
    const targets = (others.targetsBy(g) + 1) / (said.hosts + 1);
    out.spread[g] = Math.log1p(burst(others.targets[g] as number, targets));
    const apiece = said.sum > 0 ? others.sentBy(g) / said.sum : 0;
    out.volume[g] = above(asked.sentByService[g] as number, apiece * now);
  }
  for (let g = 0; g < hostBehaviour.size; g++) {
    const now = asked.hostBehaviour[g] as number;
    if (now === 0) continue;
    const ofHost = hostBehaviour.first(g);
    const host = hostService.first(ofHost);
    const like = likeBehaviour(question, asked, g);
    // Together: of what only one host does, how it went says little more.
    out.behaviour[g] = (out.service[ofHost] as number) + surprise(host, now, others.ofBehaviour(g), like);
  }
  for (let g = 0; g < hostTarget.size; g++) {
    if ((asked.hostTarget[g] as number) === 0) continue;
    const usual = others.aPair(hostTarget.first(g));
    out.ports[g] = Math.log1p(burst(others.services[g] as number, usual.services));
    out.sentTo[g] = above(asked.sentToTarget[g] as number, usual.sent);
  }
  for (let p = 0; p < partner.size; p++) {
    if ((asked.partner[p] as number) < rhythms.least) continue;
    const of = partner.first(p);
    const rare = (others.beatsBy(of) + 0.5) / (Math.max(0, others.ofService(of).hosts) + 1);
    out.rhythm[p] =
      Math.log(asked.partner[p] as number) * (rhythms.regularity[p] as number) * -Math.log(Math.min(1, rare));
  }
  return out;
}

const above = (bytes: number, expected: number) =>
  Math.max(0, Math.log((bytes + 1) / (expected + freeBytes)));
