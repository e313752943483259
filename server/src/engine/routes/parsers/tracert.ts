import * as l10n from '@vscode/l10n';
import type { Probe, Route } from '../route';
import { isAddress } from '../subnets';
import { hostOf } from './summarisedHop';
import {
  emptyRoute,
  isRestart,
  nextHop,
  setDestination,
  whoIn,
  type TextTool,
  type UnknownLine,
} from './textTool';

// Windows in English, German, French, Spanish, Italian, Portuguese and Dutch, which write the destination behind
// words of one line; other languages are read by what stands in brackets above the first hop.
const header =
  /^\s*(?:Tracing route to|Routenverfolgung zu|D.termination de l.itin.raire vers|Traza a(?: la direcci.n)?|Traccia instradamento verso|Rastreando a rota para|De route wordt getraceerd naar)\s+(\S.*)$/i;

/** Times with a unit of any script, as "<1 ms" is written in Chinese, or in a code page that was not the text's. */
const oneTime = String.raw`<?\d+\s?(?:ms|[^\s\x00-\x7f]{1,12})|\*`;
const times = new RegExp(String.raw`^\s*((?:(?:${oneTime})(?:\s+|$)){1,10})(.*)$`);
const reached = /^Destination Reached in (\d+)\s?ms\b.*?(\S+?)\.?$/i;

/** tracert of Windows: three times, then the host; hosts that refuse say so in words. tracetcp writes the same. */
export const tracert: TextTool = {
  begin(line, number) {
    const who = whoIn(header.exec(line)?.[1] ?? '');
    if (!who) return undefined;
    const route = emptyRoute('tracert', number);
    setDestination(route, who);
    if (!/\bport\b/i.test(who.rest)) readLimit(who.rest, limit => (route.maxHops = limit));
    return { route };
  },

  take(route, line, number, note) {
    const match = /^\s*(\d{1,3})\s+(\S.*?)\s*$/.exec(line);
    const hop = Number(match?.[1]);
    if (!match || hop < 1 || hop > 255) {
      if (route.hops.length > 0 || header.test(line)) return /^\s*[^\d\s|#][^\d]*[.。…\uFFFD]\s*$/.test(line);
      return readLimit(line, limit => (route.maxHops = limit));
    }
    if (isRestart(route, hop)) return false;
    const probes = probesOf(match[2] as string);
    const made = nextHop(route, hop, number, note);
    if (probes) made.probes = probes;
    else note(number, l10n.t('Not read: a hop has three times ("12 ms", "<1 ms" or "*") and a host.'));
    return true;
  },

  adopt(line, number, above) {
    const route = emptyRoute('tracert', number);
    let read = true;
    if (!tracert.take(route, line, number, () => (read = false)) || !read || route.hops.length === 0)
      return undefined;
    readHeading(route, above);
    return route;
  },
};

/** What stands behind the number of a hop; undefined when it cannot be read. */
function probesOf(rest: string): Probe[] | undefined {
  const timed = times.exec(rest);
  if (timed) {
    const host = hostOf(timed[2] as string);
    const told = (timed[1] as string).match(new RegExp(oneTime, 'g')) ?? [];
    const answered = told.some(time => time !== '*');
    if (answered !== (host !== undefined) && answered) return undefined;
    // Behind stars alone stand words ("Request timed out."), in the language of the system, and never a host.
    if (!answered && (timed[2] as string).trim() === '') return undefined;
    return told.map(time => (time === '*' ? {} : { ...host, rtt: Number(/\d+/.exec(time)?.[0]) }));
  }
  const end = reached.exec(rest);
  if (end && isAddress(end[2] as string)) return [{ address: end[2] as string, rtt: Number(end[1]) }];
  const said = /^(\S+(?:\s+\[[^\]]+\])?)\s+[^:：]{1,40}[:：]\s*(.*)$/.exec(rest);
  const host = said && hostOf(said[1] as string);
  if (!host) return undefined;
  const mark = /\bnet|netz|r.seau|red\b|rete\b|网络/i.test(said[2] as string) ? '!N' : '!H';
  return [{ ...host, mark }];
}

/** The destination of a header in a language that is not known: "name [address]", else the one address there. */
function readHeading(route: Route, above: readonly UnknownLine[]): void {
  for (const { line, text } of above) {
    const [, name = '', address = ''] = /(\S+)\s+\[([^\]\s]+)\]/.exec(text) ?? [];
    const alone = text.match(/[\da-fA-F]*[.:][\da-fA-F.:]+/g)?.find(isAddress);
    if (isAddress(address)) setDestination(route, { destination: address, name });
    else if (isAddress(name) && address !== '') setDestination(route, { destination: name, name: address });
    else if (alone !== undefined) setDestination(route, { destination: alone });
    else continue;
    route.line = line;
  }
  if (route.destination === '') return;
  route.line = Math.min(route.line, above[0]?.line ?? route.line);
  const most = above.map(({ text }) => /(?:^|\s)(\d{1,3})(?=\s|:|$)/.exec(text)?.[1]).find(Boolean);
  if (most !== undefined) route.maxHops = Number(most);
}

function readLimit(line: string, tell: (limit: number) => void): boolean {
  const match = /(?:^|\s)(\d{1,3})\s+\p{L}+\s*[:.]?\s*$/u.exec(line) ?? /\b(\d{1,3})\s*[:.]?\s*$/.exec(line);
  if (match) tell(Number(match[1]));
  return match !== null;
}
