import * as l10n from '@vscode/l10n';
import type { Route } from '../route';
import { readProbes } from './hopLine';
import { isNextTraceHop, nextTrace } from './nextTrace';
import {
  destinationFromLastHop,
  emptyRoute,
  isRestart,
  nextHop,
  setDestination,
  whoIn,
  type Note,
  type TextTool,
} from './textTool';

/**
 * traceroute of Linux (iputils, Dmitry Butskoy's), BusyBox, the BSDs, macOS, Junos, NX-OS, Huawei, Comware and others
 * that descend from Van Jacobson's: a header "traceroute to …", a line for each hop, continued on lines without a
 * number where BSD met several hosts.
 */
export const unix: TextTool = {
  begin(line, number) {
    const start = /^\s*(?:traceroute6?\s+to|Tracing the path to)\s+(\S.*)$/i.exec(line);
    const who = start && whoIn(start[1] as string);
    if (!who) return undefined;
    const route = emptyRoute('linux', number);
    const most = /\s(\d{1,3}) hops? (?:max|at most)\b|\bmax(?:imum)? hops:?\s*(\d{1,3})\b/i.exec(who.rest);
    if (!most)
      return {
        route,
        problem: l10n.t(
          'The header is cut off: expected "traceroute to NAME (ADDRESS), N hops max". Its hops were passed over.',
        ),
      };
    setDestination(route, who);
    route.maxHops = Number(most[1] ?? most[2]);
    const source = /\bfrom ([^\s,()]+)/.exec(who.rest)?.[1];
    if (source !== undefined) route.source = source;
    route.format = formatOf(line, route);
    return { route };
  },

  take(route, line, number, note) {
    if (route.format === 'nexttrace') return nextTrace.take(route, line, number, note);
    let at = 0;
    while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) at++;
    const digits = at;
    let hop = 0;
    for (; at < digits + 4; at++) {
      const digit = line.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      hop = hop * 10 + digit;
    }
    const next = line.charCodeAt(at);
    if (at === digits || !(next === 32 || next === 9)) return continued(route, line, number, digits, note);
    if (hop < 1 || hop > 255 || isRestart(route, hop)) return false;
    // NextTrace has the same header; its hops without an answer read alike.
    if (route.hops.every(each => each.probes.length === 1 && !each.probes[0]?.rtt) && isNextTraceHop(line)) {
      route.format = 'nexttrace';
      return nextTrace.take(route, line, number, note);
    }
    tell(readProbes(nextHop(route, hop, number, note), line, at), number, note);
    return true;
  },

  adopt(line, number) {
    const route = emptyRoute('linux', number);
    let read = true;
    return unix.take(route, line, number, () => (read = false)) && read && route.hops.length > 0
      ? route
      : undefined;
  },

  end(route, note) {
    if (route.format === 'nexttrace') nextTrace.end?.(route, note);
  },
};

function formatOf(line: string, { maxHops }: Route): string {
  if (/max(?:imum)? hops/i.test(line)) return 'huawei';
  if (/press CTRL_C/i.test(line)) return 'comware';
  if (/^\s*Tracing the path/i.test(line)) return 'tcptraceroute';
  // BSD's own limit is net.inet.ip.ttl, 64; its packets are 40 bytes, or 52 on macOS.
  return maxHops === 64 || /, 52 byte/.test(line) ? 'bsd' : 'linux';
}

/** Lines without a number: more hosts of the hop above, its MPLS labels, or what the program said meanwhile. */
function continued(route: Route, line: string, number: number, at: number, note: Note): boolean {
  const hop = route.hops.at(-1);
  if (at === 0 || at === line.length || !hop || line.charCodeAt(at) === 35) return false;
  const mpls = /^\s+(MPLS |\[)Label=(\d+.*?)\]?\s*$/.exec(line);
  if (mpls) {
    // NX-OS puts them in brackets.
    if (route.format === 'linux' && mpls[1] !== '[') route.format = 'junos';
    (hop.mpls ??= []).push(mpls[2] as string);
    return true;
  }
  // Only what looks like hosts and times, else prose would become hops.
  if (
    !/^\s+(?:\[(?:AS[^\]]*|\*)\]\s+)*(?:\*|\S+(?:\s+\([^()]*\))*(?:\s+\[[^\]]*\])*\s+(?:<?[\d.]+\s*ms|![A-Z<]|\*))/i.test(
      line,
    )
  )
    return false;
  tell(readProbes(hop, line, at), number, note);
  return true;
}

function tell(unread: string | undefined, number: number, note: Note): void {
  if (unread !== undefined) note(number, l10n.t('Not read on this line: {0}.', unread));
}

/** traceroute of Cisco IOS and IOS-XR: "Tracing the route to …", then lines as of BSD, with times in "msec". */
export const ios: TextTool = {
  begin(line, number) {
    const who = whoIn(/^\s*Tracing the route to (\S.*)$/.exec(line)?.[1] ?? '');
    if (!who) return undefined;
    const route = emptyRoute('ios', number);
    setDestination(route, who);
    return { route };
  },

  take(route, line, number, note) {
    return /^VRF info/.test(line) || unix.take(route, line, number, note);
  },
};

/** The report of ripe-atlas-tools: "Probe #…", and hops with an address, its autonomous system and times. */
export const ripeReport: TextTool = {
  begin(line, number) {
    const match = /^Probe #(\d+)\s*$/.exec(line);
    return match
      ? { route: { ...emptyRoute('ripe-report', number), source: `probe ${match[1]}` } }
      : undefined;
  },

  take: (route, line, number, note) => unix.take(route, line, number, note),

  end: destinationFromLastHop,
};
