import type { Route } from '../route';
import { numberIn, numberOfHop, objectIn, objectsIn, textIn, type JsonTool } from './jsonTool';
import { mtrSummary, mtrTitles } from './mtrColumns';
import { hostOf, summarisedHop, type HopSummary } from './summarisedHop';
import { addHosts, emptyRoute, meetDestination } from './textTool';

/** `mtr --json`; old versions leave the list "hubs" open when there is nothing in it. */
export const mtrJson: JsonTool = {
  recognises(value) {
    const report = objectIn(value, 'report');
    return 'mtr' in report || 'hubs' in report;
  },

  routes(value, lineOf) {
    const report = objectIn(value, 'report');
    const about = objectIn(report, 'mtr');
    const route = emptyRoute('mtr-json', lineOf(value));
    route.destination = textIn(about, 'dst') ?? '';
    const source = textIn(about, 'src');
    if (source !== undefined) route.source = source;
    for (const hub of objectsIn(report, 'hubs')) {
      const titles = mtrTitles.filter(title => title in hub);
      const values = titles.map(title => String(numberIn(hub, title)));
      const told = { hop: numberOfHop(hub, 'count'), host: textIn(hub, 'host'), network: textIn(hub, 'ASN') };
      addHub(route, { ...told, line: lineOf(hub) }, mtrSummary(titles, values));
    }
    meetDestination(route);
    return [route];
  },

  whyEmpty: () => 'This report of mtr has no hops: its list "hubs" is empty.',
};

/** What mtr tells of a hop in JSON and XML. */
export interface MtrHub {
  hop: number | undefined;
  host: string | undefined;
  network: string | undefined;
  line: number;
}

/** Adds a hop to a route, or hosts to the hop before, where several answered. */
export function addHub(route: Route, { hop, host: text, network, line }: MtrHub, summary: HopSummary): void {
  if (hop === undefined) return;
  const host = hostOf(text ?? '');
  const last = route.hops.at(-1);
  if (last?.hop === hop) return addHosts(last, host ? [host] : []);
  const made = summarisedHop({ hop, line }, host ? [host] : [], summary);
  if (network !== undefined && /^AS\d/.test(network)) {
    made.networks = [network];
    for (const probe of made.probes) if (probe.address ?? probe.name) probe.network = network;
  }
  route.hops.push(made);
}
