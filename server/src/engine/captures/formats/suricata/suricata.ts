import * as l10n from '@vscode/l10n';
import type { ParsedLine, Problem } from '../../flow';
import type { Format, Words } from '../format';
import { jsonCells, objectOf } from '../json/jsonLine';
import { movedTo } from '../json/envelope';
import { flowOfEvent, typeOf, type EveLayout } from './event';
import { loadEve } from './load';
import { eventOn, writingOf } from './written';

/** Keys of EVE that are columns as they stand. */
const canonical = new Map(
  Object.entries({
    src_ip: 'SrcAddr',
    src_port: 'Sport',
    dest_ip: 'DstAddr',
    dest_port: 'Dport',
    proto: 'Proto',
    app_proto: 'Service',
    flow_id: 'FlowId',
    'flow.start': 'StartTime',
    'flow.pkts_toserver': 'SrcPkts',
    'flow.bytes_toserver': 'SrcBytes',
    'flow.state': 'State',
    'alert.severity': 'Severity',
    'alert.signature': 'Signature',
  }),
);

const columns = [
  'StartTime',
  'Dur',
  'Proto',
  'SrcAddr',
  'Sport',
  'Dir',
  'DstAddr',
  'Dport',
  'State',
  'TotPkts',
  'TotBytes',
  'SrcBytes',
  'SrcPkts',
  'Label',
  'DetailedLabel',
  'Service',
  'Severity',
  'Signature',
  'FlowId',
];

function readEvent(text: string, line: number, layout: EveLayout): ParsedLine<EveLayout> {
  if (!layout.logged && !layout.wrapped) return readObject(text, line, layout);
  const event = eventOn(text, layout);
  return event ? movedTo(readObject(event.text, line, layout), event.placeOf) : beside(text);
}

/** A line that holds no event. */
const beside = (text: string): ParsedLine<EveLayout> => ({
  fields: text.trim() === '' ? [] : [{ column: '', text, start: 0, end: text.length }],
  problems: [],
  aside: true,
});

function readObject(text: string, line: number, { spread }: EveLayout): ParsedLine<EveLayout> {
  if (text.trim() === '') return { fields: [], problems: [] };
  const found = objectOf(text, line);
  if ('problem' in found && spread) return beside(text);
  if ('problem' in found)
    return { fields: [{ column: '', text, start: 0, end: text.length }], problems: [found.problem] };
  const fields = jsonCells(text, found.object, path => canonical.get(path) ?? path);
  // Alerts and protocol events are told beside their flows, once the whole file is read.
  if (typeOf(found.object) !== 'flow') return { fields, problems: [], aside: true };
  const problems: Problem[] = [];
  const flow = flowOfEvent(found.object, line, problems, text.length);
  return flow ? { flow, fields, problems } : { fields, problems };
}

/** Suricata's EVE: one JSON object a line, of flows and of what happened in them. */
export const suricata: Format<EveLayout> = {
  name: 'suricata',
  get title() {
    return l10n.t("Suricata's EVE (JSON)");
  },
  recognise(head) {
    const writing = writingOf(head);
    return writing && { layout: { columns, firstRow: head.firstLine, ...writing } };
  },
  lines: { read: readEvent },
  load: loadEve,
  words: {
    tool: 'Suricata',
    state: (_proto, state) =>
      ({
        new: l10n.t('seen, not answered'),
        established: l10n.t('packets were seen from both sides'),
        closed: l10n.t('closed in order, or reset'),
        bypassed: l10n.t('no longer looked into, by its rules'),
        syn_sent: l10n.t('the source asked for a connection and nobody answered'),
        syn_recv: l10n.t('the handshake was begun and not finished'),
        fin_wait1: l10n.t('closing: one FIN was seen'),
        fin_wait2: l10n.t('closing: a FIN was answered'),
        time_wait: l10n.t('closed by both sides'),
        last_ack: l10n.t('closing: the last answer is missing'),
        close_wait: l10n.t('closing: the other side has yet to close'),
      })[state],
    get columns() {
      return {
        Severity: [l10n.t('Severity'), () => l10n.t('of the gravest alert on this flow; 1 is the gravest')],
        Signature: [l10n.t('Signature'), () => l10n.t('the rule that raised the gravest alert on this flow')],
        Service: [l10n.t('Service'), () => l10n.t('the application protocol that Suricata recognised')],
        FlowId: [
          l10n.t('Flow id'),
          () => l10n.t('the number by which alerts and other events name this flow'),
        ],
      } satisfies Words['columns'];
    },
  },
};
