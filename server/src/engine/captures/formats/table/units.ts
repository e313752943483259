import type { Unit } from '../../mapping';
import { flowTimes, parseFlowTime } from '../../time';
import { serialTime, timeInForm } from '../../timeForms';

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const suffixed = /^(\d+(?:\.\d+)?)\s*([KMGT])$/i;
const perUnit: Readonly<Partial<Record<Unit, number>>> = {
  seconds: 1e6,
  milliseconds: 1e3,
  microseconds: 1,
  nanoseconds: 1e-3,
};

/** A number, also with a unit of thousands as nfdump prints large ones (`1.2 M`); undefined for anything else. */
export function numberOf(text: string): number | undefined {
  if (number.test(text)) return Number(text);
  const parts = suffixed.exec(text);
  if (!parts) return undefined;
  return Number(parts[1]) * 1000 ** (' KMGT'.indexOf((parts[2] as string).toUpperCase()) || 0);
}

/** A span in seconds; undefined for what is none. `h:mm:ss` counts too, with days before it (`0 days 00:00:01.5`). */
export function secondsOf(text: string, unit: Unit): number | undefined {
  const clock = /^(?:(\d+)\s*d(?:ays?)?,?\s*)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  if (clock) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map(part => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  }
  const value = numberOf(text);
  return value === undefined ? undefined : (value * (perUnit[unit] ?? 1e6)) / 1e6;
}

/** A time in microseconds since 1970, also one of the clock where an epoch was expected; undefined for what is none. */
export function timeOf(text: string, unit: Unit): number | undefined {
  const time = anyTime(text, unit);
  return time !== undefined && time >= flowTimes.first && time < flowTimes.end ? time : undefined;
}

/** A day, a month, and then a year: what is no time in one order is none in the other. */
const slashed = /^\d{1,2}[/.-]\d{1,2}[/.-]\d/;

function anyTime(text: string, unit: Unit): number | undefined {
  if (unit === 'day-first' || unit === 'month-first')
    return timeInForm(text, unit) ?? (slashed.test(text) ? undefined : clockTime(text));
  if (unit === 'serial') return serialTime(text) ?? clockTime(text);
  const scale = perUnit[unit];
  if (scale !== undefined && number.test(text)) {
    // Whole and fraction apart: a double holds no microseconds of a present epoch in seconds times a million exactly.
    const [whole = '', fraction = ''] = text.split('.');
    if (unit === 'seconds' && /^\d+$/.test(whole) && /^\d*$/.test(fraction))
      return Number(whole) * 1e6 + Math.round(Number(`0.${fraction || '0'}`) * 1e6);
    return Math.round(Number(text) * scale);
  }
  return clockTime(text);
}

// 2021-06-06T15:57:37.272281+0200, 2021-06-06 15:57:37.272Z.
const zoned =
  /^(\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(?:UTC|GMT|Z|([+-])(\d\d):?(\d\d))$/i;
function clockTime(text: string): number | undefined {
  const plain = parseFlowTime(text.includes(',') ? text.replace(',', '.') : text);
  if (plain !== undefined) return plain;
  const zone = zoned.exec(text);
  if (zone) {
    const time = parseFlowTime((zone[1] as string).replace(',', '.'));
    const offset = (Number(zone[3] ?? 0) * 60 + Number(zone[4] ?? 0)) * 60e6;
    return time === undefined ? undefined : time - (zone[2] === '-' ? -offset : offset);
  }
  // A month above 12 is a day: 01/22/2015 is American.
  return timeInForm(text, 'day-first') ?? timeInForm(text, 'month-first');
}

/** A port as the store has it: `443.0`, as pandas writes a column with gaps, is 443. */
export function portOf(text: string): string {
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/** Protocols by their number in an IP header, as IANA assigns them. */
const protocols: Readonly<Record<string, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  6: 'tcp',
  17: 'udp',
  41: 'ipv6',
  46: 'rsvp',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'ipv6-icmp',
  88: 'eigrp',
  89: 'ospf',
  103: 'pim',
  112: 'vrrp',
  132: 'sctp',
};

/** A protocol's name in small letters; a number of no known name stays. */
export function protocolOf(text: string): string {
  return protocols[portOf(text)] ?? text.toLowerCase();
}
