import type { Route } from '../route';
import { readProbes } from './hopLine';
import { emptyRoute, hopOf, type TextTool } from './textTool';

/**
 * traceroute of Linux (iputils, Dmitry Butskoy's), BusyBox, the BSDs, macOS and Junos: a header "traceroute to …",
 * a line for each hop, continued on lines without a number where BSD met several hosts.
 */
export const unix: TextTool = {
  begin(line, number) {
    if (!line.startsWith('traceroute')) return undefined;
    const start = /^traceroute6? to (\S+)/.exec(line);
    if (!start) return undefined;
    const match = headerForm.exec(line);
    const route = emptyRoute('linux', number);
    if (!match)
      return {
        route,
        problem:
          'The header is cut off: expected "traceroute to NAME (ADDRESS), N hops max". Its hops were passed over.',
      };
    const [, asked = '', address = asked, source, most] = match;
    route.destination = address;
    if (asked !== address) route.name = asked;
    if (source !== undefined) route.source = source;
    route.maxHops = Number(most);
    // BSD's own limit is net.inet.ip.ttl, 64; its packets are 40 bytes, or 52 on macOS.
    if (route.maxHops === 64 || /, 52 byte/.test(line)) route.format = 'bsd';
    return { route };
  },

  take(route, line, number, note) {
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
    if (hop < 1 || hop > 255) return false;
    tell(readProbes(hopOf(route, hop, number), line, at), number, note);
    return true;
  },
};

const headerForm =
  /^traceroute6? to (\S+?),?(?:\s+\(([^()\s]+)\))?(?:\s+from (\S+?))?,?(?:\s.*?)?\s(\d+) hops max/;

/** Lines without a number: more hosts of the hop above, its MPLS labels, or what the program said meanwhile. */
function continued(
  route: Route,
  line: string,
  number: number,
  at: number,
  note: (line: number, message: string) => void,
): boolean {
  const hop = route.hops.at(-1);
  if (at === 0 || at === line.length || !hop || line.charCodeAt(at) === 35) return false;
  const mpls = /^\s+MPLS Label=(\d+.*?)\s*$/.exec(line);
  if (mpls) {
    route.format = 'junos';
    (hop.mpls ??= []).push(mpls[1] as string);
    return true;
  }
  // Only what looks like hosts and times, else prose would become hops.
  if (!/^\s+(?:\*|\S+(?:\s+\([^()\s]*\))?(?:\s+\[[^\]]*\])*\s+(?:<?[\d.]+\s*ms|![A-Z<]|\*))/.test(line))
    return false;
  tell(readProbes(hop, line, at), number, note);
  return true;
}

function tell(
  unread: string | undefined,
  number: number,
  note: (line: number, message: string) => void,
): void {
  if (unread !== undefined) note(number, `Not read on this line: ${unread}.`);
}
