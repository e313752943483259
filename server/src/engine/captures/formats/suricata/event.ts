import * as l10n from '@vscode/l10n';
import { usualAddress } from '../../addresses';
import type { Flow, Problem } from '../../flow';
import { visibleText } from '../../../../../../shared/text/visibleText';
import type { Layout } from '../format';
import type { JsonObject } from '../json/jsonLine';
import { timeOf } from '../table/units';
import type { EveWriting } from './written';

export type EveLayout = Layout & EveWriting;

/** What an alert adds to its flow. A smaller number is the graver severity. */
export interface Alert {
  severity: string;
  signature: string;
  category: string;
}

/** Label of a flow that Suricata raised an alert on: a class of its own. */
export const alertLabel = 'alert';

const text = (value: unknown): string =>
  value === undefined || value === null || typeof value === 'object' ? '' : String(value);
const amount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const sum = (a: number | undefined, b: number | undefined) =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
const part = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

export const typeOf = (event: JsonObject): string => text(event['event_type']);
export const flowIdOf = (event: JsonObject): string => text(event['flow_id']);

/** Whether an event says between whom it was. */
export const namesAFlow = (event: JsonObject): boolean =>
  text(event['src_ip']) !== '' && text(event['dest_ip']) !== '' && text(event['timestamp']) !== '';

export function alertOf(event: JsonObject): Alert | undefined {
  const alert = part(event['alert']);
  const signature = text(alert['signature']);
  if (typeOf(event) !== 'alert' || signature === '') return undefined;
  return { severity: text(alert['severity']), signature, category: text(alert['category']) };
}

/** Both addresses in one order, whichever of them sent the packet; ports of ICMP differ both ways. */
export function endsOf(event: JsonObject): string {
  const [src, dst] = [usualAddress(text(event['src_ip'])), usualAddress(text(event['dest_ip']))];
  return src < dst ? `${src} ${dst}` : `${dst} ${src}`;
}

/** Microseconds since 1970. */
export const eventTime = (event: JsonObject): number | undefined => timeOf(text(event['timestamp']), 'time');

/** What a netflow event tells: one direction of a flow, the first of which is that of its source. */
export function flowOfNetflow(
  event: JsonObject,
  line: number,
  problems: Problem[],
  length: number,
): Flow | undefined {
  const { pkts, bytes, ...times } = part(event['netflow']);
  const flow = { ...times, pkts_toserver: pkts, bytes_toserver: bytes };
  return flowOfEvent({ ...event, flow }, line, problems, length);
}

/** A flow of its two directions, in the order of the file. */
export function joined(flow: Flow, other: Flow): Flow {
  const isBack = other.srcAddr === flow.dstAddr && other.sport === flow.dport;
  const end = (each: Flow) => each.startTime + (each.duration ?? 0) * 1e6;
  const startTime = Math.min(flow.startTime, other.startTime);
  return {
    ...flow,
    startTime,
    duration: (Math.max(end(flow), end(other)) - startTime) / 1e6,
    packets: sum(flow.packets, other.packets),
    bytes: sum(flow.bytes, other.bytes),
    srcPackets: isBack ? flow.srcPackets : sum(flow.srcPackets, other.srcPackets),
    srcBytes: isBack ? flow.srcBytes : sum(flow.srcBytes, other.srcBytes),
  };
}

/** The flow that an event tells of (EVE JSON, Suricata's user guide), without its alerts; undefined: `problems` says why. */
export function flowOfEvent(
  event: JsonObject,
  line: number,
  problems: Problem[],
  length: number,
): Flow | undefined {
  const flow = part(event['flow']);
  const tcp = part(event['tcp']);
  const start = text(flow['start']) || text(event['timestamp']);
  const startTime = timeOf(start, 'time');
  if (startTime === undefined || !namesAFlow(event)) {
    const what =
      startTime === undefined
        ? l10n.t('has no time ("{0}")', visibleText(start, 60))
        : l10n.t('does not name both ends');
    problems.push({
      line,
      start: 0,
      end: length,
      severity: 'error',
      code: 'start-time',
      message: l10n.t('The event {0}: correct it; until then it is left out of the capture.', what),
    });
    return undefined;
  }
  const end = timeOf(text(flow['end']), 'time');
  const sent = amount(flow['bytes_toserver']);
  const packets = amount(flow['pkts_toserver']);
  const service = text(event['app_proto']);
  const further = {
    FlowId: flowIdOf(event),
    ...(service === '' || service === 'failed' ? {} : { Service: service }),
  };
  return {
    line,
    startTime,
    duration: end === undefined ? amount(flow['age']) : Math.max(0, (end - startTime) / 1e6),
    proto: text(event['proto']).toLowerCase(),
    srcAddr: usualAddress(text(event['src_ip'])),
    sport: text(event['src_port']) || text(event['icmp_type']),
    dir: '->',
    dstAddr: usualAddress(text(event['dest_ip'])),
    dport: text(event['dest_port']) || text(event['icmp_code']),
    state: text(tcp['state']) || text(flow['state']),
    sTos: '',
    dTos: '',
    packets: sum(packets, amount(flow['pkts_toclient'])),
    bytes: sum(sent, amount(flow['bytes_toclient'])),
    srcBytes: sent,
    srcPackets: packets,
    label: '',
    further,
  };
}
