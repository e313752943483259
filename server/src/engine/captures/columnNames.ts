import type { Target } from './mapping';

/** Names that tools give to columns, without case, blanks and signs; the first that a file has is taken. */
export const columnNames: Readonly<Record<Target, string>> = {
  StartTime:
    'starttime|ts|timestamp|time|stime|start|firstseen|firstswitched|flowstart|flowstartmilliseconds|date|datetime|eventtime|begintime',
  EndTime: 'endtime|ltime|lasttime|etime|end|lastseen|lastswitched|flowend|flowendmilliseconds|te',
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

/** A name as it is compared. */
export const nameKey = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');
