import * as l10n from '@vscode/l10n';
import type { Route } from '../route';
import { hostOf } from './summarisedHop';
import { emptyRoute, hopOf, type Note, type TextTool } from './textTool';

/** A host, its time, and what tracepath may say behind it. */
const answerForm = /^(.*?)\s+([\d.]+)\s?ms\b((?:\s+(?:asymm\s+\d+|pmtu \d+|reached|![A-Z]\S*))*)$/;

/** Routes of which the last line was read: hops that follow are of the next. */
const ended = new WeakSet<Route>();

/** The last hop of each open route, and the late answers since. */
const reached = new WeakMap<Route, { most: number; late: number }>();

/** tracepath of iputils: a line for each answer, late ones among later hops; the destination only when it is reached. */
export const tracepath: TextTool = {
  begin(line, number) {
    if (/^\s*\d+\?:\s+\[LOCALHOST\]/.test(line)) return { route: emptyRoute('tracepath', number) };
    if (!/^\s*1:\s+(?:\S+.*?\s[\d.]+\s?ms\b|no reply)/.test(line)) return undefined;
    const route = emptyRoute('tracepath', number);
    let problem: string | undefined;
    this.take(route, line, number, (_, message) => (problem = message));
    return problem === undefined ? { route } : { route, problem };
  },

  take(route, line, number, note) {
    if (/^\s+(?:Too many hops|Resume):/.test(line)) {
      ended.add(route);
      return true;
    }
    if (ended.has(route)) return false;
    const match = /^\s*(\d{1,3})(\?)?:\s+(.*?)\s*$/.exec(line);
    if (!match) return false;
    const [, ttl, guess, rest = ''] = match;
    const count = Number(ttl);
    if (count < 1 || count > 255) return false;
    if (rest.startsWith('[LOCALHOST]')) return guess === undefined || route.hops.length === 0;
    follow(route, count, number, note);
    const answer = answerForm.exec(rest);
    if (!answer) {
      const hop = hopOf(route, count, number);
      if (/^(?:no reply|send failed)/.test(rest)) hop.probes.push({});
      else note(number, l10n.t('Not read: expected a host and a time in ms, or "no reply".'));
      return true;
    }
    // "pmtu": a router before the hop found the packet too large; the hop itself is asked again.
    if (/\bpmtu \d/.test(answer[3] as string) && !/\breached\b/.test(answer[3] as string)) return true;
    const host = hostOf((answer[1] as string).replace(/\s+asymm\s+\d+$/, ''));
    if (!host) note(number, l10n.t('Not read: a host stands before the time.'));
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

/** Notes hops that are missing. A late answer of a hop before takes the line of a later one without any. */
function follow(route: Route, hop: number, line: number, note: Note): void {
  const { most, late } = reached.get(route) ?? { most: 0, late: 0 };
  if (most > 0 && hop - most - 1 > late)
    note(
      line,
      l10n.t('Hop {0} follows hop {1}: what is between them is missing, or could not be read.', hop, most),
      'gap',
    );
  reached.set(route, hop > most ? { most: hop, late: 0 } : { most, late: late + Number(hop < most) });
}
