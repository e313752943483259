const shape = /^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z?$/;
const dayMicroseconds = 86_400_000_000;

// Rows of a capture share a few days; Date.UTC is asked once for each.
let lastDay = '';
let lastMidnight: number | undefined;

/**
 * Microseconds since 1970 of an Argus StartTime, read as UTC: `2011/08/16 10:01:46.972101`, also with dashes,
 * a T, or no fraction. Undefined for anything else, and for days that do not exist.
 */
export function parseFlowTime(text: string): number | undefined {
  if (!shape.test(text)) return undefined;
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
