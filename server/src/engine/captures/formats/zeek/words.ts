import * as l10n from '@vscode/l10n';
import type { Words } from '../format';

/** conn_state, from Zeek's manual (Conn::Info). */
const states = () =>
  new Map(
    Object.entries({
      S0: l10n.t('the source asked for a connection and nobody answered'),
      S1: l10n.t('opened, not closed'),
      SF: l10n.t('opened and closed in order'),
      REJ: l10n.t('the destination refused the connection'),
      S2: l10n.t('opened; the source wanted to close, the destination did not answer that'),
      S3: l10n.t('opened; the destination wanted to close, the source did not answer that'),
      RSTO: l10n.t('opened, cut off by the source with a reset'),
      RSTR: l10n.t('cut off by the destination with a reset'),
      RSTOS0: l10n.t('the source asked for a connection and then cut it off, with no answer seen between'),
      RSTRH: l10n.t('the destination answered and then cut it off, with no request seen'),
      SH: l10n.t('the source asked and closed at once, with no answer seen: half open'),
      SHR: l10n.t('the destination answered and closed at once, with no request seen'),
      OTH: l10n.t('already open when the capture began, or traffic in the middle of a connection'),
    }),
  );

/** Letters of `history`: capitals of the source, small ones of the destination. */
const letters = () =>
  new Map(
    Object.entries({
      s: 'SYN',
      h: l10n.t('SYN and ACK'),
      a: l10n.t('plain ACK'),
      d: l10n.t('data'),
      f: 'FIN',
      r: 'RST',
      c: l10n.t('bad checksum'),
      g: l10n.t('gap in the content'),
      t: l10n.t('retransmission'),
      w: l10n.t('window closed'),
      i: l10n.t('flags that contradict each other'),
      q: l10n.t('several flags at once'),
      '^': l10n.t('direction turned by Zeek'),
    }),
  );

/** A history in words, at most a dozen steps. */
export function historyText(history: string): string {
  const steps = [...history].slice(0, 12).map(letter => {
    const what = letters().get(letter.toLowerCase());
    if (!what) return undefined;
    if (letter === '^') return what;
    return letter === letter.toUpperCase() ? l10n.t('source: {0}', what) : l10n.t('destination: {0}', what);
  });
  if (steps.includes(undefined)) return l10n.t('packets in the order in which Zeek saw them');
  return `${steps.join(', ')}${history.length > 12 ? ', …' : ''}`;
}

export const words: Words = {
  tool: 'Zeek',
  state: (_proto, state) => states().get(state),
  get columns() {
    return {
      History: [l10n.t('History'), historyText],
      Service: [l10n.t('Service'), () => l10n.t('the application protocol that Zeek recognised')],
      FlowId: [
        l10n.t('Connection'),
        () => l10n.t('the identifier (uid) by which other logs of Zeek name this connection'),
      ],
      DetailedLabel: [l10n.t('Detailed label'), () => l10n.t('what the label says more closely')],
      missed_bytes: [l10n.t('Missed bytes'), () => l10n.t('bytes of content that Zeek did not see')],
      local_orig: [l10n.t('Local source'), () => l10n.t('whether the source is of the local network')],
      local_resp: [
        l10n.t('Local destination'),
        () => l10n.t('whether the destination is of the local network'),
      ],
      orig_bytes: [l10n.t('Payload sent'), () => l10n.t('bytes of payload from the source')],
      resp_bytes: [l10n.t('Payload received'), () => l10n.t('bytes of payload from the destination')],
    } satisfies Words['columns'];
  },
};
