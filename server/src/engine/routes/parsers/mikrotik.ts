import * as l10n from '@vscode/l10n';
import type { Route } from '../route';
import { isAddress } from '../subnets';
import { isWrongLoss, summarisedHop } from './summarisedHop';
import { destinationFromLastHop, emptyRoute, isRestart, noteGap, type TextTool } from './textTool';

const prompt = /^\[[^\]]*\]\s*\S*>\s*\/?\s*(?:tool[ /]+)?traceroute\s+(.*)$/i;
const titles = /^\s*(?:#\s+)?ADDRESS\s+LOSS\s+SENT\b/;
/** Version 7 names its columns first. */
const columns = /^\s*Columns:\s+ADDRESS\b/;
const row =
  /^\s*(?:(\d{1,3})\s+)?(?:([\da-fA-F]*[.:][\da-fA-F.:%]+\w*|(?=\S*[a-zA-Z])[\w.-]+)\s+)?(\d{1,3}(?:\.\d+)?)%\s+(\d+)\s+(?:timeout\b|([\d.]+)(?:ms)?\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)(?:\s+([\d.]+))?)\s*(.*)$/;

/** `/tool traceroute` of RouterOS: a table of hops with loss and times, numbered in versions before 7. */
export const mikrotik: TextTool = {
  begin(line, number) {
    const asked = prompt.exec(line);
    if (!asked && !titles.test(line) && !columns.test(line)) return undefined;
    const route = emptyRoute('mikrotik', number);
    const words = asked?.[1]?.split(/\s+/) ?? [];
    route.destination = words.map(word => word.replace(/^address=/, '')).find(w => !w.includes('=')) ?? '';
    return { route };
  },

  take(route, line, number, note) {
    if (titles.test(line) || columns.test(line)) return route.hops.length === 0;
    const match = row.exec(line);
    if (!match) {
      if (!/^\s*\d{1,3}\s+\S/.test(line) || isRestart(route, Number.parseInt(line, 10))) return false;
      note(
        number,
        l10n.t('Not read: a hop has an address, its loss, how many were sent, and times or "timeout".'),
      );
      return true;
    }
    const hop = match[1] === undefined ? (route.hops.at(-1)?.hop ?? 0) + 1 : Number(match[1]);
    if (hop < 1 || hop > 255) return false;
    if (isRestart(route, hop)) return same(route, hop, match[2]);
    noteGap(route, hop, number, note);
    const [, , who, loss, sent, last, average, best, worst, deviation, status = ''] = match;
    const host = who === undefined ? [] : [isAddress(who) ? { address: who } : { name: who }];
    const numbers = { last, average, best, worst, deviation };
    const told = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
    const summary = { loss: Number(loss) / 100, sent: Number(sent), ...told };
    if (isWrongLoss(summary)) note(number, l10n.t('Not read on this line: the loss "{0}%".', loss ?? ''));
    const made = summarisedHop({ hop, line: number }, host, summary);
    const mpls = /<MPLS:([^>]*)>/.exec(status)?.[1];
    if (mpls !== undefined) made.mpls = [mpls];
    route.hops.push(made);
    return true;
  },

  end: destinationFromLastHop,
};

/** Another host of the same hop stands on a line with the same number. */
function same(route: Route, number: number, who: string | undefined): boolean {
  const hop = route.hops.at(-1);
  if (hop?.hop !== number || who === undefined || hop.probes.some(p => p.address === who)) return false;
  hop.probes.push(isAddress(who) ? { address: who } : { name: who });
  return true;
}
