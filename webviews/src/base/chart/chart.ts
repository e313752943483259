import * as l10n from '@vscode/l10n';
import { classMark } from '../../../../shared/palette/classes';
import { cssColour, markOf, type Mark } from '../../../../shared/palette/palette';
import { shapePath } from '../../../../shared/palette/shapes';
import { scaleOf, type Axis, type Plot, type Series } from './axes';
import { Brush, type BrushEvents } from './brush';
import { Reading } from './reading';
import { label, line, shape } from './svg';

export interface ChartOptions {
  testId: string;
  /** What the picture shows, in a sentence; a table beside it says the numbers. */
  about: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** The diagonal, which a guess would reach. */
  diagonal?: boolean;
  /** One place that stands out. */
  place?: { x: number; y: number; name: string };
  /** A part of the x axis can be chosen, by dragging or by keys. */
  brush?: BrushEvents;
  width?: number;
  height?: number;
}

const frame = { left: 54, right: 24, top: 12, bottom: 42 };
const legendHeight = 22;
/** Dashes tell lines apart without colour. */
const dashes = ['', '7 4', '2 3', '9 3 2 3'];

/** A picture of series over two axes, with a legend where there is more than one; read by pointer and keys. */
export function chart(options: ChartOptions): SVGSVGElement {
  const { series, width = 360, height = 260 } = options;
  const legend = series.length > 1 ? legendHeight : 0;
  const [left, right, top, bottom] = [
    frame.left,
    width - frame.right,
    frame.top + legend,
    height - frame.bottom,
  ];
  const x = scaleOf(options.x, [left, right], 90);
  const y = scaleOf(options.y, [bottom, top], 40);
  const plot: Plot = { left, right, top, bottom, x, y };
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    tabindex: 0,
    class: 'chart-picture',
    'aria-label': `${options.about}. ${l10n.t('Arrow keys read the values.')}`,
    'data-testid': options.testId,
  });
  svg.append(...axes(plot, options, height));
  if (options.diagonal) svg.append(line([left, bottom], [right, top], 'chart-guess'));
  const bars = series.filter(({ kind }) => kind === 'bars');
  svg.append(...stacked(bars, plot));
  series.forEach((one, i) => one.kind !== 'bars' && svg.append(...drawn(one, i, plot)));
  if (series.length > 1) svg.append(...legendOf(series, left));
  if (options.place) svg.append(placeOf(options.place, plot));
  const brush = options.brush && new Brush(svg, plot, options.brush);
  new Reading(svg, plot, series, brush);
  return svg;
}

/** Tells the style sheet the colours of a look on either ground. */
export function lookOf<E extends SVGElement>(look: Series['look'], element: E): E {
  for (const ground of ['dark', 'light'] as const)
    element.style.setProperty(`--mark-${ground}`, cssColour(markFor(look, ground).colour));
  return element;
}

function markFor(look: Series['look'], ground: 'dark' | 'light'): Mark {
  return typeof look === 'number' ? markOf(look, ground) : classMark(look.className, ground);
}

function axes({ left, right, top, bottom, x, y }: Plot, options: ChartOptions, height: number): SVGElement[] {
  const upright = label(options.y.name, [0, 0], 'middle', 'chart-axis');
  upright.setAttribute('transform', `translate(12 ${(top + bottom) / 2}) rotate(-90)`);
  return [
    ...(x.band > 0
      ? []
      : x.ticks.map(({ value }) => line([x.at(value), top], [x.at(value), bottom], 'chart-grid'))),
    ...y.ticks.map(({ value }) => line([left, y.at(value)], [right, y.at(value)], 'chart-grid')),
    line([left, bottom], [right, bottom], 'chart-base'),
    ...x.ticks.map(({ value, text }) => label(text, [x.at(value), bottom + 16], 'middle', 'chart-tick')),
    ...y.ticks.map(({ value, text }) => label(text, [left - 6, y.at(value) + 4], 'end', 'chart-tick')),
    label(options.x.name, [(left + right) / 2, height - 8], 'middle', 'chart-axis'),
    upright,
  ];
}

/** Bars of several series at one place stand on each other, the first at the bottom. */
function stacked(series: readonly Series[], { x, y }: Plot): SVGElement[] {
  const below = new Map<number, number>();
  const places = [...new Set(series.flatMap(one => one.x))].sort((a, b) => a - b);
  const apart = places.slice(1).map((place, i) => x.at(place) - x.at(places[i] as number));
  const width = Math.max(1, (x.band || Math.min(...apart, 40)) * 0.86);
  return series.flatMap(one =>
    one.x.flatMap((place, i) => {
      const value = one.y[i] ?? 0;
      const from = below.get(place) ?? 0;
      if (value === 0) return [];
      below.set(place, from + value);
      const [low, high] = [y.at(from), y.at(from + value)];
      return [
        lookOf(
          one.look,
          shape('rect', {
            x: x.at(place) - width / 2,
            y: Math.min(low, high),
            width,
            height: Math.max(0.5, Math.abs(low - high)),
            class: 'chart-bar',
          }),
        ),
      ];
    }),
  );
}

function drawn(one: Series, i: number, { x, y }: Plot): SVGElement[] {
  const points = one.x.map((value, at) => [x.at(value), y.at(one.y[at] as number)] as const);
  const mark = markFor(one.look, 'dark').shape;
  const marks = points.map(([px, py]) =>
    lookOf(
      one.look,
      shape('path', { d: shapePath(mark, px, py, 4), 'fill-rule': 'evenodd', class: 'chart-point' }),
    ),
  );
  if (one.kind === 'points') return marks;
  const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
  const drawnLine = shape('polyline', {
    points: path,
    class: 'chart-line',
    'stroke-dasharray': dashes[i % dashes.length] || 'none',
  });
  return [lookOf(one.look, drawnLine), ...(one.marked ? marks : [])];
}

function legendOf(series: readonly Series[], left: number): SVGElement[] {
  let at = left;
  return series.flatMap(({ name, look, kind }, i) => {
    const sample =
      kind === 'line'
        ? shape('polyline', {
            points: `${at},14 ${at + 22},14`,
            class: 'chart-line',
            'stroke-dasharray': dashes[i % dashes.length] || 'none',
          })
        : shape('path', {
            d: shapePath(markFor(look, 'dark').shape, at + 11, 14, 6),
            'fill-rule': 'evenodd',
            class: 'chart-point',
          });
    const written = label(name, [at + 28, 18], 'start', 'chart-tick');
    at += 42 + 6.5 * name.length;
    return [lookOf(look, sample), written];
  });
}

function placeOf(place: NonNullable<ChartOptions['place']>, { x, y }: Plot): SVGElement {
  const title = shape('title', {});
  title.textContent = place.name;
  return shape('circle', { cx: x.at(place.x), cy: y.at(place.y), r: 5, class: 'chart-place' }, title);
}
