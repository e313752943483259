import * as l10n from '@vscode/l10n';
import type { Route } from '../route';
import { mtrSummary, mtrTitles, usualMtrTitles } from './mtrColumns';
import { hostOf, isNobody, isWrongLoss, summarisedHop } from './summarisedHop';
import { addHosts, destinationFromLastHop, emptyRoute, isRestart, noteGap, type TextTool } from './textTool';

/** Titles of the columns of each open route, as its line "HOST:" names them. */
const titlesOf = new WeakMap<Route, readonly string[]>();

const hopForm = /^\s*(\d{1,3})\.(?:\|--\s*|\s+)(\S.*)$/;
/** "probe (10.0.0.9) -> a.example (192.0.2.1)": the first line of the screen, in what is copied from it. */
const screen = /^(\S+) \(([^()\s]+)\) -> (\S+)(?: \(([^()\s]+)\))?(?:\s|$)/;

/** `mtr --report` and `--report-wide`, with `-z`, `-b` and `-e`: "HOST: …" and a line for each hop; mtr's screen too. */
export const mtrReport: TextTool = {
  begin(line, number) {
    const route = emptyRoute('mtr', number);
    const start = /^Start:\s*(.+)$/.exec(line);
    if (start) {
      const time = Date.parse(start[1] as string);
      if (!Number.isNaN(time)) route.time = time;
      return { route };
    }
    const copied = screen.exec(line);
    if (copied) {
      const [, , source = '', asked = '', address = asked] = copied;
      route.source = source;
      route.destination = address;
      if (asked !== address) route.name = asked;
      return { route };
    }
    return header(route, line) ? { route } : undefined;
  },

  take(route, line, number, note) {
    const match = hopForm.exec(line);
    if (!match) return route.hops.length === 0 ? header(route, line) : more(route, line);
    const titles = titlesOf.get(route);
    const count = Number(match[1]);
    if (!titles || count < 1 || count > 255 || isRestart(route, count)) return false;
    const words = (match[2] as string)
      .replace(/(\S)(100\.0+%)/, '$1 $2')
      .trim()
      .split(/\s+/);
    const network = /^AS(?:\d+|\?+)$/i.test(words[0] ?? '') ? words.shift() : undefined;
    noteGap(route, count, number, note);
    // "(waiting for reply)", as the screen has it, without numbers.
    const silent = /^\([^()]*\)$/.test(words.join(' '));
    const values = silent ? [] : words.splice(Math.max(0, words.length - titles.length));
    const who = words.join(' ');
    const host = silent ? undefined : hostOf(who);
    const summary = mtrSummary(titles, values);
    if (
      !silent &&
      (isWrongLoss(summary) ||
        values.length < titles.length ||
        !values.every(isNumber) ||
        who === '' ||
        (!host && !isNobody(who)))
    )
      note(
        number,
        l10n.t('Not read: a hop has a host and the {0} columns that "HOST:" names.', titles.length),
      );
    const made = summarisedHop({ hop: count, line: number }, host ? [host] : [], summary);
    if (network && /\d/.test(network)) {
      made.networks = [network];
      for (const probe of made.probes) if (probe.address ?? probe.name) probe.network = network;
    }
    route.hops.push(made);
    return true;
  },

  adopt(line, number) {
    const route = emptyRoute('mtr', number);
    titlesOf.set(route, usualMtrTitles);
    let read = true;
    return mtrReport.take(route, line, number, () => (read = false)) && read && route.hops.length > 0
      ? route
      : undefined;
  },

  end: destinationFromLastHop,
};

const isNumber = (value: string) => /^\d+(?:\.\d*)?%?$/.test(value);

function header(route: Route, line: string): boolean {
  if (/^\s*(?:Keys:|Packets\s+Pings\s*$|My traceroute\b)/.test(line)) return true;
  const match = /^\s*HOST:?\s+(\S.*?)\s*$/i.exec(line);
  const words = match?.[1]?.split(/\s+/) ?? [];
  const source = mtrTitles.includes(words[0] ?? '') ? undefined : words.shift();
  // A title that is none would have its column taken for another's.
  if (words.length < 2 || !words.every(title => mtrTitles.includes(title))) return false;
  if (source !== undefined) route.source = source;
  titlesOf.set(route, words);
  return true;
}

/** More hosts of the hop above, alone on their line or behind "|  `|--", and MPLS labels. */
function more(route: Route, line: string): boolean {
  const hop = route.hops.at(-1);
  const mpls = /\[MPLS:\s*([^\]]*)\]/.exec(line);
  const other = /^\s+(?:\|\s+[`|]*\|?--\s+)?(AS(?:\d+|\?+)\s+)?(\S+(?: [([]\S*)?)\s*$/.exec(line);
  if (!hop) return false;
  if (mpls) {
    (hop.mpls ??= []).push((mpls[1] as string).trim());
    return true;
  }
  const host = hostOf(other?.[2] ?? '');
  if (!other || !host || !(host.address !== undefined || /[.:(|]|AS/.test(line))) return false;
  const network = /^AS\d+/i.exec(other[1] ?? '')?.[0];
  if (network !== undefined) {
    host.network = network;
    if (!hop.networks?.includes(network)) (hop.networks ??= []).push(network);
  }
  addHosts(hop, [host]);
  return true;
}
