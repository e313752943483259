/** The years 1 to 9999, in microseconds since 1970: what is beyond is no time of a flow. */
export const flowTimes = { first: -62_135_596_800e6, end: 253_402_300_800e6 };

const shape = /^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z?$/;
const dayMicroseconds = 86_400_000_000;

// Rows of a capture share a few days; Date.UTC is asked once for each.
let lastDay = '';
let lastMidnight: number | undefined;

/**
 * Microseconds since 1970 of a time as flow tools write it: `2011/08/16 10:01:46.972101`, also with dashes, a T, or no
 * fraction; ISO 8601 with a zone; seconds since 1970; `2011/8/16 9:01`, as spreadsheets cut it. Without a zone it is read
 * as UTC. Undefined for anything else, and for days that do not exist.
 */
export function parseFlowTime(text: string): number | undefined {
  if (!shape.test(text)) return otherTime(text);
  const day = text.slice(0, 10);
  if (day !== lastDay) {
    lastDay = day;
    lastMidnight = midnight(day);
  }
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (lastMidnight === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  let fraction = 0;
  for (let i = 20, unit = 100_000; i < text.length && unit >= 1; i++, unit /= 10) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    fraction += digit * unit;
  }
  return lastMidnight * dayMicroseconds + ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction;
}

const seconds = /^\d{9,11}(?:\.\d{1,9})?$/;
const loose =
  /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?(?: ?(?:UTC|Z|([+-])(\d{2}):?(\d{2})))?$/;

function otherTime(text: string): number | undefined {
  if (seconds.test(text)) {
    const [whole = '', fraction = ''] = text.split('.');
    return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  }
  const [, year = '', , month = '', day = '', hour = '', minute = '', second = '0', sign, hours, minutes] =
    loose.exec(text) ?? [];
  if (year === '') return undefined;
  const pad = (part: string) => part.padStart(2, '0');
  const [whole = '', fraction] = second.split(/[.,]/);
  const usual = `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${minute}:${pad(whole)}`;
  const time = parseFlowTime(fraction === undefined ? usual : `${usual}.${fraction}`);
  if (time === undefined || sign === undefined) return time;
  const [zoneHours, zoneMinutes] = [Number(hours), Number(minutes)];
  if (zoneHours > 23 || zoneMinutes > 59) return undefined;
  return time - (sign === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes) * 60_000_000;
}

/** Days since 1970. */
function midnight(day: string): number | undefined {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  // Date.UTC takes years below 100 for the twentieth century, and carries 31 April over into May.
  if (year < 100 || month < 1 || month > 12 || date < 1) return undefined;
  const time = Date.UTC(year, month - 1, date);
  return new Date(time).getUTCDate() === date ? time / 86_400_000 : undefined;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
