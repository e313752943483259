import type { Counts, Groups } from './groups';
import type { Rhythms } from './rhythms';

/** Kinds of evidence, and of which groups each speaks. */
export const kinds = ['service', 'behaviour', 'spread', 'ports', 'volume', 'sentTo', 'rhythm'] as const;
export type Kind = (typeof kinds)[number];

/** A number for each group, larger where less expected; 0 where the group did not occur. */
export type Evidence = Record<Kind, Float64Array>;

/** Shares of a service or behaviour among the flows of hosts like one; undefined where nobody is known to be. */
export interface Peers {
  share(host: number, sharesOf: (peer: number) => number): number | undefined;
}

/** What is asked, beside what came before. */
export interface Question {
  groups: Groups;
  before: Counts;
  asked: Counts;
  rhythms: Rhythms;
  peers: Peers;
}

/** Weight, in flows, of what is usual for others beside what is usual for a host. */
export const priorFlows = 5;
/** What is kept, in flows, for what a host never did, however rare that is for all: of one with a short past little is known. */
const anything = 0.01;
/** Flows that nobody would call unexpected in a whole stretch of time. */
export const slack = 0.05;
/** Shape of the gamma distribution that rates are drawn from: hosts do not keep a steady pace. */
const steadiness = 3.3;
/** Bytes that nobody would call unexpected. */
export const freeBytes = 20_000;

/**
 * How far `count` is above what a rate of about `expected` gives: the log likelihood ratio of a Poisson whose rate is
 * gamma distributed. 0 for what is not above.
 */
export function burst(count: number, expected: number): number {
  if (count <= expected) return 0;
  const ratio = count * Math.log(count / expected);
  return Math.max(0, ratio - (count + steadiness) * Math.log((count + steadiness) / (expected + steadiness)));
}

/** Flows that a host is expected to begin in the stretch of time that is asked: at its pace; of a new host, as many as it does. */
export function expectedFlows({ before, asked }: Question, host: number): number {
  const known = before.host[host] as number;
  return known > 0 ? (known * asked.seconds) / before.seconds : (asked.host[host] as number);
}

/** Hosts that have a group of theirs (a host's service or behaviour) in common, by what they have in common. */
export interface Users {
  before: Float64Array;
  /** Hosts that only have it since. */
  since: Float64Array;
}

export function usersOf(
  size: number,
  groups: number,
  common: (group: number) => number,
  before: Float64Array,
  asked: Float64Array,
): Users {
  const users = { before: new Float64Array(size), since: new Float64Array(size) };
  for (let group = 0; group < groups; group++) {
    const of = common(group);
    if ((before[group] as number) > 0) users.before[of] = (users.before[of] as number) + 1;
    else if ((asked[group] as number) > 0) users.since[of] = (users.since[of] as number) + 1;
  }
  return users;
}

/** Who uses each service, and who shows each behaviour. */
export function allUsers({ groups, before, asked }: Question): { service: Users; behaviour: Users } {
  const { hostService, hostBehaviour, behaviour } = groups;
  return {
    service: usersOf(
      before.service.length,
      hostService.size,
      g => hostService.second(g),
      before.hostService,
      asked.hostService,
    ),
    behaviour: usersOf(
      behaviour.size,
      hostBehaviour.size,
      g => behaviour.find(hostService.second(hostBehaviour.first(g)), hostBehaviour.second(g)),
      before.hostBehaviour,
      asked.hostBehaviour,
    ),
  };
}

/**
 * Share of a host's flows that something has, where its own flows do not tell: among all flows, among hosts (what many
 * hosts do is no news, be it little; hosts that began it in the time asked count half, for what all begin is drift), and
 * among hosts like it.
 */
function usualShare(
  { before }: Question,
  { flows, users, since, like }: { flows: number; users: number; since: number; like: number | undefined },
): number {
  const all =
    (0.5 * (flows + 0.5)) / (before.flows + 1) +
    (0.05 * (users + 0.5 * Math.max(0, since - 1) + 0.1)) / (before.hosts + 1);
  return like === undefined ? all : 0.5 * all + 0.5 * like;
}

/** Share that a host's service has of the flows of hosts like it, as they are counted; undefined where none is like it. */
export function likeService(
  { groups: { hostService }, peers }: Pick<Question, 'groups' | 'peers'>,
  counted: Counts,
  g: number,
): number | undefined {
  const [host, service] = [hostService.first(g), hostService.second(g)];
  return peers.share(host, peer => {
    const theirs = hostService.find(peer, service);
    return theirs < 0 ? 0 : (counted.hostService[theirs] as number);
  });
}

