import { addressKind } from '../../addresses';
import { neededTargets, targets, type Mapping, type Target, type Use } from '../../mapping';
import { numberOf, timeOf } from './units';

/** Names that tools give to columns, without case, blanks and signs; the first that a file has is taken. */
const names: Readonly<Record<Target, string>> = {
  StartTime:
    'starttime|ts|timestamp|time|stime|start|firstseen|firstswitched|flowstart|flowstartmilliseconds|date|datetime|eventtime|begintime',
  EndTime: 'endtime|ltime|etime|end|lastseen|lastswitched|flowend|flowendmilliseconds|te',
  Dur: 'dur|duration|flowduration|td|elapsed|flowdurationmilliseconds',
  Proto: 'proto|protocol|pr|ipproto|protocolidentifier|transport',
  SrcAddr:
    'srcaddr|srcip|sourceip|sourceaddress|ipv4srcaddr|ipsrc|saddr|sa|sip|idorigh|srcipaddr|clientip|srchost|source|src',
  Sport: 'sport|srcport|sourceport|l4srcport|sp|idorigp|tcpsrcport|clientport',
  Dir: 'dir|direction|flowdirection',
  DstAddr:
    'dstaddr|dstip|destip|destinationip|destinationaddress|ipv4dstaddr|ipdst|daddr|da|dip|idresph|dstipaddr|serverip|dsthost|destination|dst',
  Dport: 'dport|dstport|destport|dsport|destinationport|l4dstport|dp|idrespp|tcpdstport|serverport',
  State: 'state|connstate|flags|tcpflags|flg|action',
  sTos: 'stos|tos|srctos',
  dTos: 'dtos|dsttos',
  TotPkts: 'totpkts|packets|pkts|pkt|totalpackets|npackets',
  SrcPkts: 'srcpkts|spkts|origpkts|inpkts|fwdpkts|totfwdpkts|totalfwdpackets|ipkt|pktstoserver|srcpackets',
  DstPkts: 'dstpkts|dpkts|resppkts|outpkts|bwdpkts|totbwdpkts|totalbackwardpackets|opkt|pktstoclient',
  TotBytes: 'totbytes|bytes|byt|octets|totalbytes|nbytes',
  SrcBytes:
    'srcbytes|sbytes|origipbytes|origbytes|inbytes|fwdbytes|totlenfwdpkts|totallengthoffwdpackets|ibyt|bytestoserver',
  DstBytes:
    'dstbytes|dbytes|respipbytes|respbytes|outbytes|bwdbytes|totlenbwdpkts|totallengthofbwdpackets|obyt|bytestoclient',
  Label: 'label|class|category|attack|isattack|malicious',
  DetailedLabel: 'detailedlabel|attackcat|attacktype|threat',
  Service: 'service|appproto|l7proto|application',
  History: 'history',
  Severity: 'severity',
  Signature: 'signature',
  FlowId: 'flowid|uid|communityid',
};

const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Units of names that say them. */
function unitOf(target: Target, name: string): Pick<Use, 'as'> {
  if (!/Time$|^Dur$/.test(target)) return {};
  if (/milli|_ms$|msec/i.test(name)) return { as: 'milliseconds' };
  if (/micro|_us$|usec/i.test(name)) return { as: 'microseconds' };
  if (/nano|_ns$/i.test(name)) return { as: 'nanoseconds' };
  return {};
}

/** Epochs of these years, so that their unit shows in their size. */
const [earliest, latest] = [Date.UTC(1985, 0, 1) / 1000, Date.UTC(2100, 0, 1) / 1000];

/** The unit of an epoch by its size; undefined where it may be none. */
export function epochUnit(value: number): Use['as'] {
  for (const [unit, perSecond] of [
    ['seconds', 1],
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ] as const)
    if (value >= earliest * perSecond && value < latest * perSecond) return unit;
  return undefined;
}

/**
 * What a file's columns probably are, by their names and, where there are, by the values of some rows. Undefined when
 * both ends of a flow are not to be found.
 */
export function proposeMapping(
  columns: readonly string[],
  rows: readonly (readonly string[])[] = [],
): Mapping | undefined {
  const found: Partial<Record<Target, Use>> = {};
  const taken = new Set<string>();
  for (const target of targets) {
    const wanted = names[target].split('|');
    const column = wanted
      .map(name => columns.find(each => key(each) === name && !taken.has(each)))
      .find(each => each !== undefined);
    if (column === undefined) continue;
    taken.add(column);
    found[target] = { column, ...unitOf(target, column) };
  }
  const values = (target: Target) => {
    const at = columns.indexOf(found[target]?.column ?? '');
    return rows.map(row => row[at]?.trim() ?? '').filter(value => value !== '' && value !== '-');
  };
  for (const target of neededTargets) {
    if (!found[target]) return undefined;
    const seen = values(target);
    if (seen.length > 0 && !seen.some(value => addressKind(value) !== undefined)) return undefined;
  }
  for (const target of ['StartTime', 'EndTime'] as const) {
    const use = found[target];
    const seen = use ? values(target) : [];
    if (!use || seen.length === 0) continue;
    // Most of them: one that is spoiled does not make the others none.
    const numbers = seen.map(numberOf).filter(n => n !== undefined);
    if (numbers.length * 2 > seen.length) {
      const as = use.as ?? epochUnit(numbers[0] as number) ?? 'seconds';
      found[target] = { ...use, as };
    } else if (!seen.some(value => timeOf(value, 'time') !== undefined)) delete found[target];
  }
  // 0 and 1 as a label are what the field's data sets call benign and attack.
  const labels = values('Label');
  if (found.Label && labels.length > 0 && labels.every(value => /^[01]$/.test(value)))
    found.Label = { ...found.Label, values: { 0: 'normal', 1: 'attack' } };
  return found;
}
