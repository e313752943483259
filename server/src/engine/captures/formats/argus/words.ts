import type { Words } from '../format';

/** What Argus means by a flow's state (ra(1) man page, fields `state` and TCP flags `-Z b`). */
function describeState(proto: string, state: string): string | undefined {
  if (/^[FSRPAUEC]*_[FSRPAUEC]*$/.test(state)) return describeFlags(state);
  const known = /icmp/i.test(proto)
    ? (icmp.get(state) ?? transaction.get(state))
    : (transaction.get(state) ?? icmp.get(state));
  if (known) return known;
  const zeek = /^(?:tcp|udp)$/i.test(proto) ? zeekStates.get(state) : undefined;
  return zeek && `${zeek} (a name from Zeek, not Argus)`;
}

const flagNames = new Map(
  Object.entries({
    F: 'FIN',
    S: 'SYN',
    R: 'RST',
    P: 'PSH',
    A: 'ACK',
    U: 'URG',
    E: 'ECE',
    C: 'CWR',
  }),
);

function describeFlags(state: string): string {
  const [source = '', destination = ''] = state.split('_');
  const names = (flags: string): string =>
    flags === '' ? 'nothing' : [...flags].map(flag => flagNames.get(flag)).join(' ');
  return `${meaningOf(source, destination)}. TCP flags seen from the source: ${names(source)}; from the destination: ${names(destination)}`;
}

function meaningOf(source: string, destination: string): string {
  const both = (flag: string): boolean => source.includes(flag) && destination.includes(flag);
  if (destination === '') {
    if (source === 'S') return 'the source asked for a connection and nobody answered';
    return 'only the source was seen';
  }
  if (source === '') return 'only the destination was seen';
  const data = source.includes('P') || destination.includes('P') ? ', data carried' : '';
  const opened = both('S') ? 'opened' : 'already open when this report began';
  if (source.includes('S') && destination.includes('R') && !destination.includes('S'))
    return 'the destination refused the connection';
  if (source.includes('R') || destination.includes('R')) {
    const who = both('R') ? 'both sides' : source.includes('R') ? 'the source' : 'the destination';
    return `${opened}${data}, cut off by ${who} with a reset`;
  }
  if (both('F')) return `${opened}${data}, closed in order by both sides`;
  if (source.includes('F') || destination.includes('F')) return `${opened}${data}, closed by one side`;
  return `${opened}${data}, not closed when this report ended`;
}

const transaction = new Map(
  Object.entries({
    REQ: 'requested: a first packet was seen, no answer yet',
    INT: 'initial: packets from one side only',
    ACC: 'accepted: the request was answered',
    EST: 'established: the handshake was seen',
    CON: 'connected: packets were seen from both sides',
    RSP: 'answered: a response was seen',
    CLO: 'closed in order',
    FIN: 'closing: a FIN was seen',
    RST: 'reset: one side cut it off',
    TIM: 'timed out: nothing more was seen',
    STA: 'started: Argus itself began to report',
    STP: 'stopped: Argus itself ended',
    SHT: 'shut down: Argus itself ended',
    ERR: 'an error in Argus itself',
    UNK: 'unknown to Argus',
  }),
);

const icmp = new Map(
  Object.entries({
    ECO: 'ICMP echo request (ping)',
    ECR: 'ICMP echo reply (answer to a ping)',
    SRC: 'ICMP source quench',
    RED: 'ICMP redirect',
    RTA: 'ICMP router advertisement',
    RTS: 'ICMP router solicitation',
    TXD: 'ICMP time exceeded (a hop of a traceroute, or a loop)',
    PAR: 'ICMP parameter problem',
    TST: 'ICMP time stamp request',
    TSR: 'ICMP time stamp reply',
    IRQ: 'ICMP information request',
    IRR: 'ICMP information reply',
    MAS: 'ICMP mask request',
    MSR: 'ICMP mask reply',
    URN: 'ICMP unreachable: network',
    URH: 'ICMP unreachable: host',
    URP: 'ICMP unreachable: port',
    URO: 'ICMP unreachable: protocol',
    URF: 'ICMP unreachable: packet too large, may not be cut',
    URS: 'ICMP unreachable: source route failed',
    URNU: 'ICMP unreachable: network unknown',
    URHU: 'ICMP unreachable: host unknown',
    URISO: 'ICMP unreachable: source host isolated',
    URNPRO: 'ICMP unreachable: network prohibited',
    URHPRO: 'ICMP unreachable: host prohibited',
    URNTOS: 'ICMP unreachable: network, for this type of service',
    URHTOS: 'ICMP unreachable: host, for this type of service',
    URFIL: 'ICMP unreachable: filtered by an administrator',
    URPRE: 'ICMP unreachable: precedence violated',
    URCUT: 'ICMP unreachable: precedence cut off',
    MRQ: 'ICMPv6 multicast listener query',
    MRP: 'ICMPv6 multicast listener report',
    MHR: 'ICMPv6 report of multicast membership',
    NRS: 'ICMPv6 router solicitation',
    NRA: 'ICMPv6 router advertisement',
    NNS: 'ICMPv6 neighbour solicitation (who has this address?)',
    NNA: 'ICMPv6 neighbour advertisement',
    PTB: 'ICMPv6 packet too big',
  }),
);

// Captures rewritten by other tools carry Zeek's connection states in Argus columns.
const zeekStates = new Map(
  Object.entries({
    S0: 'the source asked for a connection and nobody answered',
    S1: 'opened, not closed',
    SF: 'opened and closed in order',
    REJ: 'the destination refused the connection',
    RSTO: 'opened, cut off by the source',
    RSTR: 'opened, cut off by the destination',
    OTH: 'already open when the capture began',
  }),
);

const directions = new Map(
  Object.entries({
    '->': 'the source began and sent to the destination',
    '<-': 'the destination began and sent to the source',
    '<->': 'both sides sent; the source began',
    '<?>': 'both sides sent; Argus did not see who began',
    '?>': 'the source sent; Argus is not sure that it began',
    '<?': 'the destination sent; Argus is not sure that it began',
    who: 'ARP: the source asks who has the destination address',
    '|>': 'the source began; the flow was reset',
    '<|': 'the destination began; the flow was reset',
    '<|>': 'both sides sent; the flow was reset',
    'o>': 'the source began; the flow timed out',
    '<o': 'the destination began; the flow timed out',
    '<o>': 'both sides sent; the flow timed out',
    '': 'Argus gives none',
  }),
);

export const words: Words = {
  tool: 'Argus',
  state: describeState,
  direction: text => directions.get(text),
};
