import * as l10n from '@vscode/l10n';
import { addressKind } from '../addresses';
import type { LabelRule, Match } from './rule';

const network = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/;
const endpoint = /^(?:\[([0-9a-fA-F:.]+)\]|([\d.]+)):(\d{1,5})$/;
const port = /^(?:(tcp|udp|sctp)[/ ])?(?:port[ :=]|:)?(\d{1,5})$/i;

/** What is listed without a word of its own. */
const usual = 'malicious indicator';

/**
 * A list of indicators, one on a line: an address, a network, an address with its port or a link to it (`hxxp://10.0.0.1/x`),
 * a port (`:4444`, `port 4444`, `tcp/4444`); behind `#`, `;`, `|`, a comma, a tab or a blank, what it is. Flows with it at
 * either end are caught.
 */
export function readIndicators(
  file: string,
  lines: readonly string[],
): { rules: LabelRule[]; notes: string[] } {
  const rules: LabelRule[] = [];
  const others: number[] = [];
  for (const [i, raw] of lines.entries()) {
    const { said, about } = partsOf(raw);
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

/** An indicator, and what is said of it. */
function partsOf(raw: string): { said: string; about: string } {
  const line = raw.replace(/^\uFEFF/, '').trim();
  const [, quoted, text = '', rest = ''] =
    /^(?:"([^"]*)"|([^#;,|\t]*?))\s*(?:[#;,|\t]\s*(.*))?$/.exec(line) ?? [];
  const said = quoted ?? text;
  const about = rest.replace(/^"(.*)"$/, '$1').trim();
  if (about !== '' || matchesOf(defanged(said)) !== undefined) return { said, about };
  // Words behind a blank: what stands before them is an indicator by itself.
  const [, first = '', words = ''] = /^(\S+)\s+(.+)$/.exec(said) ?? [];
  return matchesOf(defanged(first)) === undefined ? { said, about } : { said: first, about: words };
}

/** Whether a line is an indicator, so that a file of such is told from other text. */
export const isIndicator = (line: string) => matchesOf(defanged(partsOf(line).said)) !== undefined;

/** Reports write 10[.]0[.]0[.]1 and hxxp://, so that nobody follows it; of a link, whom it names is left. */
function defanged(text: string): string {
  const plain = text
    .replace(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)/gi, '.')
    .replace(/\[:\]|\(:\)/g, ':')
    .replace(/\[\/\]/g, '/')
    .replace(/\[:\/\/\]/g, '://');
  const [, scheme = '', host] =
    /^(h(?:xx|tt|XX|\*\*)ps?|fxp|ftp|tcp|udp|wss?):\/\/([^/?#\s]+)/i.exec(plain) ?? [];
  if (host === undefined) return plain;
  const named = host.replace(/^[^@]*@/, '');
  const proto = /^(?:tcp|udp)$/i.test(scheme) ? '' : scheme;
  const usual = /^h..ps$|^wss$/i.test(proto) ? '443' : /^h..p$|^ws$/i.test(proto) ? '80' : '';
  const isBare = addressKind(named.replace(/^\[(.*)\]$/, '$1')) !== undefined;
  if (!isBare || usual === '') return named;
  return `${named}:${usual}`;
}

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
