import * as l10n from '@vscode/l10n';
import type { Range } from 'vscode-languageserver/node';
import { answered, hopsInOrder, isAnswer } from '../../engine/routes/features';
import type { Hop, Probe, Route } from '../../engine/routes/route';
import { subnetOf, type SubnetPrefix } from '../../engine/routes/subnets';
import { bold, escapeMarkdown } from '../markdown';
import { routeClasses, type RouteEntry, type RoutesIndex } from './routesIndex';
import { jitterOf, lossOf, meanOf, milliseconds, roundTripsOf } from './routesTimes';
import { counted } from '../../../../shared/text/counted';
import { formatCount } from '../units';

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
    `${bold(l10n.t('Hop {0}', hop.hop))}: ${host ? hostText(host) : l10n.t('no answer')}`,
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
    l10n.t('label {0}', entry.label),
    l10n.t('lines {0} to {1}', formatCount(entry.line), formatCount(entry.lastLine)),
    l10n.t('read as {0}', entry.format),
    ...(route?.time === undefined ? [] : [timeText(route.time)]),
  ];
  const rows = [
    [l10n.t('Timeouts'), formatCount(timeouts)],
    [l10n.t('AveragePing'), milliseconds(averagePing)],
    [l10n.t('NumHops'), formatCount(numHops)],
    [l10n.t('Tail Timeouts'), formatCount(tailTimeouts)],
    [l10n.t('Reached'), reached === 1 ? l10n.t('yes') : l10n.t('no')],
  ];
  const sections = [
    l10n.t(
      'Route to {0}  \n{1}',
      to.join(', ') || l10n.t('a destination that the tool does not tell'),
      about.join(' · '),
    ),
    [
      `| ${l10n.t('feature')} | ${l10n.t('value')} |`,
      '| --- | ---: |',
      ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ].join('\n'),
    numHops <= 2 ? l10n.t('Left out of what is learned: two hops tell too little.') : '',
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
  if (address === undefined) return l10n.t('{0}, of which the tool tells no address', bold(name ?? ''));
  return name === undefined ? bold(address) : `${bold(address)} (${escapeMarkdown(name)})`;
}

function subnetText(host: Probe, { index, prefix }: RouteHoverContext): string {
  const who = host.address ?? host.name ?? '';
  const subnet = l10n.t('Subnet {0}', bold(subnetOf(who, prefix)));
  if (!index) return l10n.t('{0}: the routes through it are being counted.', subnet);
  const { passing, routes } = index.commonness(who);
  const shares = routeClasses.flatMap((name, i) => {
    const [of = 0, all = 0] = [passing[i], routes[i]];
    const kind = counted(all, name === 'none' ? 'route without a label' : `${name} route`);
    return all === 0 ? [] : [l10n.t('{0} of {1}', share(of, all), kind)];
  });
  return l10n.t('{0}: passed by {1} here.', subnet, shares.join(', '));
}

function networkText(hop: Hop, host: Probe | undefined, { networkOf }: RouteHoverContext): string {
  const looked = host?.address === undefined ? undefined : networkOf?.(host.address);
  // A tool may name the system of each host, and say of one that it knows none ("[*]").
  const each = hop.probes.some(probe => probe.network !== undefined);
  const own = each ? (host?.network === undefined ? [] : [host.network]) : hop.networks;
  const told = own?.map(network => escapeMarkdown(network)).join(', ') || undefined;
  return [
    looked === undefined ? '' : l10n.t('Network {0}', escapeMarkdown(looked)),
    told === undefined ? '' : l10n.t('{0}, says the tool', told),
  ]
    .filter(text => text !== '')
    .join(' · ');
}

function timesText(hop: Hop, host: Probe | undefined): string {
  const loss = lossOf(hop);
  const lost =
    loss === 0 ? l10n.t('no loss') : l10n.t('{0} % lost', (loss * 100).toFixed(loss < 0.1 ? 1 : 0));
  if (hop.times) {
    const { average, best, worst, deviation, sent } = hop.times;
    const parts = [
      l10n.t('mean {0}', milliseconds(average)),
      ...(best !== undefined && worst !== undefined
        ? [l10n.t('{0} to {1}', milliseconds(best), milliseconds(worst))]
        : []),
      ...(deviation === undefined
        ? []
        : [l10n.t('jitter {0} (standard deviation)', milliseconds(deviation))]),
      `${lost}${sent === undefined ? '' : l10n.t(' of {0}', counted(sent, 'probe'))}`,
    ];
    return l10n.t('Round trip {0}', parts.join(' · '));
  }
  const own = roundTripsOf(hop, host);
  if (own.length === 0)
    return hop.probes.length === 0 ? '' : l10n.t('Of {0} {1}', counted(hop.probes.length, 'probe'), lost);
  const jitter = jitterOf(own);
  const others = roundTripsOf(hop).length - own.length;
  return [
    l10n.t('Round trip {0}', own.slice(0, 10).map(milliseconds).join(', ')),
    ...(jitter === undefined ? [] : [l10n.t('jitter {0}', milliseconds(jitter))]),
    lost,
    ...(others > 0 ? [l10n.t('{0} of other hosts on this hop', counted(others, 'answer'))] : []),
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
  return l10n.t('{0}{1} from hop {2}', jump < 0 ? '−' : '+', milliseconds(Math.abs(jump)), before.hop);
}

const meanings = (): Record<string, string> => ({
  '!H': l10n.t('host unreachable'),
  '!N': l10n.t('network unreachable'),
  '!P': l10n.t('protocol unreachable'),
  '!S': l10n.t('source route failed'),
  '!F': l10n.t('fragmentation needed'),
  '!X': l10n.t('communication administratively prohibited'),
  '!A': l10n.t('communication administratively prohibited'),
  '!V': l10n.t('host precedence violation'),
  '!C': l10n.t('precedence cutoff in effect'),
});

function marksText(hop: Hop): string {
  const marks = new Set(hop.probes.flatMap(probe => (probe.mark === undefined ? [] : [probe.mark])));
  return [...marks]
    .map(
      mark =>
        `${escapeMarkdown(mark)}: ${meanings()[mark.slice(0, 2)] ?? l10n.t('destination unreachable, by another code')}`,
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
