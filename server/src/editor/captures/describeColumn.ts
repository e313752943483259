import { addressKind } from '../../engine/captures/addresses';
import type { FlowColumn, FurtherColumn } from '../../engine/captures/columns';
import type { Field, Flow } from '../../engine/captures/flow';
import type { Words } from '../../engine/captures/formats/format';
import { labelClass } from '../../engine/captures/labels';
import { bold, escapeMarkdown } from '../markdown';
import { serviceOf } from './services';
import { formatBytes, formatCount, formatDuration, formatTime } from '../units';

type Explain = (flow: Flow, text: string, words: Words) => string;

/** One Markdown sentence on the cell under the pointer: its name and value in bold, then what it means. */
export function describeColumn(flow: Flow, field: Field, words: Words): string {
  const own = words.columns;
  const known =
    own && Object.hasOwn(own, field.column)
      ? ownWords(own[field.column] as NonNullable<typeof own>[string])
      : Object.hasOwn(columns, field.column)
        ? columns[field.column as FlowColumn]
        : undefined;
  const [name, explain] = known ?? [field.column, () => 'a column that this extension does not know'];
  const value = field.text === '' ? '(empty)' : field.text;
  return `${bold(`${name} ${value}`)}: ${explain(flow, field.text, words)}.`;
}

const ownWords = ([name, explain]: readonly [string, (text: string) => string]) =>
  [name, (_: Flow, text: string) => explain(text)] as const;

const columns: Readonly<Record<FlowColumn | FurtherColumn, readonly [string, Explain]>> = {
  StartTime: ['Start', flow => `the first packet, ${formatTime(flow.startTime)} if the clock ran on UTC`],
  Dur: ['Duration', flow => durationText(flow.duration)],
  Proto: ['Protocol', (_, text) => protocols.get(text.toLowerCase()) ?? 'the transport protocol'],
  SrcAddr: [
    'Source',
    (_, text, words) => `${addressText(text)} that ${words.tool} takes for the one who began`,
  ],
  Sport: ['Source port', (flow, text, words) => portText(flow.proto, text, words)],
  Dir: ['Direction', (_, text, words) => directionText(text, words)],
  DstAddr: ['Destination', (_, text) => `${addressText(text)} that was spoken to`],
  Dport: ['Destination port', (flow, text, words) => portText(flow.proto, text, words)],
  State: ['State', (flow, text, words) => stateText(flow, text, words)],
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
  DetailedLabel: ['Detailed label', () => 'what exactly the label stands for'],
  Service: ['Service', () => 'the application protocol that was seen in the packets'],
  History: ['History', () => 'what happened on the connection, in order'],
  Severity: ['Severity', () => 'how grave the alert is, 1 the gravest'],
  Signature: ['Signature', () => 'the rule that raised an alert'],
  FlowId: ['Flow', () => 'the name that the tool gave this flow'],
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

function addressText(text: string): string {
  const kind = addressKind(text);
  return kind ? `the ${kind} address of the host` : 'the name of the host';
}

const durationText = (seconds: number | undefined) =>
  seconds === undefined ? 'not given' : `${formatDuration(seconds)} between first and last packet`;

/** What a state means, as a clause. */
export function stateText(flow: Flow, text: string, words: Words): string {
  if (text === '') return `${words.tool} gives no state`;
  return words.state(flow.proto, text) ?? `a state that ${words.tool} does not list`;
}

function directionText(text: string, words: Words): string {
  if (text === '') return `${words.tool} gives none`;
  return words.direction?.(text) ?? `a direction that ${words.tool} does not list`;
}

function portText(proto: string, text: string, words: Words): string {
  if (text === '') return 'the protocol has no ports, or the packet that names them was not seen';
  if (/icmp/i.test(proto)) return `no port: ${words.tool} writes ICMP types, codes and identifiers here`;
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
