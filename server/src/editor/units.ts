import { language } from '../../../shared/text/language';
import { labelClasses } from '../engine/captures/labels';

/** `394,168`. */
export function formatCount(n: number): string {
  return n.toLocaleString(language());
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
