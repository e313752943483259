import * as l10n from '@vscode/l10n';
import { language } from '../../../shared/text/language';
import { labelClasses } from '../engine/captures/labels';

/** `394,168`. */
export function formatCount(n: number): string {
  return n.toLocaleString(language());
}

/** Each noun in the singular and in the plural, as a sentence counts it. */
const nouns = {
  answer: [n => l10n.t('{0} answer', n), n => l10n.t('{0} answers', n)],
  'benign route': [n => l10n.t('{0} benign route', n), n => l10n.t('{0} benign routes', n)],
  conversation: [n => l10n.t('{0} conversation', n), n => l10n.t('{0} conversations', n)],
  flow: [n => l10n.t('{0} flow', n), n => l10n.t('{0} flows', n)],
  hop: [n => l10n.t('{0} hop', n), n => l10n.t('{0} hops', n)],
  host: [n => l10n.t('{0} host', n), n => l10n.t('{0} hosts', n)],
  'less active conversation': [
    n => l10n.t('{0} less active conversation', n),
    n => l10n.t('{0} less active conversations', n),
  ],
  'less active host': [n => l10n.t('{0} less active host', n), n => l10n.t('{0} less active hosts', n)],
  'malicious route': [n => l10n.t('{0} malicious route', n), n => l10n.t('{0} malicious routes', n)],
  'more problem': [n => l10n.t('{0} more problem', n), n => l10n.t('{0} more problems', n)],
  'more route': [n => l10n.t('{0} more route', n), n => l10n.t('{0} more routes', n)],
  packet: [n => l10n.t('{0} packet', n), n => l10n.t('{0} packets', n)],
  probe: [n => l10n.t('{0} probe', n), n => l10n.t('{0} probes', n)],
  'rejected row': [n => l10n.t('{0} rejected row', n), n => l10n.t('{0} rejected rows', n)],
  route: [n => l10n.t('{0} route', n), n => l10n.t('{0} routes', n)],
  'route without a label': [
    n => l10n.t('{0} route without a label', n),
    n => l10n.t('{0} routes without a label', n),
  ],
  'row not read': [n => l10n.t('{0} row not read', n), n => l10n.t('{0} rows not read', n)],
  token: [n => l10n.t('{0} token', n), n => l10n.t('{0} tokens', n)],
} satisfies Record<string, [one: (n: string) => string, many: (n: string) => string]>;

/** `1 flow`, `2 flows`. */
export function counted(n: number, noun: keyof typeof nouns): string {
  return nouns[noun][n === 1 ? 0 : 1](formatCount(n));
}

/** `980 B`, `15.3 kB`: powers of 1,000, as traffic is counted. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? formatCount(value) : value.toFixed(value < 99.95 ? 1 : 0)} ${units[unit]}`;
}

/** Of seconds: `0.87 ms`, `3.5 s`, `5 min 21 s`, `1 h 39 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds === 0) return '0 s';
  if (seconds < 0.9995) return `${significant(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${significant(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.round(whole / 60);
  const hours = Math.round(whole / 3600);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** Microseconds since 1970 as `2011-08-16 10:01:46.972101 UTC`. */
export function formatTime(microseconds: number): string {
  const fraction = String(microseconds % 1_000_000).padStart(6, '0');
  return `${formatMinute(microseconds)}${isoTime(microseconds).slice(16, 19)}.${fraction} UTC`;
}

/** Microseconds since 1970 as `2011-08-16 10:01`. */
export function formatMinute(microseconds: number): string {
  return isoTime(microseconds).slice(0, 16).replace('T', ' ');
}

/** `botnet 1.2 %, normal 98.8 %`, in the order of the label classes; counts or shares of anything alike. */
export function formatShares(labels: Readonly<Record<string, number>>): string {
  const total = Object.values(labels).reduce((sum, n) => sum + n, 0);
  const known: readonly string[] = labelClasses;
  return Object.entries(labels)
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => known.indexOf(a) - known.indexOf(b))
    .map(([name, n]) => `${name} ${formatShare(n / total)}`)
    .join(', ');
}

function formatShare(share: number): string {
  if (share === 1) return '100 %';
  const percent = share * 100;
  // What occurs is never nothing, and what is not all is never 100 %.
  if (percent < 0.05) return '< 0.1 %';
  return `${percent > 99.9 ? '> 99.9' : percent.toFixed(1)} %`;
}

function isoTime(microseconds: number): string {
  return new Date(Math.floor(microseconds / 1000)).toISOString();
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
