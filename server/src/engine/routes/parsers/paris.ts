import * as l10n from '@vscode/l10n';
import { summarisedHop } from './summarisedHop';
import { emptyRoute, isRestart, noteGap, type TextTool } from './textTool';

const header = /^traceroute \[\(([^()]*?)(?::\d+)?\) -> \(([^()]*?)(?::\d+)?\)\]/;
const hosts = /(\S+) \(([^()]+)\)(?::[\d,]+)?\s+([\d.]+)\/([\d.]+)\/([\d.]+)\/([\d.]+) ms((?: +![\w<>]+)*)/g;

/** paris-traceroute with the exhaustive algorithm: "P(answers, probes)" and least/mean/most/deviation for each host. */
export const paris: TextTool = {
  begin(line, number) {
    const match = header.exec(line);
    if (!match) return undefined;
    const route = emptyRoute('paris', number);
    route.source = match[1] as string;
    route.destination = match[2] as string;
    return { route };
  },

  take(route, line, number, note) {
    const mpls = /^\s+MPLS Label (\d+ TTL=\d+)/.exec(line);
    const above = route.hops.at(-1);
    if (mpls && above) {
      (above.mpls ??= []).push(mpls[1] as string);
      return true;
    }
    const match = /^\s*(\d{1,3})\s+P\((\d+),\s*(\d+)\)\s*(.*)$/.exec(line);
    if (!match) return false;
    const count = Number(match[1]);
    if (count < 1 || count > 255 || isRestart(route, count)) return false;
    noteGap(route, count, number, note);
    const [received, sent] = [Number(match[2]), Number(match[3])];
    const found = [...(match[4] as string).matchAll(hosts)];
    if (found.length === 0 && received > 0)
      note(number, l10n.t('Not read: after P(…) a host has "name (address) least/mean/most/deviation ms".'));
    const answers = found.map(([, name, address, , average, , , mark]) => ({
      address: address as string,
      ...(name === address ? {} : { name: name as string }),
      rtt: Number(average),
      ...(mark === '' ? {} : { mark: (mark as string).trim() }),
    }));
    const [best, average, worst, deviation] = (found[0] ?? []).slice(3, 7).map(Number);
    const times = { sent, received, best, average, worst, deviation } as Record<string, number>;
    route.hops.push(summarisedHop({ hop: count, line: number }, answers, times));
    return true;
  },
};
