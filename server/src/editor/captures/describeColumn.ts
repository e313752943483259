import * as l10n from '@vscode/l10n';
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
  const [own, described] = [words.columns, columns()];
  const known =
    own && Object.hasOwn(own, field.column)
      ? ownWords(own[field.column] as NonNullable<typeof own>[string])
      : Object.hasOwn(described, field.column)
        ? described[field.column as FlowColumn]
        : undefined;
  const [name, explain] = known ?? [field.column, () => l10n.t('a column that this extension does not know')];
  const value = field.text === '' ? l10n.t('(empty)') : field.text;
  return `${bold(`${name} ${value}`)}: ${explain(flow, field.text, words)}.`;
}

const ownWords = ([name, explain]: readonly [string, (text: string) => string]) =>
  [name, (_: Flow, text: string) => explain(text)] as const;

const columns = (): Readonly<Record<FlowColumn | FurtherColumn, readonly [string, Explain]>> => ({
  StartTime: [
    l10n.t('Start'),
    flow => l10n.t('the first packet, {0} if the clock ran on UTC', formatTime(flow.startTime)),
  ],
  Dur: [l10n.t('Duration'), flow => durationText(flow.duration)],
  Proto: [
    l10n.t('Protocol'),
    (_, text) => protocols().get(text.toLowerCase()) ?? l10n.t('the transport protocol'),
  ],
  SrcAddr: [
    l10n.t('Source'),
    (_, text, words) => l10n.t('{0} that {1} takes for the one who began', addressText(text), words.tool),
  ],
  Sport: [l10n.t('Source port'), (flow, text, words) => portText(flow.proto, text, words)],
  Dir: [l10n.t('Direction'), (_, text, words) => directionText(text, words)],
  DstAddr: [l10n.t('Destination'), (_, text) => l10n.t('{0} that was spoken to', addressText(text))],
  Dport: [l10n.t('Destination port'), (flow, text, words) => portText(flow.proto, text, words)],
  State: [l10n.t('State'), (flow, text, words) => stateText(flow, text, words)],
  sTos: [l10n.t('Source type of service'), (_, text) => tosText(text)],
  dTos: [l10n.t('Destination type of service'), (_, text) => tosText(text)],
  TotPkts: [l10n.t('Packets'), () => l10n.t('sent by both sides together')],
  TotBytes: [l10n.t('Bytes'), flow => bytesText(flow, flow.bytes)],
  SrcBytes: [l10n.t('Source bytes'), flow => sourceShare(flow, bytesText(flow, flow.srcBytes))],
  SrcPkts: [l10n.t('Source packets'), () => l10n.t('sent by the source')],
  srcUdata: [l10n.t('Source user data'), (_, text) => userDataText(text)],
  dstUdata: [l10n.t('Destination user data'), (_, text) => userDataText(text)],
  Label: [
    l10n.t('Label'),
    (_, text) =>
      text === '' ? l10n.t('nobody labelled this flow') : l10n.t('counted as {0}', labelClass(text)),
  ],
  DetailedLabel: [l10n.t('Detailed label'), () => l10n.t('what exactly the label stands for')],
  Service: [l10n.t('Service'), () => l10n.t('the application protocol that was seen in the packets')],
  History: [l10n.t('History'), () => l10n.t('what happened on the connection, in order')],
  Severity: [l10n.t('Severity'), () => l10n.t('how grave the alert is, 1 the gravest')],
  Signature: [l10n.t('Signature'), () => l10n.t('the rule that raised an alert')],
  FlowId: [l10n.t('Flow'), () => l10n.t('the name that the tool gave this flow')],
});

const protocols = () =>
  new Map(
    Object.entries({
      tcp: l10n.t('connections with handshake and retransmission'),
      udp: l10n.t('single datagrams, no connection'),
      icmp: l10n.t('control messages such as ping and unreachable'),
      'ipv6-icmp': l10n.t('control messages of IPv6'),
      igmp: l10n.t('membership of multicast groups'),
      arp: l10n.t('which MAC address has an IP address'),
      rtp: l10n.t('voice or video in real time, over UDP'),
      rtcp: l10n.t('reports on voice or video in real time, over UDP'),
      esp: l10n.t('encrypted packets of IPsec'),
      gre: l10n.t('a tunnel'),
      llc: l10n.t('frames below IP, link-layer control'),
    }),
  );

function addressText(text: string): string {
  const kind = addressKind(text);
  return kind ? l10n.t('the {0} address of the host', kind) : l10n.t('the name of the host');
}

const durationText = (seconds: number | undefined) =>
  seconds === undefined
    ? l10n.t('not given')
    : l10n.t('{0} between first and last packet', formatDuration(seconds));

/** What a state means, as a clause. */
export function stateText(flow: Flow, text: string, words: Words): string {
  if (text === '') return l10n.t('{0} gives no state', words.tool);
  return words.state(flow.proto, text) ?? l10n.t('a state that {0} does not list', words.tool);
}

function directionText(text: string, words: Words): string {
  if (text === '') return l10n.t('{0} gives none', words.tool);
  return words.direction?.(text) ?? l10n.t('a direction that {0} does not list', words.tool);
}

function portText(proto: string, text: string, words: Words): string {
  if (text === '') return l10n.t('the protocol has no ports, or the packet that names them was not seen');
  if (/icmp/i.test(proto))
    return l10n.t('no port: {0} writes ICMP types, codes and identifiers here', words.tool);
  const service = serviceOf(proto, text);
  if (service) return l10n.t('{0}, for {1}', service.name, service.purpose);
  const number = Number(text);
  if (!(number >= 0)) return l10n.t('the service {0}', escapeMarkdown(text));
  return number >= 32768
    ? l10n.t('a port of the kind that clients are given')
    : l10n.t('no service that is well known');
}

function tosText(text: string): string {
  if (text === '') return l10n.t('no packet from this side');
  return Number(text) === 0
    ? l10n.t('best effort')
    : l10n.t('DSCP {0}, the priority asked of the network', Number(text) >> 2);
}

function bytesText(flow: Flow, bytes: number | undefined): string {
  if (bytes === undefined) return l10n.t('not given');
  const each =
    flow.packets && bytes === flow.bytes
      ? l10n.t(', {0} a packet', formatCount(Math.round(bytes / flow.packets)))
      : '';
  return l10n.t('{0}{1}, headers included', formatBytes(bytes), each);
}

function sourceShare(flow: Flow, text: string): string {
  if (flow.bytes === undefined || flow.srcBytes === undefined || flow.bytes === 0) return text;
  return l10n.t('{0}, {1} % of the flow', text, Math.round((100 * flow.srcBytes) / flow.bytes));
}

/** Argus prints the first bytes of each side as `s[21]=…`, base64 or text. */
function userDataText(text: string): string {
  const [, side, size, encoded] = /^([sd])\[(\d+)\]=(.*)$/s.exec(text) ?? [];
  if (!side) return text === '' ? l10n.t('no bytes were kept') : l10n.t('the first bytes of this side');
  const base64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded ?? '') && (encoded ?? '').length % 4 === 0;
  const decoded = base64
    ? l10n.t('; decoded: {0}', escapeMarkdown(Buffer.from(encoded ?? '', 'base64').toString('latin1'), 80))
    : '';
  return l10n.t('the first {0} bytes of this side{1}', Number(size), decoded);
}