/** The same of a host's behaviour. */
export function likeBehaviour(
  { groups: { hostService, hostBehaviour }, peers }: Pick<Question, 'groups' | 'peers'>,
  counted: Counts,
  g: number,
): number | undefined {
  const [of, outcome] = [hostBehaviour.first(g), hostBehaviour.second(g)];
  const [host, service] = [hostService.first(of), hostService.second(of)];
  return peers.share(host, peer => {
    const theirs = hostService.find(peer, service);
    const same = theirs < 0 ? -1 : hostBehaviour.find(theirs, outcome);
    return same < 0 ? 0 : (counted.hostBehaviour[same] as number);
  });
}

/** A number for each group that something can be said of. */
export function noEvidence({
  hostService,
  hostBehaviour,
  hostTarget,
  partner,
}: Question['groups']): Evidence {
  return {
    service: new Float64Array(hostService.size),
    behaviour: new Float64Array(hostBehaviour.size),
    spread: new Float64Array(hostService.size),
    ports: new Float64Array(hostTarget.size),
    volume: new Float64Array(hostService.size),
    sentTo: new Float64Array(hostTarget.size),
    rhythm: new Float64Array(partner.size),
  };
}

/** What the flows asked about say, in numbers that only their order gives a meaning to. */
export function weigh(question: Question): Evidence {
  const { groups, before, asked, rhythms } = question;
  const { hostService, hostBehaviour, hostTarget, partner } = groups;
  const users = allUsers(question);
  const out = noEvidence(groups);
  const restless = restlessness(question);
  /**
   * How rare something is for a host, times how far it is above its pace. Of a host without a past nothing is known but
   * what others do: once it does something, it is expected to as often as they do (`usually`).
   */
  const surprise = (
    host: number,
    { own, count, usual, usually }: { own: number; count: number; usual: number; usually: number },
  ) => {
    const known = before.host[host] as number;
    const share = (own + priorFlows * usual) / (known + priorFlows) + anything / (known + 1);
    const anew = own > 1 ? 0 : known > 0 ? (restless[host] as number) : usually;
    const pace = known > 0 ? share * expectedFlows(question, host) : 0;
    return -Math.log(share) * Math.log1p(burst(count, pace + anew + slack));
  };
  const pairs = before.hostService.reduce((n, count) => n + (count > 0 ? 1 : 0), 0);
  const pace = asked.seconds / before.seconds;
  /** Flows that a host has of something that so many have so many flows of; of what nobody has, as of anything. */
  const usually = (flows: number, users: number) =>
    pace * (users > 0 ? flows / users : before.flows / Math.max(1, pairs));
  for (let g = 0; g < hostService.size; g++) {
    const count = asked.hostService[g] as number;
    if (count === 0) continue;
    const [host, service] = [hostService.first(g), hostService.second(g)];
    const like = likeService(question, before, g);
    const usual = usualShare(question, {
      flows: before.service[service] as number,
      users: users.service.before[service] as number,
      since: users.service.since[service] as number,
      like,
    });
    out.service[g] = surprise(host, {
      own: before.hostService[g] as number,
      count,
      usual,
      usually: usually(before.service[service] as number, users.service.before[service] as number),
    });
    out.volume[g] = sending(question, host, before.sentByService[g], asked.sentByService[g]);
  }
  for (let g = 0; g < hostBehaviour.size; g++) {
    const count = asked.hostBehaviour[g] as number;
    if (count === 0) continue;
    const [ofHost, outcome] = [hostBehaviour.first(g), hostBehaviour.second(g)];
    const [host, service] = [hostService.first(ofHost), hostService.second(ofHost)];
    const behaviour = groups.behaviour.find(service, outcome);
    const like = likeBehaviour(question, before, g);
    const usual = usualShare(question, {
      flows: before.behaviour[behaviour] as number,
      users: users.behaviour.before[behaviour] as number,
      since: users.behaviour.since[behaviour] as number,
      like,
    });
    out.behaviour[g] = surprise(host, {
      own: before.hostBehaviour[g] as number,
      count,
      usual,
      usually: usually(before.behaviour[behaviour] as number, users.behaviour.before[behaviour] as number),
    });
  }
  const spread = spreads(question);
  const share = asked.seconds / before.seconds;
  for (let g = 0; g < hostService.size; g++) {
    const strangers = spread.strangers[g] as number;
    if (strangers === 0) continue;
    const host = hostService.first(g);
    const [known, ofHost] = [spread.known[g] as number, spread.ofHost[host] as number];
    const expected =
      ((known + priorFlows * 0.002) / (ofHost + priorFlows)) * (ofHost > 0 ? ofHost * share : strangers) +
      (known > 1 ? 0 : (restless[host] as number)) +
      0.1;
    out.spread[g] =
      Math.log1p(burst(strangers, expected)) * -Math.log((known + 0.01) / (ofHost + priorFlows));
  }
  for (let g = 0; g < hostTarget.size; g++) {
    if ((asked.hostTarget[g] as number) === 0) continue;
    out.ports[g] = Math.log1p(
      burst(spread.portsNow[g] as number, (spread.portsBefore[g] as number) * share + 1),
    );
    out.sentTo[g] = sending(question, hostTarget.first(g), before.sentToTarget[g], asked.sentToTarget[g]);
  }
  for (let g = 0; g < partner.size; g++)
    if ((asked.partner[g] as number) >= rhythms.least && (before.partner[g] as number) === 0)
      out.rhythm[g] = Math.log(asked.partner[g] as number) * (rhythms.regularity[g] as number);
  return out;
}

