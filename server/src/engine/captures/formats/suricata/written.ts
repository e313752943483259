import type { CaptureSource, Head } from '../../source';
import { envelopeOf, unwrapped, type Envelope, type Inner } from '../json/envelope';
import type { JsonObject } from '../json/jsonLine';
import { headObjects, isSpread, objectsOf, type ObjectText } from '../json/objects';

/** How events stand in a file, where they are not one on each line. */
export interface EveWriting {
  /** Events are no lines: they are written over several, or in one list. */
  spread?: true;
  /** A log daemon wrote a time, a host and a program before each event. */
  logged?: true;
  /** A shipper put each event, as text, into an object of its own. */
  wrapped?: Envelope;
}

/** What syslog (RFC 3164, RFC 5424) or a journal writes before an event. */
const logged =
  /^\uFEFF?(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) [^{]{0,300}(?=\{)/;

/** How many characters stand before the event on a line; 0 where it begins at once, or is none. */
const loggedLength = (line: string): number => logged.exec(line)?.[0].length ?? 0;

const isEvent = (object: JsonObject | undefined) =>
  typeof object?.['event_type'] === 'string' && object['timestamp'] !== undefined;

/** How the events of a file stand in it; undefined where it begins with none. */
export function writingOf(head: Head): EveWriting | undefined {
  const isLogged = loggedLength(head.lines[0] ?? '') > 0;
  const lines = isLogged ? head.lines.map(line => line.slice(loggedLength(line))) : head.lines;
  const objects = headObjects({ ...head, lines }, 20);
  if (isEvent(objects[0])) return isLogged ? { logged: true } : isSpread(head) ? { spread: true } : {};
  const wrapped = isLogged || isSpread(head) ? undefined : envelopeOf(objects, isEvent);
  return wrapped && { wrapped };
}

/** The event on a line; undefined where the line holds none in its place. */
export function eventOn(line: string, { logged: isLogged, wrapped }: EveWriting): Inner | undefined {
  if (wrapped) return unwrapped(line, wrapped);
  const before = isLogged ? loggedLength(line) : 0;
  return { text: line.slice(before), placeOf: index => index + before };
}

/** The texts of a file's events in order; that of a line without one is empty. */
export async function* eventsOf(source: CaptureSource, writing: EveWriting): AsyncGenerator<ObjectText[]> {
  for await (const some of objectsOf(source, writing.spread === true))
    yield some.map(({ text, line }) => ({
      text: text === undefined ? undefined : (eventOn(text, writing)?.text ?? ''),
      line,
    }));
}
