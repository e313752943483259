import { stepMicros, type TimeRange } from './timeline';

/**
 * Short stretches of time that every longer step of a time line is made of: counted once, they answer for any part of the
 * time.
 */
export interface TimeSlots {
  /** Microseconds of each. */
  micros: number;
  /** The number of the first, counted from 1970. */
  begin: number;
  count: number;
}

/** A time line has 120 steps at most, so a hundredth of the time still has slots that are shorter than its steps. */
const mostSlots = 16_384;
const day = 86_400e6;

/** The shortest slots that are few enough; none where no flow has a time. */
export function slotsOf(range: TimeRange): TimeSlots {
  if (!range) return { micros: day, begin: 0, count: 0 };
  const [first, last] = range;
  const count = (micros: number) => Math.floor(last / micros) - Math.floor(first / micros) + 1;
  const divides = (micros: number) => stepMicros.every(step => step < micros || step % micros === 0);
  const micros =
    stepMicros.find(each => count(each) <= mostSlots && divides(each)) ??
    Math.ceil((last - first) / (mostSlots - 1) / day) * day;
  return { micros, begin: Math.floor(first / micros), count: count(micros) };
}
