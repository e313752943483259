import * as l10n from '@vscode/l10n';
import type { Hop, Probe, Route } from '../route';
import {
  hopIn,
  numberIn,
  objectIn,
  objectsIn,
  plainAddress,
  textIn,
  type JsonObject,
  type JsonTool,
} from './jsonTool';
import { emptyRoute } from './textTool';

const others = /^(?:cycle-|ping|dealias|sting|sniff|tbit|neighbourdisc|host|http|udpprobe)/;

/** scamper as sc_warts2json writes it: "trace" and "tracelb"; other lines tell of the measurement. */
export const scamper: JsonTool = {
  recognises(value) {
    const type = value['type'];
    if (typeof type === 'string') return type === 'trace' || type === 'tracelb' || others.test(type);
    return 'UUID' in value && 'TracerouteCallerVersion' in value;
  },

  routes(value, lineOf) {
    const type = value['type'];
    if (type !== 'trace' && type !== 'tracelb') return [];
    const route = emptyRoute('scamper', lineOf(value));
    route.destination = plainAddress(textIn(value, 'dst') ?? '');
    const source = textIn(value, 'src');
    if (source !== undefined) route.source = plainAddress(source);
    const start = objectIn(value, 'start');
    const seconds = numberIn(start, 'sec');
    if (seconds > 0) route.time = seconds * 1000 + (numberIn(start, 'usec') || 0) / 1000;
    if (type === 'trace') traced(route, value, lineOf);
    else balanced(route, value, lineOf);
    return [route];
  },

  whyEmpty(value) {
    const error = textIn(value, 'errmsg') ?? textIn(value, 'stop_reason');
    return l10n.t(
      'This trace has no hops{0}: nothing answered.',
      error === undefined ? '' : ` (${error.slice(0, 100)})`,
    );
  },
};

/** Only answers are listed; what was probed in vain lies between the first hop and `hop_count`. */
function traced(route: Route, value: JsonObject, lineOf: (part: object) => number): void {
  const answers = objectsIn(value, 'hops').map(part => ({ part, hop: hopIn(part, 'probe_ttl') }));
  const first = hopIn(value, 'firsthop') ?? 1;
  const last = Math.min(255, Math.max(numberIn(value, 'hop_count') || 0, ...answers.map(a => a.hop ?? 0)));
  const byHop = new Map<number, Hop>();
  if (answers.length > 0)
    for (let hop = first; hop <= last; hop++) byHop.set(hop, { hop, line: lineOf(value), probes: [] });
  for (const { part, hop } of answers) {
    const address = textIn(part, 'addr');
    if (hop === undefined || address === undefined || address === '*') continue;
    const made = byHop.get(hop) ?? { hop, line: lineOf(part), probes: [] };
    byHop.set(hop, made);
    made.line = lineOf(part);
    made.probes.push(probeOf(part, plainAddress(address)));
    for (const extension of objectsIn(part, 'icmpext'))
      for (const label of objectsIn(extension, 'mpls_labels'))
        (made.mpls ??= []).push(`${numberIn(label, 'mpls_label')} TTL=${numberIn(label, 'mpls_ttl')}`);
  }
  for (const hop of byHop.values()) if (hop.probes.length === 0) hop.probes.push({});
  route.hops = [...byHop.values()].sort((a, b) => a.hop - b.hop);
}

/** Load-balanced paths: each link names the host behind it, with its probes; the first node has none. */
function balanced(route: Route, value: JsonObject, lineOf: (part: object) => number): void {
  const byHop = new Map<number, Hop>();
  const add = (hop: number, line: number, probe: Probe) => {
    const made = byHop.get(hop) ?? { hop, line, probes: [] };
    byHop.set(hop, made);
    made.probes.push(probe);
  };
  const linked = new Set<string>();
  const nodes = objectsIn(value, 'nodes');
  for (const node of nodes)
    for (const link of linksOf(node)) {
      const address = textIn(link, 'addr') ?? '*';
      linked.add(address);
      for (const sent of objectsIn(link, 'probes')) {
        const hop = hopIn(sent, 'ttl');
        if (hop === undefined) continue;
        const replies = objectsIn(sent, 'replies');
        if (replies.length === 0 || address === '*') add(hop, lineOf(sent), {});
        for (const reply of address === '*' ? [] : replies)
          add(hop, lineOf(reply), probeOf(reply, plainAddress(address)));
      }
    }
  for (const node of nodes) {
    const address = textIn(node, 'addr');
    if (address !== undefined && address !== '*' && !linked.has(address))
      add(hopIn(value, 'firsthop') ?? 1, lineOf(node), { address: plainAddress(address) });
  }
  route.hops = [...byHop.values()].sort((a, b) => a.hop - b.hop);
}

/** `links` is a list of lists: one for each number of hops to the next host that answers. */
function linksOf(node: JsonObject): JsonObject[] {
  const links = node['links'];
  if (!Array.isArray(links)) return [];
  return links.flatMap(each => objectsIn({ each }, 'each'));
}

function probeOf(reply: JsonObject, address: string): Probe {
  const rtt = numberIn(reply, 'rtt');
  const mark = markOf(numberIn(reply, 'icmp_type'), numberIn(reply, 'icmp_code'), address.includes(':'));
  return { address, ...(rtt >= 0 ? { rtt } : {}), ...(mark === undefined ? {} : { mark }) };
}

/** Destination unreachable, as traceroute writes its codes (RFC 792, RFC 4443). */
function markOf(type: number, code: number, isIpv6: boolean): string | undefined {
  if (type !== (isIpv6 ? 1 : 3)) return undefined;
  const marks: Record<number, string> = isIpv6
    ? { 0: '!N', 1: '!X', 3: '!H' }
    : { 0: '!N', 1: '!H', 2: '!P', 9: '!X', 10: '!X', 13: '!X' };
  return marks[code];
}
