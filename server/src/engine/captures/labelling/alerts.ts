import * as l10n from '@vscode/l10n';
import { parseFlowTime } from '../time';
import { eitherWay, type LabelRule, type Match } from './rule';

/** Microseconds by which clocks of sensors may differ, and an alert come before its flow. */
const slack = 1_000_000;

interface Alert {
  signature: string;
  match: Match;
}

/** A line or an event, and the line on which it begins; undefined where it is too long to be read. */
interface Written {
  text: string | undefined;
  line: number;
}

/**
 * Alerts of Suricata's EVE, a rule for each signature: it catches the flows that were going on between the same ends when
 * it was raised, whichever way.
 */
export function readAlerts(file: string, events: AsyncIterable<readonly Written[]>): Promise<Found> {
  // Most events are no alerts, and parsing them takes the time.
  return gather(file, events, text => (text.includes('alert') ? alertIn(text) : 'none'));
}

/** The same of `fast.log`, a line each. */
export async function readFastAlerts(
  file: string,
  lines: AsyncIterable<readonly (string | undefined)[]>,
): Promise<Found> {
  async function* numbered() {
    let line = 0;
    for await (const some of lines) yield some.map(text => ({ text, line: ++line }));
  }
  const { rules, notes } = await gather(file, numbered(), text =>
    text.trim() === '' ? 'none' : fastAlertIn(text),
  );
  return { rules, notes: [...notes, l10n.t('{0}: its times name no zone, and are taken as UTC.', file)] };
}

/** `08/16/2011-10:01:46.972101  [**] [1:2000:3] ET SCAN … [**] [Classification: …] [Priority: 2] {TCP} 10.0.0.5:4000 -> 192.0.2.1:443`. */
const fast =
  /^\uFEFF?(\d\d)\/(\d\d)\/(\d{4}|\d\d)-(\d\d:\d\d:\d\d(?:\.\d{1,9})?)\s+(?:\[\w+\]\s+)?\[\*\*\] \[\d+:\d+:\d+\] (.*?) \[\*\*\].*\{([^}]*)\} (\S+) -> (\S+)\s*$/;

export const isFastAlert = (line: string) => fast.test(line);

interface Found {
  rules: LabelRule[];
  notes: string[];
}

async function gather(
  file: string,
  written: AsyncIterable<readonly Written[]>,
  alertOf: (text: string) => Alert | 'none' | undefined,
): Promise<Found> {
  const bySignature = new Map<string, { line: number; any: Match[] }>();
  let unread = 0;
  for await (const some of written)
    for (const { text, line } of some) {
      const found = text === undefined ? undefined : alertOf(text);
      if (found === 'none') continue;
      if (found === undefined) {
        unread++;
        continue;
      }
      const rule = bySignature.get(found.signature) ?? { line, any: [] };
      bySignature.set(found.signature, rule);
      rule.any.push(...eitherWay(found.match));
    }
  const rules = [...bySignature].map(([signature, { line, any }]) => ({
    label: 'alert',
    detail: signature,
    file,
    line,
    text: signature,
    any,
  }));
  const notes = [
    ...(unread > 0
      ? [l10n.t('{0}: {1} alert(s) do not say between whom and when; they are passed over.', file, unread)]
      : []),
    ...(rules.length === 0 ? [l10n.t('{0}: has events and no alerts.', file)] : []),
  ];
  return { rules, notes };
}

function alertIn(text: string): Alert | 'none' | undefined {
  let event: Record<string, unknown>;
  try {
    event = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (event['event_type'] !== 'alert') return 'none';
  const said = (name: string) => {
    const value = event[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const signature = (event['alert'] as { signature?: unknown } | undefined)?.signature;
  const at = parseFlowTime(said('timestamp'));
  const [src, dst] = [said('src_ip'), said('dest_ip')];
  if (typeof signature !== 'string' || at === undefined || src === '' || dst === '') return undefined;
  const [sport, dport] = [said('src_port'), said('dest_port')];
  return { signature, match: matchOf({ src, dst, sport, dport, proto: said('proto'), at }) };
}

function fastAlertIn(text: string): Alert | undefined {
  const [, month = '', day = '', year = '', clock = '', signature = '', proto = '', from = '', to = ''] =
    fast.exec(text) ?? [];
  const at = parseFlowTime(`${year.length === 2 ? `20${year}` : year}/${month}/${day} ${clock}`);
  if (at === undefined) return undefined;
  const [src, sport] = endOf(from);
  const [dst, dport] = endOf(to);
  return { signature, match: matchOf({ src, dst, sport, dport, proto, at }) };
}

/** An address, and the port behind its last colon; of ICMP its type or code stands there. */
function endOf(text: string): [address: string, port: string] {
  const mark = text.lastIndexOf(':');
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)];
}

/** The flows that went on between two ends at a time. */
function matchOf(said: {
  src: string;
  dst: string;
  sport: string;
  dport: string;
  proto: string;
  at: number;
}): Match {
  const { src, dst, sport, dport, at } = said;
  const proto = said.proto.toLowerCase();
  return {
    src,
    dst,
    ...(sport === '' ? {} : { sport }),
    ...(dport === '' ? {} : { dport }),
    ...(proto === '' ? {} : { proto }),
    until: at + slack,
    endsFrom: at - slack,
  };
}
