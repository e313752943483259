/** What an element of nfdump's listings is for a flow. */
export type What =
  | 'start'
  | 'startRaw'
  | 'end'
  | 'endRaw'
  | 'duration'
  | 'proto'
  | 'source'
  | 'sourceAddress'
  | 'sourcePort'
  | 'destination'
  | 'destinationAddress'
  | 'destinationPort'
  | 'flags'
  | 'tos'
  | 'dTos'
  | 'packets'
  | 'outPackets'
  | 'inPackets'
  | 'bytes'
  | 'outBytes'
  | 'inBytes'
  | 'other';

const [date, amount, word] = [
  String.raw`\d{4}-\d\d-\d\d[ \tT]+\d\d:\d\d:\d\d(?:[.,]\d+)?`,
  String.raw`\d+(?:\.\d+)?(?: [KMGT]\b)?`,
  String.raw`[^\s,;|]+`,
];
const raw = String.raw`\d+(?:\.\d+)?`;
const span = String.raw`(?:\d+d\s*)?\d[\d:.]*`;

/** Names in headers, as nfdump prints them for the elements of `-o fmt:`, longer ones before those that begin them. */
const named: readonly (readonly [name: string, what: What, shape: string])[] = [
  ['Date first seen (raw)', 'startRaw', raw],
  ['First seen raw', 'startRaw', raw],
  ['Date last seen (raw)', 'endRaw', raw],
  ['Last seen raw', 'endRaw', raw],
  ['Date flow received (raw)', 'other', raw],
  ['Received raw', 'other', raw],
  ['Date flow received', 'other', date],
  ['Date first seen', 'start', date],
  ['Date flow start', 'start', date],
  ['Date last seen', 'end', date],
  ['Event time', 'start', date],
  ['Duration', 'duration', span],
  ['Proto', 'proto', word],
  ['Src IP Addr(..):Port', 'source', word],
  ['Dst IP Addr(..):Port', 'destination', word],
  ['X-Src IP Addr:Port', 'other', word],
  ['X-Dst IP Addr:Port', 'other', word],
  ['Src IP Addr:Port', 'source', word],
  ['Dst IP Addr:Port', 'destination', word],
  ['Src IP Addr(..)', 'sourceAddress', word],
  ['Dst IP Addr(..)', 'destinationAddress', word],
  ['Src IP Addr', 'sourceAddress', word],
  ['Dst IP Addr', 'destinationAddress', word],
  ['Src Pt', 'sourcePort', word],
  ['Dst Pt', 'destinationPort', word],
  ['Src Port', 'sourcePort', word],
  ['Dst Port', 'destinationPort', word],
  ['Out Pkt', 'outPackets', amount],
  ['In Pkt', 'inPackets', amount],
  ['Out Byte', 'outBytes', amount],
  ['In Byte', 'inBytes', amount],
  ['Packets', 'packets', amount],
  ['Bytes', 'bytes', amount],
  ['Flags', 'flags', word],
  ['Tos', 'tos', word],
  ['STos', 'tos', word],
  ['DTos', 'dTos', word],
  ...[
    ...[
      'Src Network',
      'Dst Network',
      'Next-hop IP',
      'BGP next-hop IP',
      'Router IP',
      'X-late Src IP',
      'X-late Dst IP',
    ],
    ...['Src AS', 'Dst AS', 'Next AS', 'Prev AS', 'In src MAC Addr', 'Out dst MAC Addr', 'In dst MAC Addr'],
    ...['Out src MAC Addr', 'Exp ID', 'nbar ID', 'nbar name', 'sni name', 'Input interface name'],
    ...['Output interface name', 'Ingress ACL', 'Egress ACL'],
    ...Array.from({ length: 10 }, (_, i) => `MPLS lbl ${10 - i}`),
  ].map(name => [name, 'other', word] as const),
];

/** The elements that a header names, in its order; names that are unknown are one word each. */
export function elementsOf(header: string): (readonly [What, string])[] {
  const found: (readonly [What, string])[] = [];
  for (let rest = header.trim().replace(/\s+/g, ' '); rest !== '';) {
    const known = named.find(([name]) => startsWithName(rest, name));
    const length = known ? known[0].length : (/^\S+/.exec(rest) as RegExpExecArray)[0].length;
    found.push(known ? [known[1], known[2]] : ['other', `(?:${amount}|${word})`]);
    rest = rest.slice(length).trimStart();
  }
  return found;
}

const startsWithName = (text: string, name: string) =>
  text.slice(0, name.length).toLowerCase() === name.toLowerCase() &&
  /^(?:\s|$)/.test(text.slice(name.length));

/** Between two elements: blanks, or what `-o fmt:` was given, and the arrow of an address to the other. */
const between = String.raw`(?:[\s,;|]+(?:<->|->|<-)[\s,;|]+|[\s,;|]+)`;

/** Rows of such elements, with a group for each; what follows the last that tells something of a flow may be anything. */
export function rowExpression(elements: readonly (readonly [What, string])[]): RegExp {
  const last = elements.findLastIndex(([what]) => what !== 'other');
  const parts = elements.slice(0, last + 1).map(([, shape]) => `(${shape})`);
  return new RegExp(`^[\\s,;|]*${parts.join(between)}(?=[\\s,;|]|$)`, 'd');
}