/** Flows up to which a service is one of those that a host uses in passing. */
const passing = 10;

/**
 * By host, the flows that a service which is new to it may well have: none for a host that keeps to its services, and for
 * one that keeps beginning others as many as those it uses in passing. How many are to be expected is Good's and Turing's
 * estimate: as large a share of flows as had a service of their own before.
 */
function restlessness(question: Question): Float64Array {
  const { groups, before } = question;
  const make = () => new Float64Array(before.host.length);
  const [single, services, flows] = [make(), make(), make()];
  const add = (array: Float64Array, at: number, n: number) => (array[at] = (array[at] as number) + n);
  for (let g = 0; g < groups.hostService.size; g++) {
    const count = before.hostService[g] as number;
    const host = groups.hostService.first(g);
    if (count === 1) add(single, host, 1);
    if (count === 0 || count > passing) continue;
    add(services, host, 1);
    add(flows, host, count);
  }
  return flows.map((n, host) => {
    if (n === 0) return 0;
    const rate = (single[host] as number) / (before.host[host] as number);
    const expected = rate * expectedFlows(question, host);
    return ((expected / (expected + 1)) * n) / (services[host] as number);
  });
}

/** ln of how many times more bytes were sent than a host sends at its pace. */
function sending({ before, asked }: Question, host: number, own = 0, now = 0): number {
  const share = asked.seconds / before.seconds;
  const expected = share * (own + 0.2 * (before.sentByHost[host] as number)) + freeBytes;
  return Math.max(0, Math.log((now + 1) / expected));
}

/** Whom hosts speak to. */
export interface Spreads {
  /** By a host's service: targets that the host never spoke to before, and those that it had. */
  strangers: Float64Array;
  known: Float64Array;
  /** By host: pairs of service and target. */
  ofHost: Float64Array;
  /** By host and target: services. */
  portsNow: Float64Array;
  portsBefore: Float64Array;
}

export function spreads({ groups, before, asked }: Question): Spreads {
  const { hostService, hostTarget, partner } = groups;
  const out: Spreads = {
    strangers: new Float64Array(hostService.size),
    known: new Float64Array(hostService.size),
    ofHost: new Float64Array(before.host.length),
    portsNow: new Float64Array(hostTarget.size),
    portsBefore: new Float64Array(hostTarget.size),
  };
  const add = (array: Float64Array, at: number) => (array[at] = (array[at] as number) + 1);
  for (let g = 0; g < partner.size; g++) {
    const service = partner.first(g);
    const host = hostService.first(service);
    const pair = hostTarget.find(host, partner.second(g));
    if ((before.partner[g] as number) > 0) {
      add(out.known, service);
      add(out.ofHost, host);
      add(out.portsBefore, pair);
    }
    if ((asked.partner[g] as number) === 0) continue;
    add(out.portsNow, pair);
    if ((before.hostTarget[pair] as number) === 0) add(out.strangers, service);
  }
  return out;
}
