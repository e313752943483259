import type { Flow } from '../../engine/captures/flow';
import type { Words } from '../../engine/captures/formats/format';
import { labelClass } from '../../engine/captures/labels';
import { bold, escapeMarkdown } from '../markdown';
import { serviceOf } from './services';
import { stateText } from './describeColumn';
import { counted, formatBytes, formatDuration, formatTime } from '../units';

/** Who asked whom for what, and whether an answer was seen: one Markdown sentence. */
export function whoAskedWhom(flow: Flow, { tool }: Words): string {
  const [source, destination] = [bold(flow.srcAddr), bold(flow.dstAddr)];
  if (flow.dir === 'who') return `${source} asked the local network which MAC address has ${destination}.`;
  const backward = flow.dir.startsWith('<') && !flow.dir.endsWith('>');
  const [asker, asked] = backward ? [destination, source] : [source, destination];
  const what = askedFor(flow.proto, backward ? flow.sport : flow.dport);
  if (flow.dir.includes('?') && flow.dir.startsWith('<') && flow.dir.endsWith('>'))
    return `${source} and ${destination} exchanged packets${what}; ${tool} did not see who began.`;
  const unsure = flow.dir.includes('?') ? ` (${tool} is not sure who began)` : '';
  return `${asker} asked ${asked}${what}${answered(flow)}${unsure}.`;
}

function askedFor(proto: string, port: string): string {
  const service = serviceOf(proto, port);
  const number = port === '' ? '' : ` port ${escapeMarkdown(port)}`;
  const where = `${escapeMarkdown(proto)}${number}`;
  if (service) return ` for ${service.purpose} (${service.name}, ${where})`;
  return /icmp/i.test(proto) ? ` by ${escapeMarkdown(proto)}` : ` on ${where}`;
}

function answered(flow: Flow): string {
  if (flow.bytes === undefined || flow.srcBytes === undefined) return '';
  const asking =
    flow.dir.startsWith('<') && !flow.dir.endsWith('>') ? flow.bytes - flow.srcBytes : flow.srcBytes;
  return flow.bytes > asking ? ', and got an answer' : ', and no answer was seen';
}

/** The rest of the flow in Markdown, a fact each: state, volume, duration, time, label. */
export function factsOf(flow: Flow, words: Words): string[] {
  const facts = [
    `State ${escapeMarkdown(flow.state)}: ${stateText(flow, flow.state, words)}`,
    `Volume: ${volumeOf(flow)}`,
    `${flow.duration === undefined ? 'Began' : `Lasted ${formatDuration(flow.duration)} from`} ${formatTime(flow.startTime)}`,
  ];
  if (flow.label !== '') facts.push(`Label ${escapeMarkdown(flow.label)} (${labelClass(flow.label)})`);
  return facts;
}

/** `8 packets, 1.2 kB: 500 B from the source, 700 B back`, as much of it as the capture says. */
export function volumeOf(flow: Flow): string {
  const parts: string[] = [];
  if (flow.packets !== undefined) parts.push(counted(flow.packets, 'packet'));
  if (flow.bytes !== undefined) parts.push(formatBytes(flow.bytes));
  const sum = parts.join(', ') || 'not given';
  if (flow.bytes === undefined || flow.srcBytes === undefined) return sum;
  const source = flow.srcPackets === undefined ? '' : ` in ${counted(flow.srcPackets, 'packet')}`;
  return `${sum}: ${formatBytes(flow.srcBytes)} from the source${source}, ${formatBytes(flow.bytes - flow.srcBytes)} back`;
}
