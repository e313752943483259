import * as l10n from '@vscode/l10n';
import { addressKind } from '../../addresses';
import { absentTexts } from '../../cells';
import type { Head } from '../../source';
import type { Target, Use } from '../../mapping';
import { headerNames, plainWords, tableFormat, type TableFound } from './tableFormat';

type Uses = Readonly<
  Partial<Record<Target, readonly [names: string, as?: Use['as'], values?: Use['values']]>>
>;

/** The layout of a header that has all of `needs`; names are compared without case, blanks and underscores. */
function find(head: Head, needs: readonly string[], uses: Uses): TableFound | undefined {
  const { names, delimiter } = headerNames(head.lines[0] ?? '');
  return layoutOf(names, delimiter, head.firstLine + 1, needs, uses);
}

function layoutOf(
  names: readonly string[],
  delimiter: string,
  firstRow: number,
  needs: readonly string[],
  uses: Uses,
): TableFound | undefined {
  const key = (name: string) => name.toLowerCase().replace(/[\s_]+/g, '');
  const byKey = new Map(names.map(name => [key(name), name]));
  if (needs.some(need => !byKey.has(key(need)))) return undefined;
  const mapping = Object.fromEntries(
    Object.entries(uses).flatMap(([target, [choices, as, values]]) => {
      const column = choices
        .split('|')
        .map(name => byKey.get(key(name)))
        .find(name => name !== undefined);
      if (column === undefined) return [];
      return [[target, { column, ...(as ? { as } : {}), ...(values ? { values } : {}) }]];
    }),
  );
  return { delimiter, names, mapping, unset: ['-', ...absentTexts], firstRow };
}

const unswNeeds = ['srcip', 'dstip', 'dsport', 'sbytes', 'Stime'];
const unswUses: Uses = {
  StartTime: ['stime', 'seconds'],
  EndTime: ['ltime', 'seconds'],
  Dur: ['dur'],
  Proto: ['proto'],
  SrcAddr: ['srcip'],
  Sport: ['sport'],
  DstAddr: ['dstip'],
  Dport: ['dsport'],
  State: ['state'],
  SrcPkts: ['spkts'],
  DstPkts: ['dpkts'],
  SrcBytes: ['sbytes'],
  DstBytes: ['dbytes'],
  Service: ['service'],
  Label: ['label', undefined, { 0: 'normal', 1: 'attack' }],
  DetailedLabel: ['attack_cat'],
};

/** The 49 columns of the raw files as they are published, without a header: the names stand in a file of their own. */
const unswColumns =
  'srcip,sport,dstip,dsport,proto,state,dur,sbytes,dbytes,sttl,dttl,sloss,dloss,service,Sload,Dload,Spkts,Dpkts,swin,dwin,stcpb,dtcpb,smeansz,dmeansz,trans_depth,res_bdy_len,Sjit,Djit,Stime,Ltime,Sintpkt,Dintpkt,tcprtt,synack,ackdat,is_sm_ips_ports,ct_state_ttl,ct_flw_http_mthd,is_ftp_login,ct_ftp_cmd,ct_srv_src,ct_srv_dst,ct_dst_ltm,ct_src_ltm,ct_src_dport_ltm,ct_dst_sport_ltm,ct_dst_src_ltm,attack_cat,Label'.split(
    ',',
  );
const isUnswRow = (cells: readonly string[]) =>
  cells.length === unswColumns.length &&
  [0, 2].every(place => addressKind(cells[place] ?? '') !== undefined) &&
  [28, 29].every(place => /^\d{10}$/.test(cells[place] ?? '')) &&
  /^[01]$/.test(cells[48] ?? '');

/** UNSW-NB15's raw files (Moustafa and Slay 2015), whose label is 0 or 1 and whose kind of attack stands beside it. */
export const unswNb15 = tableFormat({
  name: 'unsw-nb15',
  get title() {
    return l10n.t('UNSW-NB15 (comma-separated)');
  },
  words: plainWords('Argus'),
  find: head =>
    isUnswRow(headerNames(head.lines[0] ?? '').names)
      ? layoutOf(unswColumns, ',', head.firstLine, unswNeeds, unswUses)
      : find(head, unswNeeds, unswUses),
});

/** CICFlowMeter, in the spellings of its releases (CIC-IDS2017, CSE-CIC-IDS2018, and its successors). */
export const cicFlowMeter = tableFormat({
  name: 'cicflowmeter',
  get title() {
    return l10n.t('CICFlowMeter (comma-separated)');
  },
  words: plainWords('CICFlowMeter'),
  find: head => {
    const uses: Uses = {
      StartTime: ['timestamp'],
      Dur: ['flowduration', 'microseconds'],
      Proto: ['protocol'],
      SrcAddr: ['srcip|sourceip'],
      Sport: ['srcport|sourceport'],
      DstAddr: ['dstip|destinationip'],
      Dport: ['dstport|destinationport'],
      SrcPkts: ['totfwdpkts|totalfwdpackets|totalfwdpacket'],
      DstPkts: ['totbwdpkts|totalbackwardpackets|totalbwdpackets'],
      SrcBytes: ['totlenfwdpkts|totallengthoffwdpackets|totallengthoffwdpacket'],
      DstBytes: ['totlenbwdpkts|totallengthofbwdpackets|totallengthofbwdpacket'],
      FlowId: ['flowid'],
      Label: ['label'],
    };
    return (
      find(head, ['srcip', 'dstip', 'timestamp', 'flowduration'], uses) ??
      find(head, ['sourceip', 'destinationip', 'timestamp', 'flowduration'], uses)
    );
  },
});

/** The data sets in NetFlow's fields (Sarhan et al. 2021), version 2 and those after it. */
export const nfV2 = tableFormat({
  name: 'nf-v2',
  get title() {
    return l10n.t('data sets of NetFlow fields (NF-UNSW-NB15-v2 and its like)');
  },
  words: plainWords('nProbe'),
  find: head =>
    find(head, ['IPV4_SRC_ADDR', 'IPV4_DST_ADDR', 'L4_DST_PORT', 'IN_BYTES'], {
      StartTime: ['flowstartmilliseconds|firstswitched', 'milliseconds'],
      EndTime: ['flowendmilliseconds|lastswitched', 'milliseconds'],
      Dur: ['flowdurationmilliseconds', 'milliseconds'],
      Proto: ['protocol'],
      SrcAddr: ['ipv4srcaddr'],
      Sport: ['l4srcport'],
      DstAddr: ['ipv4dstaddr'],
      Dport: ['l4dstport'],
      State: ['tcpflags'],
      SrcPkts: ['inpkts'],
      DstPkts: ['outpkts'],
      SrcBytes: ['inbytes'],
      DstBytes: ['outbytes'],
      Service: ['l7proto'],
      Label: ['label', undefined, { 0: 'normal', 1: 'attack' }],
      DetailedLabel: ['attack'],
    }),
});
