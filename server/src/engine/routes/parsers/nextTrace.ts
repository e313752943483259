import * as l10n from '@vscode/l10n';
import type { Probe, Route } from '../route';
import { isAddress } from '../subnets';
import { emptyRoute, isRestart, nextHop, setDestination, whoIn, type Note, type TextTool } from './textTool';

/** The host of the line above, whose times stand on the line that follows. */
const waiting = new WeakMap<Route, { host: Probe; line: number }>();

const hopForm = /^\s*(\d{1,3})\s+(?:\*\s*$|([\da-fA-F.:]+)(?:\s+(.*))?$)/;
const oneTime = String.raw`(?:<?\d+(?:\.\d+)?|\*)\s*(?:ms)?`;
const times = String.raw`${oneTime}(?:\s*/\s*${oneTime})*`;
/** The name of the host stands before its times, where it has one. */
const timesForm = new RegExp(String.raw`^\s+(?:(?!${times}\s*$)(\S+)\s+)?(${times})\s*$`);

/** Whether the line is a hop of NextTrace: an address, its system and place, and no time. */
export function isNextTraceHop(line: string): boolean {
  const [, , address, about = ''] = hopForm.exec(line) ?? [];
  return address !== undefined && isAddress(address) && /^(?:AS\d+|\*)(?:\s+[^\s\d*]|\s*$)/.test(about);
}

/** NextTrace: a line with host, autonomous system and place, and a line with its name and times ("1.2 ms / * ms / 1.5 ms"). */
export const nextTrace: TextTool = {
  begin(line, number) {
    return /^NextTrace v?\d/.test(line) ? { route: emptyRoute('nexttrace', number) } : undefined;
  },

  take(route, line, number, note) {
    if (route.hops.length === 0 && heading(route, line, number)) return true;
    const told = timesForm.exec(line);
    const held = waiting.get(route);
    if (told && held) {
      if (told[1] !== undefined) held.host.name = told[1];
      answer(route, held.host, told[2] as string);
      return true;
    }
    const mpls = /^\s+\[MPLS:\s*([^\]]*)\]/.exec(line);
    const above = route.hops.at(-1);
    if (mpls && above) {
      (above.mpls ??= []).push((mpls[1] as string).trim());
      return true;
    }
    const match = hopForm.exec(line);
    if (match) {
      const hop = Number(match[1]);
      if (hop < 1 || hop > 255 || isRestart(route, hop)) return false;
      settle(route, note);
      const made = nextHop(route, hop, number, note);
      const [, , address, about = ''] = match;
      if (address === undefined) made.probes.push({});
      else if (isAddress(address)) wait(route, address, about, number);
      else note(number, l10n.t('Not read on this line: the address "{0}".', address.slice(0, 60)));
      return true;
    }
    if (/^\s*\d{1,3}\s/.test(line)) {
      const hop = Number.parseInt(line, 10);
      if (isRestart(route, hop)) return false;
      note(number, l10n.t('Not read on this line: a hop has an address, or "*".'));
      return true;
    }
    // Another host that answered for the same hop.
    const other = /^\s+([\da-fA-F.:]+)\s+(\S.*)$/.exec(line);
    if (!other || !above || !isAddress(other[1] as string)) return false;
    settle(route, note);
    wait(route, other[1] as string, other[2] as string, number);
    return true;
  },

  end: settle,
};

function heading(route: Route, line: string, number: number): boolean {
  if (/^(?:IP Geo Data Provider|\[NextTrace API\])/i.test(line)) return true;
  const to = /^traceroute to (\S.*)$/.exec(line);
  const who = to && whoIn(to[1] as string);
  if (!who) return false;
  setDestination(route, who);
  route.line = number;
  const most = /(\d{1,3}) hops max/.exec(who.rest);
  if (most) route.maxHops = Number(most[1]);
  return true;
}

function wait(route: Route, address: string, about: string, line: number): void {
  const host: Probe = { address };
  const network = /^AS\d+/.exec(about)?.[0];
  if (network !== undefined) {
    host.network = network;
    const hop = route.hops.at(-1);
    if (hop && !hop.networks?.includes(network)) (hop.networks ??= []).push(network);
  }
  waiting.set(route, { host, line });
}

function answer(route: Route, host: Probe, times: string): void {
  waiting.delete(route);
  for (const time of times.split('/')) {
    const rtt = Number(/[\d.]+/.exec(time)?.[0] ?? NaN);
    route.hops.at(-1)?.probes.push(Number.isFinite(rtt) ? { ...host, rtt } : {});
  }
}

/** A host whose times never came. */
function settle(route: Route, note: Note): void {
  const held = waiting.get(route);
  if (!held) return;
  waiting.delete(route);
  note(held.line, l10n.t('The times of this hop do not stand on the line below it.'));
}
