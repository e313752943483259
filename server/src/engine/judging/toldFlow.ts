import * as l10n from '@vscode/l10n';
import type { Behaviours } from './behaviour';
import type { Judgement } from './judgement';
import { outcomeWords } from './outcome';
import { PairTable } from '../../base/pairTable';
import { cell, percent, serviceName } from './reasonWords';

/** The groups that a flow belongs to, and what its host, target, service and outcome are called. */
export function namesOf({ groups, names }: Judgement, flow: number) {
  const of = groups.of[1] as (typeof groups.of)[number];
  const { source, target, service, outcome } = groups.captures[1] as Behaviours;
  const number = source[flow] as number;
  return {
    hs: of.hostService[flow] as number,
    hb: of.hostBehaviour[flow] as number,
    hd: of.hostTarget[flow] as number,
    partner: of.partner[flow] as number,
    number,
    host: cell(names.hosts.names[number] as string),
    target: cell(names.hosts.names[target[flow] as number] as string),
    service: serviceName(names.services.names[service[flow] as number] as string),
    outcome: outcomeWords(cell(names.outcomes.names[outcome[flow] as number] as string)),
  };
}

/** ", 98 % unanswered" of the flows of a host's service; nothing where all were answered. */
export function unanswered({ groups, question, names }: Judgement, hostService: number): string {
  const outcome = names.outcomes.find('unanswered');
  const group = outcome === undefined ? -1 : groups.hostBehaviour.find(hostService, outcome);
  if (group < 0) return '';
  const share =
    (question.asked.hostBehaviour[group] as number) / (question.asked.hostService[hostService] as number);
  return share > 0 ? l10n.t(', {0} unanswered', percent(share)) : '';
}

/** When what hosts do begins, in seconds since 1970, and with whom they do it. */
export interface Beginnings {
  /** By a host's service and a host's behaviour: its first flow. */
  firstOfService: Float64Array;
  firstOfBehaviour: Float64Array;
  /** By a host's behaviour: the targets of its flows. */
  targetsOfBehaviour: Float64Array;
}

export function beginnings({ groups }: Judgement): Beginnings {
  const { time, flows } = groups.captures[1] as Behaviours;
  const of = groups.of[1] as (typeof groups.of)[number];
  const { hostService, hostBehaviour } = groups;
  const firstOfService = new Float64Array(hostService.size).fill(Infinity);
  const firstOfBehaviour = new Float64Array(hostBehaviour.size).fill(Infinity);
  const targetsOfBehaviour = new Float64Array(hostBehaviour.size);
  const least = (array: Float64Array, at: number, value: number) => {
    if (value < (array[at] as number)) array[at] = value;
  };
  const pairs = new PairTable(flows / 4);
  for (let i = 0; i < flows; i++) {
    const behaviour = of.hostBehaviour[i] as number;
    least(firstOfService, of.hostService[i] as number, time[i] as number);
    least(firstOfBehaviour, behaviour, time[i] as number);
    const known = pairs.size;
    if (pairs.add(behaviour, of.partner[i] as number) === known)
      targetsOfBehaviour[behaviour] = (targetsOfBehaviour[behaviour] as number) + 1;
  }
  return { firstOfService, firstOfBehaviour, targetsOfBehaviour };
}
