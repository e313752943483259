import * as l10n from '@vscode/l10n';
import type { Hop, Probe } from '../route';
import {
  hopIn,
  isObject,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
  type JsonObject,
  type JsonTool,
} from './jsonTool';
import { emptyRoute } from './textTool';

/** dublin-traceroute: an object of flows, named by their port; each one is a route of its own. */
export const dublin: JsonTool = {
  recognises(value) {
    return isObject(value['flows']);
  },

  routes(value, lineOf) {
    const flows = objectIn(value, 'flows');
    return Object.keys(flows).map(port => {
      const route = emptyRoute('dublin', lineOf(value));
      for (const part of objectsIn(flows, port)) {
        const sent = objectIn(objectIn(part, 'sent'), 'ip');
        const hop = hopIn(sent, 'ttl');
        if (hop === undefined) continue;
        if (route.hops.length === 0) {
          route.destination = textIn(sent, 'dst') ?? '';
          const source = textIn(sent, 'src');
          if (source !== undefined) route.source = source;
          const time = numberIn(objectIn(part, 'sent'), 'timestamp');
          if (time > 0) route.time = time * 1000;
        }
        route.hops.push(hopOf(part, hop, lineOf(part)));
      }
      return route;
    });
  },

  whyEmpty: () => l10n.t('A flow of dublin-traceroute has no hops.'),
};

function hopOf(part: JsonObject, hop: number, line: number): Hop {
  const received = objectIn(part, 'received');
  const address = textIn(objectIn(received, 'ip'), 'src');
  if (address === undefined) return { hop, line, probes: [{}] };
  const probe: Probe = { address };
  const name = textIn(part, 'name');
  if (name !== undefined && name !== address) probe.name = name;
  const rtt = numberIn(part, 'rtt_usec') / 1000;
  if (rtt >= 0) probe.rtt = rtt;
  const made: Hop = { hop, line, probes: [probe] };
  const labels = objectsIn(objectIn(received, 'icmp'), 'mpls_labels');
  if (labels.length > 0) made.mpls = labels.map(l => `${numberIn(l, 'label')} TTL=${numberIn(l, 'ttl')}`);
  return made;
}
