/** Captures that are no text, which a tool of the analyst's makes flows of. */
export type BinaryKind = 'pcap' | 'pcapng' | 'argus' | 'nfcapd';

const kinds: Readonly<Record<BinaryKind, string>> = {
  pcap: 'packets (pcap)',
  pcapng: 'packets (pcapng)',
  argus: 'records of Argus',
  nfcapd: 'records of nfdump (nfcapd)',
};

export const binaryTitle = (kind: BinaryKind) => kinds[kind];

/** At which byte each of them has which: libpcap in both byte orders, with micro- and nanoseconds. */
const magics: readonly (readonly [BinaryKind, number, readonly number[]])[] = [
  ['pcap', 0, [0xa1, 0xb2, 0xc3, 0xd4]],
  ['pcap', 0, [0xd4, 0xc3, 0xb2, 0xa1]],
  ['pcap', 0, [0xa1, 0xb2, 0x3c, 0x4d]],
  ['pcap', 0, [0x4d, 0x3c, 0xb2, 0xa1]],
  ['pcapng', 0, [0x0a, 0x0d, 0x0d, 0x0a]],
  ['nfcapd', 0, [0x0c, 0xa5, 0x01, 0x00]],
  ['nfcapd', 0, [0x0c, 0xa5, 0x02, 0x00]],
  // The cookie of the record with which a file of Argus 3 begins.
  ['argus', 8, [0xe5, 0x71, 0x2d, 0xcb]],
];

/** What the first bytes of a file are of; undefined for text, and for what no tool here reads. */
export function binaryKind(bytes: Uint8Array): BinaryKind | undefined {
  return magics.find(([, at, magic]) => magic.every((byte, i) => bytes[at + i] === byte))?.[0];
}
