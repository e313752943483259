import * as l10n from '@vscode/l10n';
import type { Flow } from '../../engine/captures/flow';
import type { Words } from '../../engine/captures/formats/format';
import { labelClass } from '../../engine/captures/labels';
import { bold, escapeMarkdown } from '../markdown';
import { serviceOf } from './services';
import { stateText } from './describeColumn';
import { counted } from '../../../../shared/text/counted';
import { formatBytes, formatDuration, formatTime } from '../units';

/** Who asked whom for what, and whether an answer was seen: one Markdown sentence. */
export function whoAskedWhom(flow: Flow, { tool }: Words): string {
  const [source, destination] = [bold(flow.srcAddr), bold(flow.dstAddr)];
  if (flow.dir === 'who')
    return l10n.t('{0} asked the local network which MAC address has {1}.', source, destination);
  const backward = flow.dir.startsWith('<') && !flow.dir.endsWith('>');
  const [asker, asked] = backward ? [destination, source] : [source, destination];
  const what = askedFor(flow.proto, backward ? flow.sport : flow.dport);
  if (flow.dir.includes('?') && flow.dir.startsWith('<') && flow.dir.endsWith('>'))
    return l10n.t(
      '{0} and {1} exchanged packets{2}; {3} did not see who began.',
      source,
      destination,
      what,
      tool,
    );
  const unsure = flow.dir.includes('?') ? l10n.t(' ({0} is not sure who began)', tool) : '';
  return l10n.t('{0} asked {1}{2}{3}{4}.', asker, asked, what, answered(flow), unsure);
}

function askedFor(proto: string, port: string): string {
  const service = serviceOf(proto, port);
  const number = port === '' ? '' : l10n.t(' port {0}', escapeMarkdown(port));
  const where = `${escapeMarkdown(proto)}${number}`;
  if (service) return l10n.t(' for {0} ({1}, {2})', service.purpose, service.name, where);
  return /icmp/i.test(proto) ? l10n.t(' by {0}', escapeMarkdown(proto)) : l10n.t(' on {0}', where);
}

function answered(flow: Flow): string {
  if (flow.bytes === undefined || flow.srcBytes === undefined) return '';
  const asking =
    flow.dir.startsWith('<') && !flow.dir.endsWith('>') ? flow.bytes - flow.srcBytes : flow.srcBytes;
  return flow.bytes > asking ? l10n.t(', and got an answer') : l10n.t(', and no answer was seen');
}

/** The rest of the flow in Markdown beside the column that is asked about, a fact each: state, volume, duration, time, label. */
export function factsOf(flow: Flow, words: Words, column?: string): string[] {
  const facts = [
    // What is pointed at is explained already.
    ...(column === 'State'
      ? []
      : [l10n.t('State {0}: {1}', escapeMarkdown(flow.state), stateText(flow, flow.state, words))]),
    l10n.t('Volume: {0}', volumeOf(flow)),
    flow.duration === undefined
      ? l10n.t('Began {0}', formatTime(flow.startTime))
      : l10n.t('Lasted {0} from {1}', formatDuration(flow.duration), formatTime(flow.startTime)),
  ];
  if (flow.label !== '' && column !== 'Label')
    facts.push(l10n.t('Label {0} ({1})', escapeMarkdown(flow.label), labelClass(flow.label)));
  return facts;
}

/** `8 packets, 1.2 kB: 500 B from the source, 700 B back`, as much of it as the capture says. */
export function volumeOf(flow: Flow): string {
  const parts: string[] = [];
  if (flow.packets !== undefined) parts.push(counted(flow.packets, 'packet'));
  if (flow.bytes !== undefined) parts.push(formatBytes(flow.bytes));
  const sum = parts.join(', ') || l10n.t('not given');
  if (flow.bytes === undefined || flow.srcBytes === undefined) return sum;
  const source = flow.srcPackets === undefined ? '' : l10n.t(' in {0}', counted(flow.srcPackets, 'packet'));
  return l10n.t(
    '{0}: {1} from the source{2}, {3} back',
    sum,
    formatBytes(flow.srcBytes),
    source,
    formatBytes(flow.bytes - flow.srcBytes),
  );
}
