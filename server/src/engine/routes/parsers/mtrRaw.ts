import * as l10n from '@vscode/l10n';
import type { Hop, Probe, Route } from '../route';
import { isAddress } from '../subnets';
import { destinationFromLastHop, emptyRoute, noteGap, type TextTool } from './textTool';

interface Raw {
  /** The number of the first probe. */
  first?: string;
  /** By hop, counted from nought. */
  hosts: Map<number, Probe>;
  sent: Map<number, number>;
  hops: Map<number, Hop>;
}

const raws = new WeakMap<Route, Raw>();
const form = /^([xhpdm]) (\d{1,3})(?: (.*?))?\s*$/;

/** `mtr --raw`: x for what is sent, h for who answers, p for how fast, d for a name, m for MPLS; hops from nought. */
export const mtrRaw: TextTool = {
  begin(line, number) {
    if (!/^(?:x \d{1,3} \d+|h \d{1,3} \S+)\s*$/.test(line)) return undefined;
    const route = emptyRoute('mtr-raw', number);
    raws.set(route, { hosts: new Map(), sent: new Map(), hops: new Map() });
    let read = true;
    mtrRaw.take(route, line, number, () => (read = false));
    return read ? { route } : undefined;
  },

  take(route, line, number, note) {
    const raw = raws.get(route);
    const match = form.exec(line);
    if (!raw || !match) return false;
    const [, kind, place, rest = ''] = match;
    const hop = Number(place);
    if (hop > 254) return false;
    // Probes are numbered; the next run begins with the same number again.
    if (kind === 'x' && hop === 0 && rest !== '' && rest === raw.first) return false;
    if (kind === 'x') raw.first ??= rest;
    const made = raw.hops.get(hop) ?? { hop: hop + 1, line: number, probes: [] };
    raw.hops.set(hop, made);
    if (kind === 'x') raw.sent.set(hop, (raw.sent.get(hop) ?? 0) + 1);
    else if (kind === 'h') {
      if (isAddress(rest)) raw.hosts.set(hop, { address: rest });
      else note(number, l10n.t('Not read on this line: the address "{0}".', rest.slice(0, 60)));
    } else if (kind === 'd') {
      const host = raw.hosts.get(hop);
      for (const probe of made.probes) if (probe.address === host?.address) probe.name = rest;
      if (host) host.name = rest;
    } else if (kind === 'm') (made.mpls ??= []).push(rest);
    else {
      const micros = Number(rest.split(' ')[0] || NaN);
      const host = raw.hosts.get(hop);
      if (micros >= 0 && host) made.probes.push({ ...host, rtt: micros / 1000 });
      else
        note(
          number,
          l10n.t('Not read on this line: a time in microseconds, of a host that a line "h" names.'),
        );
    }
    return true;
  },

  end(route, note) {
    const raw = raws.get(route);
    if (!raw) return;
    const hops = [...raw.hops].sort(([a], [b]) => a - b);
    for (const [place, hop] of hops) {
      noteGap(route, hop.hop, hop.line, note);
      const host = raw.hosts.get(place);
      if (hop.probes.length === 0 && host) hop.probes.push({ ...host });
      const lost = (raw.sent.get(place) ?? 0) - hop.probes.length;
      for (let i = 0; i < lost; i++) hop.probes.push({});
      if (hop.probes.length === 0) hop.probes.push({});
      route.hops.push(hop);
    }
    destinationFromLastHop(route);
  },
};
