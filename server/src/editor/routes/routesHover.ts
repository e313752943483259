import type { Range } from 'vscode-languageserver/node';
import { answered, hopsInOrder, isAnswer } from '../../engine/routes/features';
import type { Hop, Probe, Route } from '../../engine/routes/route';
import { subnetOf, type SubnetPrefix } from '../../engine/routes/subnets';
import { bold, escapeMarkdown } from '../markdown';
import { routeClasses, type RouteEntry, type RoutesIndex } from './routesIndex';
import { jitterOf, lossOf, meanOf, milliseconds, roundTripsOf } from './routesTimes';
import { counted, formatCount } from '../units';

export interface RouteHoverContext {
  prefix: SubnetPrefix;
  /** Undefined while the lines are still being counted. */
  index?: RoutesIndex | undefined;
  /** The network and place of an address, from the user's MaxMind file. */
  networkOf?: (address: string) => string | undefined;
}

export interface RouteHover {
  /** Markdown; everything from the document is escaped. */
  markdown: string;
  range: Range;
}

/** Of the hop on a zero-based line of the route, and of the host under the pointer. */
export function hopHover(
  route: Route,
  text: string,
  place: { line: number; character: number },
  context: RouteHoverContext,
): RouteHover | undefined {
  const word = wordAt(text, place.character);
  const hop = hopOn(route, place.line + 1, word?.text);
  if (!hop) return undefined;
  const host = hostUnder(hop, word?.text) ?? hop.probes.find(isAnswer);
  const sections = [
    `${bold(`Hop ${hop.hop}`)}: ${host ? hostText(host) : 'no answer'}`,
    host ? subnetText(host, context) : '',
    networkText(hop, host, context),
    timesText(hop, host),
    jumpText(route, hop),
    hop.mpls ? `MPLS ${hop.mpls.map(label => escapeMarkdown(label)).join('; ')}` : '',
    marksText(hop),
  ];
  const { line } = place;
  const [start, end] = word && hostUnder(hop, word.text) ? [word.start, word.end] : [0, text.length];
  const range = { start: { line, character: start }, end: { line, character: end } };
  return { markdown: sections.filter(section => section !== '').join('\n\n'), range };
}

/** Of the header of a route: what the networks learn from it. */
export function routeHover(
  entry: RouteEntry,
  route: Route | undefined,
  text: string,
  place: { line: number },
): RouteHover {
  const [timeouts, averagePing, numHops, tailTimeouts, reached] = entry.statistics as [
    number,
    number,
    number,
    number,
    number,
  ];
  const to = [route?.name, entry.destination].filter(Boolean).map(host => bold(host as string));
  const about = [
    `label ${entry.label}`,
    `lines ${formatCount(entry.line)} to ${formatCount(entry.lastLine)}`,
    `read as ${entry.format}`,
    ...(route?.time === undefined ? [] : [timeText(route.time)]),
  ];
  const rows = [
    ['Timeouts', formatCount(timeouts)],
    ['AveragePing', milliseconds(averagePing)],
    ['NumHops', formatCount(numHops)],
    ['Tail Timeouts', formatCount(tailTimeouts)],
    ['Reached', reached === 1 ? 'yes' : 'no'],
  ];
  const sections = [
    `Route to ${to.join(', ') || 'a destination that the tool does not tell'}  \n${about.join(' · ')}`,
    ['| feature | value |', '| --- | ---: |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
      '\n',
    ),
    numHops <= 2 ? 'Left out of what is learned: two hops tell too little.' : '',
  ];
  const range = {
    start: { line: place.line, character: 0 },
    end: { line: place.line, character: text.length },
  };
  return { markdown: sections.filter(section => section !== '').join('\n\n'), range };
}

/** The word of addresses and names around a character. */
export function wordAt(
  text: string,
  character: number,
): { text: string; start: number; end: number } | undefined {
  for (const match of text.matchAll(/[\p{L}\p{N}_.:%-]+/gu)) {
    const end = match.index + match[0].length;
    if (character >= match.index && character <= end) {
      const bare = match[0].replace(/[.:]+$/, '');
      return { text: bare, start: match.index, end: match.index + bare.length };
    }
  }
  return undefined;
}

/** The hop that a one-based line tells of. Where the whole route is on one line, the one whose host is pointed at. */
export function hopOn(route: Route, line: number, word: string | undefined): Hop | undefined {
  const here = route.hops.filter(hop => hop.line === line);
  if (route.line === line) return here.find(hop => hostUnder(hop, word) !== undefined);
  // JSON gives a hop several lines, and BSD continues one: the last that began before.
  return here.find(hop => hostUnder(hop, word)) ?? here[0] ?? route.hops.findLast(hop => hop.line <= line);
}

function hostUnder(hop: Hop, word: string | undefined): Probe | undefined {
  if (word === undefined) return undefined;
  return hop.probes.find(probe => probe.address === word || probe.name === word);
}

