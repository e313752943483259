import { hostOf } from './summarisedHop';
import { emptyRoute, hopOf, type TextTool } from './textTool';

/** tracepath of iputils: a line for each answer, late ones among later hops; the destination only when it is reached. */
export const tracepath: TextTool = {
  begin(line, number) {
    if (/^\s*\d+\?:\s+\[LOCALHOST\]/.test(line)) return { route: emptyRoute('tracepath', number) };
    if (!/^\s*1:\s+(?:\S+.*?\s[\d.]+\s?ms\b|no reply)/.test(line)) return undefined;
    const route = emptyRoute('tracepath', number);
    this.take(route, line, number, () => undefined);
    return { route };
  },

  take(route, line, number, note) {
    if (/^\s+(?:Too many hops|Resume):/.test(line)) return true;
    const match = /^\s*(\d{1,3})(\?)?:\s+(.*?)\s*$/.exec(line);
    if (!match) return false;
    const [, ttl, guess, rest = ''] = match;
    const count = Number(ttl);
    if (count < 1 || count > 255) return false;
    if (rest.startsWith('[LOCALHOST]')) return guess === undefined || route.hops.length === 0;
    const answer = /^(.*?)\s+([\d.]+)\s?ms\b(.*)$/.exec(rest);
    if (!answer) {
      const hop = hopOf(route, count, number);
      if (/^(?:no reply|send failed)/.test(rest)) hop.probes.push({});
      else note(number, 'Not read: expected a host and a time in ms, or "no reply".');
      return true;
    }
    // "pmtu": a router before the hop found the packet too large; the hop itself is asked again.
    if (/\bpmtu \d/.test(answer[3] as string) && !/\breached\b/.test(answer[3] as string)) return true;
    const host = hostOf((answer[1] as string).replace(/\s+asymm\s+\d+$/, ''));
    const mark = /![A-Z]\S*/.exec(answer[3] as string)?.[0];
    hopOf(route, count, number).probes.push({
      ...host,
      rtt: Number(answer[2]),
      ...(mark === undefined ? {} : { mark }),
    });
    if (/\breached\b/.test(answer[3] as string)) route.destination = host?.address ?? host?.name ?? '';
    return true;
  },
};
