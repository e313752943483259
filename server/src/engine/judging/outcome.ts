import * as l10n from '@vscode/l10n';

/** How a conversation went, whatever tool wrote its state. What has no such meaning (types of ICMP) stays as it is. */
export const outcomes = [
  'unanswered',
  'half open',
  'reset',
  'cut off',
  'handshake',
  'data',
  'answered',
] as const;

/** Argus of UDP, and Zeek's conn_state. Sources: ra(1), "State"; Zeek's base/protocols/conn/main.zeek. */
const words: Readonly<Record<string, string>> = {
  CON: 'answered',
  RSP: 'answered',
  INT: 'unanswered',
  REQ: 'unanswered',
  S0: 'unanswered',
  SH: 'unanswered',
  RSTOS0: 'unanswered',
  SHR: 'half open',
  OTH: 'half open',
  REJ: 'reset',
  RSTRH: 'reset',
  RSTO: 'cut off',
  RSTR: 'cut off',
  S1: 'data',
  S2: 'data',
  S3: 'data',
  SF: 'data',
};

/**
 * The outcome that a state tells. Argus writes the flags of TCP that each side sent, `S_RA`: the detail of which ones
 * (`FSPA_FSRPA` or `SRPA_FSPA`) differs from flow to flow of one program, and says less than it looks.
 */
export function outcomeOf(state: string): string {
  const known = words[state];
  if (known !== undefined && Object.hasOwn(words, state)) return known;
  const bar = state.indexOf('_');
  if (bar < 0 || !/^[FSRPAUEC]*_[FSRPAUEC]*$/.test(state)) return state;
  const [from, to] = [state.slice(0, bar), state.slice(bar + 1)];
  if (to === '') return /[AP]/.test(from) ? 'half open' : 'unanswered';
  const data = /P/.test(from) && /P/.test(to);
  if (/R/.test(state)) return data ? 'cut off' : 'reset';
  return /P/.test(state) ? 'data' : 'handshake';
}

/** An outcome in words that a person reads; what is no outcome of ours stays as it is. */
export function outcomeWords(outcome: string): string {
  switch (outcome) {
    case 'unanswered':
      return l10n.t('unanswered');
    case 'half open':
      return l10n.t('half open');
    case 'reset':
      return l10n.t('reset');
    case 'cut off':
      return l10n.t('cut off');
    case 'handshake':
      return l10n.t('handshake');
    case 'data':
      return l10n.t('data');
    case 'answered':
      return l10n.t('answered');
    default:
      return outcome;
  }
}
