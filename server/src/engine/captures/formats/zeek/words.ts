import type { Words } from '../format';

/** conn_state, from Zeek's manual (Conn::Info). */
const states = new Map(
  Object.entries({
    S0: 'the source asked for a connection and nobody answered',
    S1: 'opened, not closed',
    SF: 'opened and closed in order',
    REJ: 'the destination refused the connection',
    S2: 'opened; the source wanted to close, the destination did not answer that',
    S3: 'opened; the destination wanted to close, the source did not answer that',
    RSTO: 'opened, cut off by the source with a reset',
    RSTR: 'cut off by the destination with a reset',
    RSTOS0: 'the source asked for a connection and then cut it off, with no answer seen between',
    RSTRH: 'the destination answered and then cut it off, with no request seen',
    SH: 'the source asked and closed at once, with no answer seen: half open',
    SHR: 'the destination answered and closed at once, with no request seen',
    OTH: 'already open when the capture began, or traffic in the middle of a connection',
  }),
);

/** Letters of `history`: capitals of the source, small ones of the destination. */
const letters = new Map(
  Object.entries({
    s: 'SYN',
    h: 'SYN and ACK',
    a: 'plain ACK',
    d: 'data',
    f: 'FIN',
    r: 'RST',
    c: 'bad checksum',
    g: 'gap in the content',
    t: 'retransmission',
    w: 'window closed',
    i: 'flags that contradict each other',
    q: 'several flags at once',
    '^': 'direction turned by Zeek',
  }),
);

/** A history in words, at most a dozen steps. */
export function historyText(history: string): string {
  const steps = [...history].slice(0, 12).map(letter => {
    const what = letters.get(letter.toLowerCase());
    if (!what) return undefined;
    if (letter === '^') return what;
    return `${letter === letter.toUpperCase() ? 'source' : 'destination'}: ${what}`;
  });
  if (steps.includes(undefined)) return 'packets in the order in which Zeek saw them';
  return `${steps.join(', ')}${history.length > 12 ? ', …' : ''}`;
}

export const words: Words = {
  tool: 'Zeek',
  state: (_proto, state) => states.get(state),
  columns: {
    History: ['History', historyText],
    Service: ['Service', () => 'the application protocol that Zeek recognised'],
    FlowId: ['Connection', () => 'the identifier (uid) by which other logs of Zeek name this connection'],
    DetailedLabel: ['Detailed label', () => 'what the label says more closely'],
    missed_bytes: ['Missed bytes', () => 'bytes of content that Zeek did not see'],
    local_orig: ['Local source', () => 'whether the source is of the local network'],
    local_resp: ['Local destination', () => 'whether the destination is of the local network'],
    orig_bytes: ['Payload sent', () => 'bytes of payload from the source'],
    resp_bytes: ['Payload received', () => 'bytes of payload from the destination'],
  },
};
