import { hopIn, numberIn, objectIn, objectsIn, textIn, type JsonTool } from './jsonTool';
import { mtrSummary, mtrTitles } from './mtrColumns';
import { hostOf, summarisedHop } from './summarisedHop';
import { emptyRoute } from './textTool';

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
      const hop = hopIn(hub, 'count');
      if (hop === undefined) continue;
      const host = hostOf(textIn(hub, 'host') ?? '');
      const titles = mtrTitles.filter(title => title in hub);
      const values = titles.map(title => String(numberIn(hub, title)));
      const made = summarisedHop({ hop, line: lineOf(hub) }, host ? [host] : [], mtrSummary(titles, values));
      const network = textIn(hub, 'ASN');
      if (network !== undefined && /^AS\d/.test(network)) made.networks = [network];
      route.hops.push(made);
    }
    return [route];
  },

  whyEmpty: () => 'This report of mtr has no hops: its list "hubs" is empty.',
};
