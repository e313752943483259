import type { Route } from '../route';
import { mtrSummary, mtrTitles } from './mtrColumns';
import { hostOf, summarisedHop } from './summarisedHop';
import { destinationFromLastHop, emptyRoute, type TextTool } from './textTool';

/** Titles of the columns of each open route, as its line "HOST:" names them. */
const titlesOf = new WeakMap<Route, readonly string[]>();

/** `mtr --report` and `--report-wide`, with `-z`, `-b` and `-e`: "HOST: …" and a line for each hop. */
export const mtrReport: TextTool = {
  begin(line, number) {
    const route = emptyRoute('mtr', number);
    const start = /^Start:\s*(.+)$/.exec(line);
    if (start) {
      const time = Date.parse(start[1] as string);
      if (!Number.isNaN(time)) route.time = time;
      return { route };
    }
    return header(route, line) ? { route } : undefined;
  },

  take(route, line, number, note) {
    const match = /^\s*(\d{1,3})\.\s?(?:\|--\s?)?(.*)$/.exec(line);
    if (!match) return route.hops.length === 0 ? header(route, line) : more(route, line);
    const titles = titlesOf.get(route);
    if (!titles) return false;
    const words = (match[2] as string)
      .replace(/(\S)(100\.0%)/, '$1 $2')
      .trim()
      .split(/\s+/);
    const values = words.splice(Math.max(0, words.length - titles.length));
    const network = /^AS(?:\d+|\?+)$/i.test(words[0] ?? '') ? words.shift() : undefined;
    if (values.length < titles.length || words.length === 0) {
      note(number, `Not read: a hop has a host and the ${titles.length} columns that "HOST:" names.`);
      return true;
    }
    const host = hostOf(words.join(' '));
    const hop = summarisedHop(
      { hop: Number(match[1]), line: number },
      host ? [host] : [],
      mtrSummary(titles, values),
    );
    if (network && /\d/.test(network)) hop.networks = [network];
    if (hop.hop >= 1 && hop.hop <= 255) route.hops.push(hop);
    return true;
  },

  end: destinationFromLastHop,
};

function header(route: Route, line: string): boolean {
  const match = /^HOST:\s*(\S*)\s+(.*)$/.exec(line);
  if (!match) return false;
  route.source = match[1] as string;
  titlesOf.set(
    route,
    (match[2] as string).split(/\s+/).filter(title => mtrTitles.includes(title)),
  );
  return true;
}

/** More hosts of the hop above ("|  `|-- 10.0.0.2"), and MPLS labels. */
function more(route: Route, line: string): boolean {
  const hop = route.hops.at(-1);
  const mpls = /\[MPLS:\s*([^\]]*)\]/.exec(line);
  const other = /^\s+(?:\|\s+[`|]*\|?--\s|AS(?:\d+|\?+)\s+)\s*(\S.*)$/.exec(line);
  if (!hop || !(mpls ?? other)) return false;
  if (mpls) (hop.mpls ??= []).push((mpls[1] as string).trim());
  else {
    const host = hostOf(other?.[1] as string);
    if (host) hop.probes.push(host);
  }
  return true;
}
