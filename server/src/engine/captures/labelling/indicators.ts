import * as l10n from '@vscode/l10n';
import { addressKind } from '../addresses';
import type { LabelRule, Match } from './rule';

const network = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/;
const endpoint = /^(?:\[([0-9a-fA-F:.]+)\]|([\d.]+)):(\d{1,5})$/;
const port = /^(?:(tcp|udp|sctp)[/ ])?(?:port[ :=]|:)?(\d{1,5})$/i;

/** What is listed without a word of its own. */
const usual = 'malicious indicator';

/**
 * A list of indicators, one on a line: an address, a network, an address with its port, a port (`:4444`, `port 4444`,
 * `tcp/4444`); behind `#`, `;` or a comma, what it is. Flows with it at either end are caught.
 */
export function readIndicators(
  file: string,
  lines: readonly string[],
): { rules: LabelRule[]; notes: string[] } {
  const rules: LabelRule[] = [];
  const others: number[] = [];
  for (const [i, raw] of lines.entries()) {
    const [, said = '', about = ''] = /^\s*([^#;,]*?)\s*(?:[#;,]\s*(.*?)\s*)?$/.exec(raw) ?? [];
    if (said === '') continue;
    const any = matchesOf(defanged(said));
    if (any) rules.push({ label: usual, detail: about, file, line: i + 1, text: said, any });
    else others.push(i + 1);
  }
  const shown = others.slice(0, 5).join(', ');
  const notes =
    others.length > 0
      ? [
          l10n.t(
            '{0}: {1} line(s) are no address, network or port, such as line {2}; flows name no others, and they are passed over.',
            file,
            others.length,
            shown,
          ),
        ]
      : [];
  return { rules, notes };
}

/** Whether a line is an indicator, so that a file of such is told from other text. */
export const isIndicator = (line: string) =>
  matchesOf(defanged(line.replace(/[#;,].*$/, '').trim())) !== undefined;

/** Reports write 10[.]0[.]0[.]1, so that nobody follows it. */
const defanged = (text: string) => text.replaceAll('[.]', '.').replaceAll('[:]', ':');

function matchesOf(text: string): Match[] | undefined {
  if (addressKind(text) !== undefined) return [{ src: text }, { dst: text }];
  const [, base = '', bits = ''] = network.exec(text) ?? [];
  const kind = addressKind(base);
  if (kind !== undefined && Number(bits) <= (kind === 'IPv4' ? 32 : 128))
    return [{ src: text }, { dst: text }];
  const [, v6, v4 = '', at = ''] = endpoint.exec(text) ?? [];
  const address = v6 ?? v4;
  if (addressKind(address) !== undefined && Number(at) <= 65535)
    return [
      { src: address, sport: at },
      { dst: address, dport: at },
    ];
  const [, proto, number = ''] = port.exec(text) ?? [];
  if (number === '' || Number(number) > 65535) return undefined;
  const of = proto === undefined ? {} : { proto: proto.toLowerCase() };
  return [
    { ...of, sport: number },
    { ...of, dport: number },
  ];
}
