import { label, shape } from '../base/svg';

export interface Series {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** 0 to 3: a colour and a dash of its own, so that it is told apart without colour too. */
  look: number;
  /** A mark at each point. */
  marked?: boolean;
}

export interface ChartOptions {
  testId: string;
  /** What the picture shows, in a sentence; a table beside it says the numbers. */
  about: string;
  xName: string;
  yName: string;
  x: readonly [number, number];
  y: readonly [number, number];
  series: readonly Series[];
  /** The diagonal, which a guess would reach. */
  diagonal?: boolean;
  /** One place that stands out. */
  place?: { x: number; y: number; name: string };
}

const [width, height] = [360, 260];
const frame = { left: 50, right: 12, top: 12, bottom: 42 };
const ticks = 5;

/** Lines over two axes, with a legend where there is more than one. */
export function lineChart(options: ChartOptions): SVGSVGElement {
  const { x, y, series } = options;
  const legend = series.length > 1 ? 22 : 0;
  const plot = {
    left: frame.left,
    right: width - frame.right,
    top: frame.top + legend,
    bottom: height - frame.bottom,
  };
  const at = {
    x: (value: number) => plot.left + ((value - x[0]) / (x[1] - x[0] || 1)) * (plot.right - plot.left),
    y: (value: number) => plot.bottom - ((value - y[0]) / (y[1] - y[0] || 1)) * (plot.bottom - plot.top),
  };
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': options.about,
    'data-testid': options.testId,
  });
  for (let i = 0; i <= ticks; i++) {
    const [vx, vy] = [x[0] + ((x[1] - x[0]) * i) / ticks, y[0] + ((y[1] - y[0]) * i) / ticks];
    svg.append(
      line(at.x(vx), plot.top, at.x(vx), plot.bottom, 'chart-grid'),
      line(plot.left, at.y(vy), plot.right, at.y(vy), 'chart-grid'),
      label(tick(vx), at.x(vx), plot.bottom + 16, 'middle', 'chart-tick'),
      label(tick(vy), plot.left - 6, at.y(vy) + 4, 'end', 'chart-tick'),
    );
  }
  const upright = label(options.yName, 0, 0, 'middle', 'chart-axis');
  upright.setAttribute('transform', `translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)`);
  svg.append(label(options.xName, (plot.left + plot.right) / 2, height - 8, 'middle', 'chart-axis'), upright);
  if (options.diagonal) svg.append(line(at.x(x[0]), at.y(y[0]), at.x(x[1]), at.y(y[1]), 'chart-guess'));
  for (const one of series) svg.append(...drawn(one, at));
  if (series.length > 1) svg.append(...legendOf(series, plot.left));
  if (options.place) {
    const { place } = options;
    const mark = shape('circle', { cx: at.x(place.x), cy: at.y(place.y), r: 5, class: 'chart-place' });
    const title = shape('title', {});
    title.textContent = place.name;
    mark.append(title);
    svg.append(mark);
  }
  return svg;
}

interface Scale {
  x(value: number): number;
  y(value: number): number;
}

function drawn({ x, y, look, marked = false }: Series, at: Scale): SVGElement[] {
  const points = x.map((value, i) => [at.x(value), at.y(y[i] as number)] as const);
  const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
  const marks = points.map(([cx, cy]) =>
    shape('circle', { cx, cy, r: 2.5, class: `chart-mark look-${look}` }),
  );
  return [shape('polyline', { points: path, class: `chart-line look-${look}` }), ...(marked ? marks : [])];
}

function legendOf(series: readonly Series[], left: number): SVGElement[] {
  let at = left;
  return series.flatMap(({ name, look }) => {
    const sample = line(at, 14, at + 22, 14, `chart-line look-${look}`);
    const written = label(name, at + 26, 18, 'start', 'chart-tick');
    at += 40 + 6.5 * name.length;
    return [sample, written];
  });
}

function line(x1: number, y1: number, x2: number, y2: number, className: string): SVGLineElement {
  return shape('line', { x1, y1, x2, y2, class: className });
}

function tick(value: number): string {
  return String(Number(value.toPrecision(3)));
}
