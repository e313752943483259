import { scaleLinear, scaleUtc } from 'd3-scale';
import { formatCount } from '../numbers';

/** An axis of a chart. */
export type Axis =
  /** `whole`: what is counted has nothing between one and two. */
  | { kind: 'number'; whole?: boolean; name: string; from: number; to: number }
  /** Milliseconds since 1970, told in UTC, as captures are. */
  | { kind: 'time'; name: string; from: number; to: number }
  /** A band for each of the names; a value is the number of its name. */
  | { kind: 'names'; name: string; names: readonly string[] };

/** An axis over so many pixels. */
export interface Scale {
  /** The pixel of a value; of a name the middle of its band. */
  at(value: number): number;
  /** The value at a pixel, within the axis. */
  value(pixel: number): number;
  ticks: readonly { value: number; text: string }[];
  /** A value in words. */
  text(value: number): string;
  /** Pixels of a band; 0 where there are none. */
  band: number;
}

/** Where a chart has its values, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
}

/** Values of one thing over the axis: a line, bars that stand on each other, or points. */
export interface Series {
  name: string;
  kind: 'line' | 'bars' | 'points';
  x: readonly number[];
  y: readonly number[];
  /** A class has its own colour and sign; else a place in the palette. */
  look: number | { className: string };
  /** A mark at each point of a line. */
  marked?: boolean;
}

/** Lays an axis over pixels; about one tick for each `each` pixels. */
export function scaleOf(axis: Axis, [first, last]: readonly [number, number], each: number): Scale {
  const count = Math.max(2, Math.round(Math.abs(last - first) / each));
  if (axis.kind === 'names') return namesScale(axis.names, first, last, count);
  // Two ends that are one would put everything on one pixel.
  const to = axis.to > axis.from ? axis.to : axis.from + 1;
  if (axis.kind === 'time') {
    const scale = scaleUtc([axis.from, to], [first, last]).clamp(true);
    const values = scale.ticks(count).map(date => date.getTime());
    const text = timeText(to - axis.from, values);
    const ticks = values.map(value => ({ value, text: text(value) }));
    return { at: v => scale(v), value: p => scale.invert(p).getTime(), ticks, text, band: 0 };
  }
  const scale = scaleLinear([axis.from, to], [first, last]).clamp(true);
  const told = scale.ticks(count).filter(value => axis.whole !== true || Number.isInteger(value));
  const ticks = told.map(value => ({ value, text: shortNumber(value) }));
  return { at: v => scale(v), value: p => scale.invert(p), ticks, text: numberText, band: 0 };
}

function namesScale(names: readonly string[], first: number, last: number, count: number): Scale {
  const band = (last - first) / Math.max(1, names.length);
  const every = Math.ceil(names.length / Math.max(1, count));
  const text = (value: number) => names[Math.round(value)] ?? '';
  return {
    at: value => first + (value + 0.5) * band,
    value: pixel => Math.max(0, Math.min(names.length - 1, Math.floor((pixel - first) / band))),
    ticks: names.flatMap((name, value) => (value % every === 0 ? [{ value, text: name }] : [])),
    text,
    band: Math.abs(band),
  };
}

const [second, minute, day] = [1000, 60_000, 86_400_000];

/** How times of a span are told: no more than tells these apart. */
function timeText(span: number, apart: readonly number[]): (value: number) => string {
  const forms = [span, 3 * day, 5 * minute, 0].map(most => timeForm(Math.min(span, most)));
  const tells = (form: (value: number) => string) => new Set(apart.map(form)).size === apart.length;
  return forms.find(tells) ?? timeForm(span);
}

function timeForm(span: number): (value: number) => string {
  const iso = (value: number) => new Date(value).toISOString();
  if (span > 3 * day) return value => iso(value).slice(0, 10);
  if (span > day) return value => iso(value).slice(5, 16).replace('T', ' ');
  if (span > 5 * minute) return value => iso(value).slice(11, 16);
  return span > 5 * second ? value => iso(value).slice(11, 19) : value => iso(value).slice(14, 23);
}

/** Three digits and a unit: what fits beside an axis. */
export function shortNumber(value: number): string {
  const power = Math.max(0, Math.min(4, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  if (power === 0 || Math.abs(value) < 10_000) return String(Number(value.toPrecision(3)));
  return `${Number((value / 1000 ** power).toPrecision(3))}${['', 'k', 'M', 'G', 'T'][power]}`;
}

function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** The next value of a sorted list to one that is asked for. */
export function nearestOf(values: readonly number[], wanted: number): number {
  let nearest = 0;
  values.forEach((value, i) => {
    if (Math.abs(value - wanted) < Math.abs((values[nearest] ?? Infinity) - wanted)) nearest = i;
  });
  return nearest;
}
