import type { ParsedLine } from '../../flow';
import { objectOf, type JsonObject } from './jsonLine';

/** Keys under which shippers and collectors keep the line of a log that they read. */
const envelopes: readonly (readonly string[])[] = [
  // Filebeat and Logstash; the same behind a pipeline that parses it.
  ['message'],
  ['event', 'original'],
  // Docker and Fluent Bit, journald, Splunk.
  ['log'],
  ['MESSAGE'],
  ['_raw'],
  ['result', '_raw'],
];

/** Keys from the outermost to that of a text. */
export type Envelope = readonly string[];

/** The text of a record that another object holds, and where its characters stand on the line. */
export interface Inner {
  text: string;
  placeOf(index: number): number;
}

/** Where objects hold records as text; undefined where they hold none. */
export function envelopeOf(
  objects: readonly JsonObject[],
  isRecord: (object: JsonObject) => boolean,
): Envelope | undefined {
  return envelopes.find(envelope =>
    objects.some(object => {
      const text = heldBy(object, envelope);
      const found = text === undefined ? undefined : objectOf(text, 1);
      return found && 'object' in found && isRecord(found.object);
    }),
  );
}

/**
 * The text that the object on a line holds; undefined where it holds none there, or what another program wrote. A line that
 * is no object is its own, so that whoever reads it says so.
 */
export function unwrapped(line: string, envelope: Envelope): Inner | undefined {
  const found = objectOf(line, 1);
  if ('problem' in found) return { text: line, placeOf: index => index };
  const text = heldBy(found.object, envelope);
  if (text === undefined || !/^\s*\{/.test(text)) return undefined;
  const literal = literalOf(line, envelope.at(-1) ?? '', text);
  if (!literal) return { text, placeOf: index => (index === 0 ? 0 : line.length) };
  let places: readonly number[] | undefined;
  return {
    text,
    placeOf: index => {
      places ??= placesOf(line, literal);
      return places[index] ?? literal.end;
    },
  };
}

/** The envelope's text, its keys nested or joined by dots. */
function heldBy(object: JsonObject, envelope: Envelope): string | undefined {
  let value: unknown = object;
  for (const key of envelope)
    value = typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined;
  const found = value ?? object[envelope.join('.')];
  return typeof found === 'string' ? found : undefined;
}

/** Where a text stands behind its key, within its quotes; the same key may stand elsewhere, too. */
function literalOf(line: string, key: string, text: string): { start: number; end: number } | undefined {
  for (const { index, 0: found } of line.matchAll(/"((?:[^"\\]|\\.)*)"\s*:\s*(?=")/g)) {
    if (found.slice(1).split('"')[0]?.endsWith(key) !== true) continue;
    const start = index + found.length + 1;
    let end = start;
    while (end < line.length && line[end] !== '"') end += line[end] === '\\' ? 2 : 1;
    if (JSON.parse(`"${line.slice(start, end)}"`) === text) return { start, end };
  }
  return undefined;
}

/** The place on the line of each character of a literal's text. */
function placesOf(line: string, { start, end }: { start: number; end: number }): number[] {
  const places: number[] = [];
  for (let i = start; i < end; i += line[i] !== '\\' ? 1 : line[i + 1] === 'u' ? 6 : 2) places.push(i);
  return places;
}

/** What a row says, with its cells and problems where they stand on the line around it. */
export function movedTo<L>(row: ParsedLine<L>, placeOf: Inner['placeOf']): ParsedLine<L> {
  const moved = <T extends { start: number; end: number }>(each: T): T => ({
    ...each,
    start: placeOf(each.start),
    end: placeOf(each.end),
  });
  return { ...row, fields: row.fields.map(moved), problems: row.problems.map(moved) };
}
