import * as l10n from '@vscode/l10n';
import type { Probe } from '../route';
import { isAddress } from '../subnets';
import { emptyRoute, isRestart, nextHop, setDestination, whoIn, type TextTool } from './textTool';

/** tracebox: "N: host (address)" and what a middlebox changed there; it tells no times. */
export const tracebox: TextTool = {
  begin(line, number) {
    const who = whoIn(/^tracebox6? to (\S.*)$/.exec(line)?.[1] ?? '');
    if (!who) return undefined;
    const route = emptyRoute('tracebox', number);
    setDestination(route, who);
    const most = /(\d{1,3}) hops max/.exec(who.rest);
    if (most) route.maxHops = Number(most[1]);
    return { route };
  },

  take(route, line, number, note) {
    const match = /^\s*(\d{1,3}):\s+(\S.*)$/.exec(line);
    const hop = Number(match?.[1]);
    if (!match || hop < 1 || hop > 255 || isRestart(route, hop)) return false;
    const made = nextHop(route, hop, number, note);
    const said = match[2] as string;
    const who = whoIn(said);
    if (/^\*/.test(said)) made.probes.push({});
    else if (who && isAddress(who.destination)) {
      const probe: Probe = { address: who.destination };
      if (who.name !== undefined) probe.name = who.name;
      made.probes.push(probe);
    } else note(number, l10n.t('Not read: a hop has an address, or "*".'));
    return true;
  },
};
