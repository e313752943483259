import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { BinaryKind } from './binary';

/** A call of a program in a folder of its own, in which `input` is the file. */
export interface Step {
  program: string;
  args: readonly string[];
  /** The file in that folder that its output goes to. */
  into?: string;
  /** A folder in that folder which must be there. */
  folder?: string;
}

/** Packets as tshark lists them are put together to flows by us; the others list flows. */
export interface Tool {
  name: string;
  /** Packages of Debian that have its programs. */
  packages: string;
  reads: readonly BinaryKind[];
  steps(kind: BinaryKind): readonly Step[];
  /** The file of flows, or of packets, that is left. */
  result: string;
  lists: 'flows' | 'packets';
}

const packets = ['pcap', 'pcapng'] as const;

const raColumns = 'stime dur proto saddr sport dir daddr dport state stos dtos pkts bytes sbytes spkts'.split(
  ' ',
);

// -X: what stands in configuration files is not asked.
const ra = (file: string): Step => ({
  program: 'ra',
  args: ['-X', '-r', file, '-n', '-u', '-c', ',', '-s', ...raColumns],
  into: 'flows.binetflow',
});

const nfdump = (...source: string[]): Step => ({
  program: 'nfdump',
  args: [...source, '-o', 'extended', '-6', '-N'],
  into: 'flows.txt',
});

/** Fields of a packet, in the order in which `packets.ts` reads them. */
export const packetFields = [
  'frame.time_epoch',
  'frame.len',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'arp.src.proto_ipv4',
  'arp.dst.proto_ipv4',
  'ip.proto',
  'ipv6.nxt',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.flags',
] as const;

/** In the order in which they are chosen where several are installed. */
export const tools: readonly Tool[] = [
  {
    name: 'argus',
    packages: 'argus-server and argus-client',
    reads: [...packets, 'argus'],
    steps: kind =>
      kind === 'argus'
        ? [ra('input')]
        : [{ program: 'argus', args: ['-X', '-r', 'input', '-w', 'flows.argus'] }, ra('flows.argus')],
    result: 'flows.binetflow',
    lists: 'flows',
  },
  {
    name: 'zeek',
    packages: 'zeek',
    reads: packets,
    steps: () => [{ program: 'zeek', args: ['-C', '-r', 'input', 'LogAscii::use_json=F'] }],
    result: 'conn.log',
    lists: 'flows',
  },
  {
    name: 'nfdump',
    packages: 'nfdump',
    reads: [...packets, 'nfcapd'],
    steps: kind =>
      kind === 'nfcapd'
        ? [nfdump('-r', 'input')]
        : [
            { program: 'nfpcapd', args: ['-r', 'input', '-l', 'nfcapd'], folder: 'nfcapd' },
            nfdump('-R', 'nfcapd'),
          ],
    result: 'flows.txt',
    lists: 'flows',
  },
  {
    name: 'tshark',
    packages: 'tshark',
    reads: packets,
    steps: () => [
      {
        program: 'tshark',
        args: [
          ...['-n', '-r', 'input', '-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=f'],
          ...packetFields.flatMap(field => ['-e', field]),
        ],
        into: 'packets.tsv',
      },
    ],
    result: 'packets.tsv',
    lists: 'packets',
  },
];

/** Where programs are that only administrators have in their path, and Zeek's own places. */
const further =
  process.platform === 'win32'
    ? []
    : ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin', '/opt/zeek/bin', '/usr/local/zeek/bin'];

/** The absolute path of a program; undefined where it is not installed. A folder that is relative to another is never looked in. */
export async function programAt(name: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => isAbsolute(folder));
  for (const folder of [...folders, ...further]) {
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}
