import * as l10n from '@vscode/l10n';

/** A column of the table `flows`, as SQL over a capture calls it. */
export interface QueryColumn {
  /** Its canonical name. */
  name: string;
  /** What the store calls it, where that is more than other capitals. */
  stored?: string;
  about: string;
}

/** All of them, for completion and hovers. */
export const queryColumns = (): readonly QueryColumn[] => [
  { name: 'file', about: l10n.t('The file of the flow, from 0: of several that are asked together.') },
  { name: 'record', about: l10n.t('The record of the flow in its file, from 1; of text its line.') },
  { name: 'Line', about: l10n.t('The line of the flow, from 1.') },
  {
    name: 'token',
    about: l10n.t(
      'The flow as the model has it: the word that has neighbours, a cluster and a place on the map.',
    ),
  },
  { name: 'StartTime', stored: 'start_time', about: l10n.t('When the flow began, in UTC.') },
  { name: 'Dur', stored: 'duration', about: l10n.t('How long it lasted, in seconds.') },
  { name: 'Proto', about: l10n.t('The transport protocol, such as tcp.') },
  { name: 'SrcAddr', stored: 'src_addr', about: l10n.t('The address of the host that began it.') },
  { name: 'Sport', about: l10n.t('The port of the host that began it, a text.') },
  { name: 'Dir', about: l10n.t('Who was seen to speak, such as ->.') },
  { name: 'DstAddr', stored: 'dst_addr', about: l10n.t('The address of the host that was asked.') },
  { name: 'Dport', about: l10n.t('The port that was asked for, a text.') },
  { name: 'State', about: l10n.t('What became of the connection, as the tool writes it.') },
  { name: 'sTos', stored: 's_tos', about: l10n.t('The type of service that the source asked for.') },
  { name: 'dTos', stored: 'd_tos', about: l10n.t('The type of service that the destination asked for.') },
  { name: 'TotPkts', stored: 'packets', about: l10n.t('Packets of both sides together.') },
  { name: 'TotBytes', stored: 'bytes', about: l10n.t('Bytes of both sides together.') },
  { name: 'SrcBytes', stored: 'src_bytes', about: l10n.t('Bytes that the source sent.') },
  { name: 'SrcPkts', stored: 'src_packets', about: l10n.t('Packets that the source sent.') },
  { name: 'srcUdata', stored: 'src_udata', about: l10n.t('The first bytes that the source sent.') },
  { name: 'dstUdata', stored: 'dst_udata', about: l10n.t('The first bytes that the destination sent.') },
  { name: 'Label', about: l10n.t('What somebody says that the flow is; empty where nobody did.') },
  { name: 'DetailedLabel', stored: 'detailed_label', about: l10n.t('What exactly the label stands for.') },
  { name: 'Service', about: l10n.t('The application protocol that was seen in the packets.') },
  { name: 'History', about: l10n.t('What happened on the connection, in order.') },
  { name: 'Severity', about: l10n.t('How grave the alert is, 1 the gravest.') },
  { name: 'Signature', about: l10n.t('The rule that raised an alert.') },
  { name: 'FlowId', stored: 'flow_id', about: l10n.t('The name that the tool gave the flow.') },
];

/** The column that a name means, in either spelling and in any case. */
export function queryColumnNamed(name: string): QueryColumn | undefined {
  const wanted = name.toLowerCase();
  return queryColumns().find(each => each.name.toLowerCase() === wanted || each.stored === wanted);
}
