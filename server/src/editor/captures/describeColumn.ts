import { addressKind } from '../../engine/captures/addresses';
import type { Field, Flow, FlowColumn } from '../../engine/captures/flow';
import { labelClass } from '../../engine/captures/labels';
import { bold, escapeMarkdown } from '../markdown';
import { serviceOf } from './services';
import { describeState } from './states';
import { formatBytes, formatCount, formatDuration, formatTime } from '../units';

type Explain = (flow: Flow, text: string) => string;

/** One Markdown sentence on the cell under the pointer: its name and value in bold, then what it means. */
export function describeColumn(flow: Flow, field: Field): string {
  const known = Object.hasOwn(columns, field.column) ? columns[field.column as FlowColumn] : undefined;
  const [name, explain] = known ?? [field.column, () => 'a column that this extension does not know'];
  const value = field.text === '' ? '(empty)' : field.text;
  return `${bold(`${name} ${value}`)}: ${explain(flow, field.text)}.`;
}

const columns: Readonly<Record<FlowColumn, readonly [string, Explain]>> = {
  StartTime: ['Start', flow => `the first packet, ${formatTime(flow.startTime)} if the clock ran on UTC`],
  Dur: ['Duration', flow => `${formatDuration(flow.duration)} between first and last packet`],
  Proto: ['Protocol', (_, text) => protocols.get(text.toLowerCase()) ?? 'the transport protocol'],
  SrcAddr: ['Source', (_, text) => `${addressText(text)} that Argus takes for the one who began`],
  Sport: ['Source port', (flow, text) => portText(flow.proto, text)],
  Dir: ['Direction', (_, text) => directions.get(text) ?? 'a direction that ra(1) does not list'],
  DstAddr: ['Destination', (_, text) => `${addressText(text)} that was spoken to`],
  Dport: ['Destination port', (flow, text) => portText(flow.proto, text)],
  State: ['State', (flow, text) => describeState(flow.proto, text)],
  sTos: ['Source type of service', (_, text) => tosText(text)],
  dTos: ['Destination type of service', (_, text) => tosText(text)],
  TotPkts: ['Packets', () => 'sent by both sides together'],
  TotBytes: ['Bytes', flow => bytesText(flow, flow.bytes)],
  SrcBytes: ['Source bytes', flow => sourceShare(flow, bytesText(flow, flow.srcBytes))],
  SrcPkts: ['Source packets', () => 'sent by the source'],
  srcUdata: ['Source user data', (_, text) => userDataText(text)],
  dstUdata: ['Destination user data', (_, text) => userDataText(text)],
  Label: [
    'Label',
    (_, text) => (text === '' ? 'nobody labelled this flow' : `counted as ${labelClass(text)}`),
  ],
};

const protocols = new Map(
  Object.entries({
    tcp: 'connections with handshake and retransmission',
    udp: 'single datagrams, no connection',
    icmp: 'control messages such as ping and unreachable',
    'ipv6-icmp': 'control messages of IPv6',
    igmp: 'membership of multicast groups',
    arp: 'which MAC address has an IP address',
    rtp: 'voice or video in real time, over UDP',
    rtcp: 'reports on voice or video in real time, over UDP',
    esp: 'encrypted packets of IPsec',
    gre: 'a tunnel',
    llc: 'frames below IP, link-layer control',
  }),
);

const directions = new Map(
  Object.entries({
    '->': 'the source began and sent to the destination',
    '<-': 'the destination began and sent to the source',
    '<->': 'both sides sent; the source began',
    '<?>': 'both sides sent; Argus did not see who began',
    '?>': 'the source sent; Argus is not sure that it began',
    '<?': 'the destination sent; Argus is not sure that it began',
    who: 'ARP: the source asks who has the destination address',
    '|>': 'the source began; the flow was reset',
    '<|': 'the destination began; the flow was reset',
    '<|>': 'both sides sent; the flow was reset',
    'o>': 'the source began; the flow timed out',
    '<o': 'the destination began; the flow timed out',
    '<o>': 'both sides sent; the flow timed out',
    '': 'Argus gives none',
  }),
);

function addressText(text: string): string {
  const kind = addressKind(text);
  return kind ? `the ${kind} address of the host` : 'the name of the host';
}

function portText(proto: string, text: string): string {
  if (text === '') return 'the protocol has no ports, or the packet that names them was not seen';
  if (/icmp/i.test(proto)) return 'no port: Argus prints ICMP types, codes and identifiers here';
  const service = serviceOf(proto, text);
  if (service) return `${service.name}, for ${service.purpose}`;
  const number = Number(text);
  if (!(number >= 0)) return `the service ${escapeMarkdown(text)}`;
  return number >= 32768 ? 'a port of the kind that clients are given' : 'no service that is well known';
}

function tosText(text: string): string {
  if (text === '') return 'no packet from this side';
  return Number(text) === 0 ? 'best effort' : `DSCP ${Number(text) >> 2}, the priority asked of the network`;
}

function bytesText(flow: Flow, bytes: number | undefined): string {
  if (bytes === undefined) return 'not given';
  const each =
    flow.packets && bytes === flow.bytes ? `, ${formatCount(Math.round(bytes / flow.packets))} a packet` : '';
  return `${formatBytes(bytes)}${each}, headers included`;
}

function sourceShare(flow: Flow, text: string): string {
  if (flow.bytes === undefined || flow.srcBytes === undefined || flow.bytes === 0) return text;
  return `${text}, ${Math.round((100 * flow.srcBytes) / flow.bytes)} % of the flow`;
}

/** Argus prints the first bytes of each side as `s[21]=…`, base64 or text. */
function userDataText(text: string): string {
  const [, side, size, encoded] = /^([sd])\[(\d+)\]=(.*)$/s.exec(text) ?? [];
  if (!side) return text === '' ? 'no bytes were kept' : 'the first bytes of this side';
  const base64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded ?? '') && (encoded ?? '').length % 4 === 0;
  const decoded = base64
    ? `; decoded: ${escapeMarkdown(Buffer.from(encoded ?? '', 'base64').toString('latin1'), 80)}`
    : '';
  return `the first ${Number(size)} bytes of this side${decoded}`;
}
