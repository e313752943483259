import type { Target } from './mapping';

/**
 * Names that tools give to columns, without case, blanks and signs; the first that a file has is taken. Among them are those
 * of Wireshark's conversations (`Address A`, `Packets A → B`) and of the Elastic Common Schema (`source.ip`).
 */
export const columnNames: Readonly<Record<Target, string>> = {
  StartTime:
    'starttime|ts|timestamp|time|stime|start|firstseen|firstswitched|flowstart|flowstartmilliseconds|date|datetime|eventtime|begintime|absstart|relstart',
  EndTime: 'endtime|ltime|lasttime|etime|end|lastseen|lastswitched|flowend|flowendmilliseconds|te',
  Dur: 'dur|duration|flowduration|td|elapsed|flowdurationmilliseconds|eventduration',
  Proto: 'proto|protocol|pr|ipproto|protocolidentifier|transport|networktransport',
  SrcAddr:
    'srcaddr|srcip|sourceip|sourceaddress|ipv4srcaddr|ipsrc|saddr|sa|sip|idorigh|srcipaddr|clientip|srchost|source|src|addressa',
  Sport: 'sport|srcport|sourceport|l4srcport|sp|idorigp|tcpsrcport|clientport|porta',
  Dir: 'dir|direction|flowdirection',
  DstAddr:
    'dstaddr|dstip|destip|destinationip|destinationaddress|ipv4dstaddr|ipdst|daddr|da|dip|idresph|dstipaddr|serverip|dsthost|destination|dst|addressb',
  Dport: 'dport|dstport|destport|dsport|destinationport|l4dstport|dp|idrespp|tcpdstport|serverport|portb',
  State: 'state|connstate|flags|tcpflags|flg|action',
  sTos: 'stos|tos|srctos',
  dTos: 'dtos|dsttos',
  TotPkts: 'totpkts|packets|pkts|pkt|totalpackets|npackets|networkpackets',
  SrcPkts:
    'srcpkts|spkts|origpkts|inpkts|fwdpkts|totfwdpkts|totalfwdpackets|ipkt|pktstoserver|srcpackets|sourcepackets|packetsab',
  DstPkts:
    'dstpkts|dpkts|resppkts|outpkts|bwdpkts|totbwdpkts|totalbackwardpackets|opkt|pktstoclient|dstpackets|destinationpackets|packetsba',
  TotBytes: 'totbytes|bytes|byt|octets|totalbytes|nbytes|networkbytes',
  SrcBytes:
    'srcbytes|sbytes|origipbytes|origbytes|inbytes|fwdbytes|totlenfwdpkts|totallengthoffwdpackets|ibyt|bytestoserver|sourcebytes|bytesab',
  DstBytes:
    'dstbytes|dbytes|respipbytes|respbytes|outbytes|bwdbytes|totlenbwdpkts|totallengthofbwdpackets|obyt|bytestoclient|destinationbytes|bytesba',
  Label: 'label|class|category|attack|isattack|malicious',
  DetailedLabel: 'detailedlabel|attackcat|attacktype|threat',
  Service: 'service|appproto|l7proto|application|networkprotocol',
  History: 'history',
  Severity: 'severity',
  Signature: 'signature',
  FlowId: 'flowid|uid|communityid',
};

/** A name as it is compared. */
export const nameKey = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');
