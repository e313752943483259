import * as l10n from '@vscode/l10n';
import { counted } from '../../../../shared/text/counted';
import { language } from '../../../../shared/text/language';

/** Characters of a cell: capture text may be of any length. */
const longestCell = 80;

/** "tcp port 25"; protocols without ports by what stands in the port's place. */
export function serviceName(service: string): string {
  const [proto = '', port = ''] = service.split(' ');
  if (port === '') return cell(proto);
  return /^(?:icmp|ipv6-icmp|igmp|arp)/i.test(proto)
    ? `${cell(proto)} ${cell(port)}`
    : l10n.t('{0} port {1}', cell(proto), cell(port));
}

export const cell = (text: string) => (text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
export const rounded = (n: number) => (n >= 10 ? Math.round(n) : Math.round(n * 10) / 10);
export const count = (n = 0) => rounded(n).toLocaleString(language());
export const flows = (n: number) => counted(n, 'flow');
export const hosts = (n = 0) => (n === 1 ? l10n.t('{0} host', count(n)) : l10n.t('{0} hosts', count(n)));
export const clock = (time = 0) =>
  new Date(Number.isFinite(time) ? time * 1000 : 0).toISOString().slice(11, 19);
export const seconds = (n = 0) => l10n.t('{0} s', count(n));
export const bytes = (n = 0) => l10n.t('{0} bytes', count(n));
/** Rounded down: 100 % is said of all only. */
export const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toString()} %`;
