const start = /^(\d{4})[/-](\d{2})[/-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z?$/;

/**
 * Microseconds since 1970 of an Argus StartTime, read as UTC: `2011/08/16 10:01:46.972101`, also with dashes,
 * a T, or no fraction. Undefined for anything else, and for days that do not exist.
 */
export function parseFlowTime(text: string): number | undefined {
  const match = start.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries 31 April over into May, and takes years below 100 for the twentieth century.
  if (day > 28 && new Date(milliseconds).getUTCDate() !== day) return undefined;
  if (year < 100) return undefined;
  return milliseconds * 1000 + Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
}

type Six = [number, number, number, number, number, number];