function hostText({ address, name }: Probe): string {
  if (address === undefined) return `${bold(name ?? '')}, of which the tool tells no address`;
  return name === undefined ? bold(address) : `${bold(address)} (${escapeMarkdown(name)})`;
}

function subnetText(host: Probe, { index, prefix }: RouteHoverContext): string {
  const who = host.address ?? host.name ?? '';
  const subnet = `Subnet ${bold(subnetOf(who, prefix))}`;
  if (!index) return `${subnet}: the routes through it are being counted.`;
  const { passing, routes } = index.commonness(who);
  const shares = routeClasses.flatMap((name, i) => {
    const [of = 0, all = 0] = [passing[i], routes[i]];
    const kind = name === 'none' ? `${counted(all, 'route')} without a label` : counted(all, `${name} route`);
    return all === 0 ? [] : [`${share(of, all)} of ${kind}`];
  });
  return `${subnet}: passed by ${shares.join(', ')} here.`;
}

function networkText(hop: Hop, host: Probe | undefined, { networkOf }: RouteHoverContext): string {
  const looked = host?.address === undefined ? undefined : networkOf?.(host.address);
  // A tool may name the system of each host, and say of one that it knows none ("[*]").
  const each = hop.probes.some(probe => probe.network !== undefined);
  const own = each ? (host?.network === undefined ? [] : [host.network]) : hop.networks;
  const told = own?.map(network => escapeMarkdown(network)).join(', ') || undefined;
  return [
    looked === undefined ? '' : `Network ${escapeMarkdown(looked)}`,
    told === undefined ? '' : `${told}, says the tool`,
  ]
    .filter(text => text !== '')
    .join(' · ');
}

function timesText(hop: Hop, host: Probe | undefined): string {
  const loss = lossOf(hop);
  const lost = loss === 0 ? 'no loss' : `${(loss * 100).toFixed(loss < 0.1 ? 1 : 0)} % lost`;
  if (hop.times) {
    const { average, best, worst, deviation, sent } = hop.times;
    const parts = [
      `mean ${milliseconds(average)}`,
      ...(best !== undefined && worst !== undefined
        ? [`${milliseconds(best)} to ${milliseconds(worst)}`]
        : []),
      ...(deviation === undefined ? [] : [`jitter ${milliseconds(deviation)} (standard deviation)`]),
      `${lost}${sent === undefined ? '' : ` of ${counted(sent, 'probe')}`}`,
    ];
    return `Round trip ${parts.join(' · ')}`;
  }
  const own = roundTripsOf(hop, host);
  if (own.length === 0)
    return hop.probes.length === 0 ? '' : `Of ${counted(hop.probes.length, 'probe')} ${lost}`;
  const jitter = jitterOf(own);
  const others = roundTripsOf(hop).length - own.length;
  return [
    `Round trip ${own.slice(0, 10).map(milliseconds).join(', ')}`,
    ...(jitter === undefined ? [] : [`jitter ${milliseconds(jitter)}`]),
    lost,
    ...(others > 0 ? [`${counted(others, 'answer')} of other hosts on this hop`] : []),
  ].join(' · ');
}

/** Between means of hops that answered. Negative is usual: routers answer when they have time. */
function jumpText(route: Route, hop: Hop): string {
  const mean = meanOf(hop);
  const before = hopsInOrder(route).findLast(
    each => each !== undefined && each.hop < hop.hop && answered(each) && meanOf(each) !== undefined,
  );
  const earlier = before && meanOf(before);
  if (mean === undefined || !before || earlier === undefined) return '';
  const jump = mean - earlier;
  return `${jump < 0 ? '−' : '+'}${milliseconds(Math.abs(jump))} from hop ${before.hop}`;
}

const meanings: Record<string, string> = {
  '!H': 'host unreachable',
  '!N': 'network unreachable',
  '!P': 'protocol unreachable',
  '!S': 'source route failed',
  '!F': 'fragmentation needed',
  '!X': 'communication administratively prohibited',
  '!A': 'communication administratively prohibited',
  '!V': 'host precedence violation',
  '!C': 'precedence cutoff in effect',
};

function marksText(hop: Hop): string {
  const marks = new Set(hop.probes.flatMap(probe => (probe.mark === undefined ? [] : [probe.mark])));
  return [...marks]
    .map(
      mark =>
        `${escapeMarkdown(mark)}: ${meanings[mark.slice(0, 2)] ?? 'destination unreachable, by another code'}`,
    )
    .join(' · ');
}

function share(of: number, all: number): string {
  const percent = (100 * of) / all;
  return `${of > 0 && percent < 0.1 ? '< 0.1' : percent.toFixed(percent > 0 && percent < 10 ? 1 : 0)} %`;
}

function timeText(time: number): string {
  return Math.abs(time) > 8.64e15 ? '' : new Date(time).toISOString().replace('T', ' ').slice(0, 19);
}
