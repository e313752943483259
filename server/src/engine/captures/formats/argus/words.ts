import * as l10n from '@vscode/l10n';
import type { Words } from '../format';

/** What Argus means by a flow's state (ra(1) man page, fields `state` and TCP flags `-Z b`). */
function describeState(proto: string, state: string): string | undefined {
  if (/^[FSRPAUEC]*_[FSRPAUEC]*$/.test(state)) return describeFlags(state);
  const known = /icmp/i.test(proto)
    ? (icmp().get(state) ?? transaction().get(state))
    : (transaction().get(state) ?? icmp().get(state));
  if (known) return known;
  const zeek = /^(?:tcp|udp)$/i.test(proto) ? zeekStates().get(state) : undefined;
  return zeek && l10n.t('{0} (a name from Zeek, not Argus)', zeek);
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
    flags === '' ? l10n.t('nothing') : [...flags].map(flag => flagNames.get(flag)).join(' ');
  return l10n.t(
    '{0}. TCP flags seen from the source: {1}; from the destination: {2}',
    meaningOf(source, destination),
    names(source),
    names(destination),
  );
}

function meaningOf(source: string, destination: string): string {
  const both = (flag: string): boolean => source.includes(flag) && destination.includes(flag);
  if (destination === '') {
    if (source === 'S') return l10n.t('the source asked for a connection and nobody answered');
    return l10n.t('only the source was seen');
  }
  if (source === '') return l10n.t('only the destination was seen');
  const data = source.includes('P') || destination.includes('P') ? l10n.t(', data carried') : '';
  const opened = both('S') ? l10n.t('opened') : l10n.t('already open when this report began');
  if (source.includes('S') && destination.includes('R') && !destination.includes('S'))
    return l10n.t('the destination refused the connection');
  if (source.includes('R') || destination.includes('R')) {
    const who = both('R')
      ? l10n.t('both sides')
      : source.includes('R')
        ? l10n.t('the source')
        : l10n.t('the destination');
    return l10n.t('{0}{1}, cut off by {2} with a reset', opened, data, who);
  }
  if (both('F')) return l10n.t('{0}{1}, closed in order by both sides', opened, data);
  if (source.includes('F') || destination.includes('F'))
    return l10n.t('{0}{1}, closed by one side', opened, data);
  return l10n.t('{0}{1}, not closed when this report ended', opened, data);
}

const transaction = () =>
  new Map(
    Object.entries({
      REQ: l10n.t('requested: a first packet was seen, no answer yet'),
      INT: l10n.t('initial: packets from one side only'),
      ACC: l10n.t('accepted: the request was answered'),
      EST: l10n.t('established: the handshake was seen'),
      CON: l10n.t('connected: packets were seen from both sides'),
      RSP: l10n.t('answered: a response was seen'),
      CLO: l10n.t('closed in order'),
      FIN: l10n.t('closing: a FIN was seen'),
      RST: l10n.t('reset: one side cut it off'),
      TIM: l10n.t('timed out: nothing more was seen'),
      STA: l10n.t('started: Argus itself began to report'),
      STP: l10n.t('stopped: Argus itself ended'),
      SHT: l10n.t('shut down: Argus itself ended'),
      ERR: l10n.t('an error in Argus itself'),
      UNK: l10n.t('unknown to Argus'),
    }),
  );

const icmp = () =>
  new Map(
    Object.entries({
      ECO: l10n.t('ICMP echo request (ping)'),
      ECR: l10n.t('ICMP echo reply (answer to a ping)'),
      SRC: l10n.t('ICMP source quench'),
      RED: l10n.t('ICMP redirect'),
      RTA: l10n.t('ICMP router advertisement'),
      RTS: l10n.t('ICMP router solicitation'),
      TXD: l10n.t('ICMP time exceeded (a hop of a traceroute, or a loop)'),
      PAR: l10n.t('ICMP parameter problem'),
      TST: l10n.t('ICMP time stamp request'),
      TSR: l10n.t('ICMP time stamp reply'),
      IRQ: l10n.t('ICMP information request'),
      IRR: l10n.t('ICMP information reply'),
      MAS: l10n.t('ICMP mask request'),
      MSR: l10n.t('ICMP mask reply'),
      URN: l10n.t('ICMP unreachable: network'),
      URH: l10n.t('ICMP unreachable: host'),
      URP: l10n.t('ICMP unreachable: port'),
      URO: l10n.t('ICMP unreachable: protocol'),
      URF: l10n.t('ICMP unreachable: packet too large, may not be cut'),
      URS: l10n.t('ICMP unreachable: source route failed'),
      URNU: l10n.t('ICMP unreachable: network unknown'),
      URHU: l10n.t('ICMP unreachable: host unknown'),
      URISO: l10n.t('ICMP unreachable: source host isolated'),
      URNPRO: l10n.t('ICMP unreachable: network prohibited'),
      URHPRO: l10n.t('ICMP unreachable: host prohibited'),
      URNTOS: l10n.t('ICMP unreachable: network, for this type of service'),
      URHTOS: l10n.t('ICMP unreachable: host, for this type of service'),
      URFIL: l10n.t('ICMP unreachable: filtered by an administrator'),
      URPRE: l10n.t('ICMP unreachable: precedence violated'),
      URCUT: l10n.t('ICMP unreachable: precedence cut off'),
      MRQ: l10n.t('ICMPv6 multicast listener query'),
      MRP: l10n.t('ICMPv6 multicast listener report'),
      MHR: l10n.t('ICMPv6 report of multicast membership'),
      NRS: l10n.t('ICMPv6 router solicitation'),
      NRA: l10n.t('ICMPv6 router advertisement'),
      NNS: l10n.t('ICMPv6 neighbour solicitation (who has this address?)'),
      NNA: l10n.t('ICMPv6 neighbour advertisement'),
      PTB: l10n.t('ICMPv6 packet too big'),
    }),
  );

// Captures rewritten by other tools carry Zeek's connection states in Argus columns.
const zeekStates = () =>
  new Map(
    Object.entries({
      S0: l10n.t('the source asked for a connection and nobody answered'),
      S1: l10n.t('opened, not closed'),
      SF: l10n.t('opened and closed in order'),
      REJ: l10n.t('the destination refused the connection'),
      RSTO: l10n.t('opened, cut off by the source'),
      RSTR: l10n.t('opened, cut off by the destination'),
      OTH: l10n.t('already open when the capture began'),
    }),
  );

const directions = () =>
  new Map(
    Object.entries({
      '->': l10n.t('the source began and sent to the destination'),
      '<-': l10n.t('the destination began and sent to the source'),
      '<->': l10n.t('both sides sent; the source began'),
      '<?>': l10n.t('both sides sent; Argus did not see who began'),
      '?>': l10n.t('the source sent; Argus is not sure that it began'),
      '<?': l10n.t('the destination sent; Argus is not sure that it began'),
      who: l10n.t('ARP: the source asks who has the destination address'),
      '|>': l10n.t('the source began; the flow was reset'),
      '<|': l10n.t('the destination began; the flow was reset'),
      '<|>': l10n.t('both sides sent; the flow was reset'),
      'o>': l10n.t('the source began; the flow timed out'),
      '<o': l10n.t('the destination began; the flow timed out'),
      '<o>': l10n.t('both sides sent; the flow timed out'),
      '': l10n.t('Argus gives none'),
    }),
  );

export const words: Words = {
  tool: 'Argus',
  state: describeState,
  direction: text => directions().get(text),
};
