import * as l10n from '@vscode/l10n';
import type { Hop, Probe, Route } from '../route';
import { isAddress } from '../subnets';

/** Told of a hop that cannot be read, or of hops that are missing before it, by its line: its route is rejected with that. */
export type Note = (line: number, message: string, kind?: 'gap') => void;

/** A line above that no tool knows. */
export interface UnknownLine {
  line: number;
  text: string;
}

/** How the text of one tool is read. */
export interface TextTool {
  /** The route that this line begins, if it does; with a problem when it does but cannot be read. */
  begin(line: string, number: number): { route: Route; problem?: string } | undefined;
  /** Whether the line belongs to the route that is open. */
  take(route: Route, line: string, number: number, note: Note): boolean;
  /**
   * The route that begins with this hop, where no header is known; `above` are the lines before it, the nearest
   * last. A route whose destination they tell in a language of their own needs nothing more.
   */
  adopt?(line: string, number: number, above: readonly UnknownLine[]): Route | undefined;
  /** Called when the route has ended, for what only the whole tells. */
  end?(route: Route, note: Note): void;
}

export function emptyRoute(format: string, line: number): Route {
  return { format, line, lastLine: line, destination: '', hops: [] };
}

/** The hop of this number: the last one when that has it, else a new one. */
export function hopOf(route: Route, hop: number, line: number): Hop {
  const last = route.hops.at(-1);
  if (last?.hop === hop) return last;
  const made: Hop = { hop, line, probes: [] };
  route.hops.push(made);
  return made;
}

/** Whether a hop of this number belongs to another route: tools count upwards, one line for each. */
export function isRestart({ hops }: Route, hop: number): boolean {
  const last = hops.at(-1);
  return last !== undefined && hop <= last.hop;
}

/** Notes that hops are missing before this one: they are no timeouts, for their lines were lost or not read. */
export function noteGap({ hops }: Route, hop: number, line: number, note: Note): void {
  const last = hops.at(-1);
  if (last && hop > last.hop + 1)
    note(
      line,
      l10n.t(
        'Hop {0} follows hop {1}: what is between them is missing, or could not be read.',
        hop,
        last.hop,
      ),
      'gap',
    );
}

export function nextHop(route: Route, hop: number, line: number, note: Note): Hop {
  noteGap(route, hop, line, note);
  const made: Hop = { hop, line, probes: [] };
  route.hops.push(made);
  return made;
}

/** Of a tool that does not tell the destination, or of hops without a header: the last answer is taken for it. */
export function destinationFromLastHop(route: Route): void {
  if (route.destination !== '') return meetDestination(route);
  const answers = (hop: Hop) => hop.probes.find(each => each.address ?? each.name);
  const last = route.hops.findLast(answers);
  const probe = last && answers(last);
  route.destination = probe?.address ?? probe?.name ?? '';
  if (last !== route.hops.at(-1)) route.unreached = true;
}

/**
 * mtr ends where the destination answers, and else lists a hop without an answer. So an answer of the last hop is the
 * destination's, which the tool may tell as a name in one place and as an address in the other.
 */
export function meetDestination(route: Route): void {
  const asked = route.destination;
  const answer = route.hops.at(-1)?.probes.findLast(each => each.address ?? each.name);
  if (!answer) return;
  const { address, name } = answer;
  if (asked === '') {
    route.destination = address ?? name ?? '';
    if (name !== undefined && address !== undefined) route.name = name;
  } else if (isAddress(asked)) {
    if (address === undefined && name !== undefined) route.name ??= name;
  } else if (address !== undefined) {
    route.name = asked;
    route.destination = address;
  } else if (name !== undefined && name !== asked) route.name = name;
}

/** Adds the hosts of a line that repeats a hop, as mtr does where several answered, unless they are known. */
export function addHosts(hop: Hop, hosts: readonly Probe[]): void {
  for (const host of hosts)
    if (!hop.probes.some(each => each.address === host.address && each.name === host.name)) {
      // A hop without an answer has one empty probe.
      hop.probes = hop.probes.filter(each => each.address ?? each.name);
      hop.probes.push(host);
    }
}

/** Who is meant by "name (address)", "name(address)", "address [name]", an address or a name, at the start of a text. */
export function whoIn(text: string): { destination: string; name?: string; rest: string } | undefined {
  const both =
    /^(\S+?),?\s+[([]([^()[\]\s]+)[)\]](.*)$/.exec(text) ??
    /^([\w.:%-]+)[([]([^()[\]\s]+)[)\]](.*)$/.exec(text);
  if (!both) {
    const one = /^([^\s,]+)(.*)$/.exec(text);
    return one ? { destination: one[1] as string, rest: one[2] as string } : undefined;
  }
  const [, first = '', second = '', rest = ''] = both;
  const [destination, name] = isAddress(first) && !isAddress(second) ? [first, second] : [second, first];
  return { destination, rest, ...(name === destination ? {} : { name }) };
}

/** Gives a route the destination that a header tells. */
export function setDestination(route: Route, { destination, name }: { destination: string; name?: string }) {
  route.destination = destination;
  if (name !== undefined) route.name = name;
}
