import * as l10n from '@vscode/l10n';
import type { Hop, Probe } from '../route';
import { numberIn, objectIn, objectsIn, textIn, Unread, type JsonObject, type JsonTool } from './jsonTool';
import { summarisedHop } from './summarisedHop';
import { emptyRoute } from './textTool';

/** A measurement of Globalping, of type traceroute or mtr: a route for each probe. */
export const globalping: JsonTool = {
  recognises(value) {
    return Array.isArray(value['results']) && objectsIn(value, 'results').some(part => 'probe' in part);
  },

  routes(value, lineOf) {
    return objectsIn(value, 'results').map(part => {
      const result = objectIn(part, 'result');
      const route = emptyRoute('globalping', lineOf(part));
      const target = textIn(value, 'target');
      route.destination = textIn(result, 'resolvedAddress') ?? target ?? '';
      if (target !== undefined && target !== route.destination) route.name = target;
      const time = Date.parse(textIn(value, 'createdAt') ?? '');
      if (!Number.isNaN(time)) route.time = time;
      objectsIn(result, 'hops').forEach((hop, i) => {
        if (i < 255) route.hops.push(hopIn(hop, { hop: i + 1, line: lineOf(hop) }));
      });
      return route;
    });
  },

  whyEmpty(value) {
    const type = textIn(value, 'type') ?? '';
    return type === 'traceroute' || type === 'mtr'
      ? l10n.t('This probe of Globalping has no hops: it did not finish.')
      : l10n.t(
          'This measurement of Globalping is of the type "{0}"; traceroute and mtr are read.',
          type.slice(0, 40),
        );
  },
};

function hopIn(hop: JsonObject, place: { hop: number; line: number }): Hop {
  const address = textIn(hop, 'resolvedAddress');
  const name = textIn(hop, 'resolvedHostname');
  const host: Probe = { ...(address ? { address } : {}), ...(name && name !== address ? { name } : {}) };
  const systems = hop['asn'];
  const networks = Array.isArray(systems) ? systems.filter(Number.isInteger).map(n => `AS${String(n)}`) : [];
  if (networks.length > 0 && address !== undefined) host.network = networks.join('/');
  const stats = objectIn(hop, 'stats');
  const times = objectsIn(hop, 'timings').map(timing => {
    const rtt = numberIn(timing, 'rtt');
    if (!(rtt >= 0)) throw new Unread(l10n.t('A timing has no time.'), timing);
    return rtt;
  });
  const made: Hop =
    'avg' in stats
      ? summarisedHop(place, (address ?? name) ? [host] : [], {
          loss: numberIn(stats, 'loss') / 100,
          sent: numberIn(stats, 'total'),
          received: numberIn(stats, 'rcv'),
          average: numberIn(stats, 'avg'),
          best: numberIn(stats, 'min'),
          worst: numberIn(stats, 'max'),
          deviation: numberIn(stats, 'stDev'),
        })
      : { ...place, probes: times.map(rtt => ({ ...host, rtt })) };
  if (made.probes.length === 0) made.probes.push(host);
  if (networks.length > 0) made.networks = networks;
  return made;
}
