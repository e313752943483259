import * as l10n from '@vscode/l10n';
import { parseFlowTime } from '../time';
import { eitherWay, type LabelRule, type Match } from './rule';

/** Microseconds by which clocks of sensors may differ, and an alert come before its flow. */
const slack = 1_000_000;

/** Whether a line is an event of Suricata's EVE. */
export const isEve = (line: string) => /^\s*\{/.test(line) && /"event_type"\s*:/.test(line);

/**
 * Alerts of Suricata, a rule for each signature: it catches the flows that were going on between the same ends when it was
 * raised, whichever way.
 */
export async function readAlerts(
  file: string,
  lines: AsyncIterable<string>,
): Promise<{ rules: LabelRule[]; notes: string[] }> {
  const bySignature = new Map<string, { line: number; any: Match[] }>();
  let [line, unread] = [0, 0];
  for await (const text of lines) {
    line++;
    // Most events are no alerts, and parsing them takes the time.
    if (!text.includes('"alert"')) continue;
    const found = alertIn(text);
    if (found === 'none') continue;
    if (found === undefined) {
      unread++;
      continue;
    }
    const rule = bySignature.get(found.signature) ?? { line, any: [] };
    bySignature.set(found.signature, rule);
    rule.any.push(...eitherWay(found.match));
  }
  const rules = [...bySignature].map(([signature, { line: at, any }]) => ({
    label: 'alert',
    detail: signature,
    file,
    line: at,
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

function alertIn(text: string): { signature: string; match: Match } | 'none' | undefined {
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
  const [sport, dport, proto] = [said('src_port'), said('dest_port'), said('proto').toLowerCase()];
  return {
    signature,
    match: {
      src,
      dst,
      ...(sport === '' ? {} : { sport }),
      ...(dport === '' ? {} : { dport }),
      ...(proto === '' ? {} : { proto }),
      until: at + slack,
      endsFrom: at - slack,
    },
  };
}
