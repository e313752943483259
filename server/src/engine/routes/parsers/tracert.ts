import type { Probe } from '../route';
import { hostOf } from './summarisedHop';
import { emptyRoute, hopOf, type TextTool } from './textTool';

// Windows in English, German, French, Spanish, Italian, Portuguese and Dutch; what follows is the same in all.
const header =
  /^\s*(?:Tracing route to|Routenverfolgung zu|D.termination de l.itin.raire vers|Traza a(?: la direcci.n)?|Traccia instradamento verso|Rastreando a rota para|De route wordt getraceerd naar)\s+(\S+)(?:\s+\[([^\]]+)\])?/i;
const times = /^\s*((?:(?:<?\d+\s?ms|\*)\s*){1,10})(.*)$/;

/** tracert of Windows: three times, then the host; hosts that refuse say so in words. */
export const tracert: TextTool = {
  begin(line, number) {
    const match = header.exec(line);
    if (!match) return undefined;
    const route = emptyRoute('tracert', number);
    const [, asked = '', address = asked] = match;
    route.destination = address;
    if (asked !== address) route.name = asked;
    readLimit(line, limit => (route.maxHops = limit));
    return { route };
  },

  take(route, line, number, note) {
    const match = /^\s*(\d{1,3})\s+(\S.*?)\s*$/.exec(line);
    const hop = Number(match?.[1]);
    if (!match || hop < 1 || hop > 255) {
      if (route.hops.length > 0 || header.test(line)) return /^\s*[^\d\s|#][^\d]*\.\s*$/.test(line);
      return readLimit(line, limit => (route.maxHops = limit));
    }
    const rest = match[2] as string;
    const timed = times.exec(rest);
    const said = /^(\S+(?:\s+\[[^\]]+\])?)\s+[^:]{2,40}:\s*(.*)$/.exec(rest);
    if (timed) {
      const host = hostOf(timed[2] as string);
      const told = [...(timed[1] as string).matchAll(/<?(\d+)\s?ms|\*/g)];
      const answered = told.some(([, time]) => time !== undefined);
      if (answered && !host) note(number, 'Not read: three times are followed by a host.');
      // Behind three stars stand words ("Request timed out."), in the language of the system.
      const probes = told.map(([, time]): Probe =>
        time === undefined ? {} : { ...host, rtt: Number(time) },
      );
      hopOf(route, hop, number).probes.push(...probes);
    } else if (said) {
      const mark = /\bnet|netz|r.seau|red\b|rete\b/i.test(said[2] as string) ? '!N' : '!H';
      hopOf(route, hop, number).probes.push({ ...hostOf(said[1] as string), mark });
    } else note(number, 'Not read: a hop has three times ("12 ms", "<1 ms" or "*") and a host.');
    return true;
  },
};

function readLimit(line: string, tell: (limit: number) => void): boolean {
  const match = /(?:^|\s)(\d{1,3})\s+\p{L}+\s*:?\s*$/u.exec(line) ?? /\b(\d{1,3})\s*:?\s*$/.exec(line);
  if (match) tell(Number(match[1]));
  return match !== null;
}
