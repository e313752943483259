import * as l10n from '@vscode/l10n';
import type { Hop, Probe, Route } from '../route';
import {
  numberIn,
  numberOfHop,
  objectIn,
  objectsIn,
  textIn,
  Unread,
  type JsonObject,
  type JsonTool,
} from './jsonTool';
import { emptyRoute } from './textTool';

/**
 * Traceroute results of RIPE Atlas, of every firmware (atlas.ripe.net/docs, "data structure"). Answers that came
 * late, or twice, are no answers of their own and left out.
 */
export const ripeAtlas: JsonTool = {
  recognises(value) {
    return (
      Array.isArray(value['result']) &&
      (value['type'] === 'traceroute' || 'prb_id' in value || 'paris_id' in value || 'msm_id' in value)
    );
  },

  routes(value, lineOf) {
    const route: Route = emptyRoute('ripe-atlas', lineOf(value));
    const name = textIn(value, 'dst_name');
    route.destination = textIn(value, 'dst_addr') ?? name ?? '';
    if (name !== undefined && name !== route.destination) route.name = name;
    const source = textIn(value, 'src_addr') ?? textIn(value, 'from');
    if (source !== undefined) route.source = source;
    const time = numberIn(value, 'timestamp');
    if (time > 0) route.time = time * 1000;
    for (const part of objectsIn(value, 'result')) {
      // "sendto failed", "dns resolution failed": the probe could not send, so there is no hop.
      if (!('result' in part) && textIn(part, 'error') !== undefined) continue;
      const number = numberOfHop(part, 'hop');
      const last = route.hops.at(-1)?.hop ?? 0;
      if (number <= last) throw new Unread(l10n.t('Hop {0} follows hop {1}.', number, last), part);
      const hop: Hop = { hop: number, line: lineOf(part), probes: [] };
      for (const answer of objectsIn(part, 'result')) readAnswer(hop, answer);
      route.hops.push(hop);
    }
    return [route];
  },

  whyEmpty(value) {
    const failed = [value, ...objectsIn(value, 'result')].map(part => textIn(part, 'error')).find(e => e);
    return failed === undefined
      ? l10n.t('This result has no hops: the probe did not send any.')
      : l10n.t('The probe could not trace: {0}.', failed.slice(0, 100));
  },
};

function readAnswer(hop: Hop, answer: JsonObject): void {
  const address = textIn(answer, 'from');
  if (address === undefined) {
    if (!('x' in answer || 'error' in answer || 'late' in answer))
      throw new Unread(l10n.t('An answer tells neither who gave it nor that there was none.'), answer);
    hop.probes.push({});
    return;
  }
  if ('late' in answer || 'dup' in answer) return;
  const rtt = numberIn(answer, 'rtt');
  const error = answer['err'];
  const probe: Probe = { address };
  if (rtt >= 0) probe.rtt = rtt;
  if (typeof error === 'string' || typeof error === 'number') probe.mark = markOf(String(error));
  hop.probes.push(probe);
  const extension = objectIn(answer, 'icmpext');
  for (const part of objectsIn(extension, 'obj'))
    for (const label of objectsIn(part, 'mpls')) {
      const text = `${numberIn(label, 'label')} TTL=${numberIn(label, 'ttl')}`;
      if (!hop.mpls?.includes(text)) (hop.mpls ??= []).push(text);
    }
}

/** Letters as of traceroute (N: network, H: host, A: administratively), else the ICMP code. */
function markOf(error: string): string {
  return /^[A-Za-z]$/.test(error) ? `!${error === 'A' ? 'X' : error}` : `!<${error.slice(0, 20)}>`;
}
