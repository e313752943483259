import * as l10n from '@vscode/l10n';
import type { Route } from '../route';
import { numberIn, hopIn, objectIn, objectsIn, textIn, Unread, type JsonTool } from './jsonTool';
import { mtrSummary, mtrTitles } from './mtrColumns';
import { hostOf, isNobody, isWrongLoss, summarisedHop, type HopSummary } from './summarisedHop';
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
      const told = {
        hop: hopIn(hub, 'count'),
        host: typeof hub['host'] === 'string' ? hub['host'] : undefined,
        network: textIn(hub, 'ASN'),
      };
      const wrong = addHub(route, { ...told, line: lineOf(hub) }, mtrSummary(titles, values));
      if (wrong !== undefined) throw new Unread(wrong, hub);
    }
    meetDestination(route);
    return [route];
  },

  whyEmpty: () => l10n.t('This report of mtr has no hops: its list "hubs" is empty.'),
};

/** What mtr tells of a hop in JSON and XML. */
export interface MtrHub {
  hop: number | undefined;
  host: string | undefined;
  network: string | undefined;
  line: number;
}

/** Adds a hop to a route, or hosts to the hop before, where several answered; what is wrong with it, if anything is. */
export function addHub(
  route: Route,
  { hop, host: text, network, line }: MtrHub,
  summary: HopSummary,
): string | undefined {
  if (text === undefined) return l10n.t('A hop has no host.');
  const host = hostOf(text);
  if (!host && !isNobody(text)) return l10n.t('The host "{0}" cannot be read.', text.slice(0, 60));
  if (isWrongLoss(summary)) return l10n.t('A loss is more than all, or less than nothing.');
  const last = route.hops.at(-1);
  if (hop === undefined) return l10n.t('A hop has no number from 1 to 255 as its "count".');
  if (last && (hop < last.hop || hop > last.hop + 1))
    return l10n.t('Hop {0} follows hop {1}.', hop, last.hop);
  if (last?.hop === hop) {
    addHosts(last, host ? [host] : []);
    return undefined;
  }
  const made = summarisedHop({ hop, line }, host ? [host] : [], summary);
  if (network !== undefined && /^AS\d/.test(network)) {
    made.networks = [network];
    for (const probe of made.probes) if (probe.address ?? probe.name) probe.network = network;
  }
  route.hops.push(made);
  return undefined;
}
