import { el } from '../base/dom';
import {
  fitting,
  panned,
  revealing,
  rotated,
  scaleOf,
  toMap,
  zoomed,
  type Camera,
  type Size,
} from './camera';
import { drawOrder, shuffledPoints, type DrawOrder, type Group } from './drawOrder';
import { FrameBudget, trialPoints } from './frames';
import type { Change, DragMode } from './dragModes';
import { listenToGestures } from './gestures';
import { turned } from './layout';
import type { MapColumns } from './mapColumns';
import { MapNames } from './mapNames';
import { drawOverlay, type Overlay } from './overlay';
import { greyOf, type Rgb } from '../../../shared/palette/palette';
import { boundsOfPoints, PointGrid } from './pointGrid';
import type { Look } from './look';
import { PointsRenderer } from './pointsRenderer';
import type { PointSet } from './pointSet';
import { boundsOfPolygon, isInside, simplified, type Polygon } from './polygon';
import type { Scheme } from './schemes';
import { onThemeChange, readTheme, type Theme } from './theme';

/** A point and those near it in the original space. */
export interface Links {
  point: number;
  neighbours: readonly { point: number; similarity: number }[];
}

/** What the map shows beside its points. */
export interface Shown {
  scheme: Scheme;
  /** Categories that the legend hides. */
  hidden: ReadonlySet<number>;
  selected: PointSet;
  /** What is not selected is left out, not only grey. */
  isolated: boolean;
  names: boolean;
  mark?: number | undefined;
  focus?: number | undefined;
  asked?: Links | undefined;
}

export interface MapViewEvents {
  hover(point: number | undefined, at: { x: number; y: number }): void;
  click(point: number | undefined, change: Change): void;
  area(points: readonly number[], change: Change): void;
  /** The map was moved or turned, and rests again. */
  rested(camera: Camera): void;
  themed(): void;
  /** How many points the last frame drew, of how many. */
  drew(points: number, of: number, moving: boolean): void;
}

/** Pixels around the pointer in which a point counts as pointed at. */
const reach = 10;
const restMs = 150;
const radiansPerPixel = 0.006;

/** The picture: points by WebGL, lines and names over them, moved by hand. */
export class MapView {
  readonly canvas = el('canvas', { class: 'points', 'aria-hidden': 'true' });
  readonly #lines = el('canvas', { class: 'lines', 'aria-hidden': 'true' });
  readonly element: HTMLElement;
  readonly #map: MapColumns;
  readonly #events: MapViewEvents;
  readonly #shuffled: Uint32Array;
  readonly #budget = new FrameBudget();
  readonly #observer: ResizeObserver;
  readonly #unobserveTheme: () => void;
  #renderer: PointsRenderer | undefined;
  #theme: Theme = readTheme();
  #shown: Shown;
  #camera: Camera;
  #size: Size = { width: 1, height: 1 };
  #turned: { x: Float32Array; y: Float32Array };
  #grid: PointGrid | undefined;
  readonly #names: MapNames;
  #named: Overlay['names'] = [];
  #outline: Polygon | undefined;
  #order: DrawOrder = { order: new Uint32Array(), groups: [], length: 0 };
  #frame: number | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** Whether the camera was chosen; else it begins with all points in view. */
  #fitted: boolean;
  mode: DragMode = 'move';

  constructor(map: MapColumns, shown: Shown, camera: Camera | undefined, events: MapViewEvents) {
    this.#map = map;
    this.#shown = shown;
    this.#events = events;
    this.#shuffled = shuffledPoints(map.points);
    this.#names = new MapNames(map);
    this.#fitted = camera !== undefined;
    this.#camera = camera ?? startOf(map);
    this.#turned = turned(map, this.#camera);
    this.element = el('div', { class: 'picture' }, this.canvas, this.#lines);
    this.#openRenderer();
    this.canvas.addEventListener('webglcontextlost', event => event.preventDefault());
    this.canvas.addEventListener('webglcontextrestored', () => this.#openRenderer());
    this.#observer = new ResizeObserver(() => this.#resized());
    this.#observer.observe(this.element);
    this.#unobserveTheme = onThemeChange(() => {
      this.#theme = readTheme();
      this.#events.themed();
      this.redraw();
    });
    this.#listen();
  }

  get drawsPoints(): boolean {
    return this.#renderer !== undefined;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get size(): Size {
    return this.#size;
  }

  /** Where points are seen, before they are moved and magnified. */
  get places(): { x: Float32Array; y: Float32Array } {
    return this.#turned;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#unobserveTheme();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#resting);
  }

  show(changes: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...changes };
    const { scheme, hidden, selected, isolated } = this.#shown;
    if ('scheme' in changes || 'hidden' in changes || 'selected' in changes || 'isolated' in changes) {
      const fading = selected.size > 0 ? selected.flags : undefined;
      const order = drawOrder(this.#shuffled, scheme.of, hidden, fading);
      const groups = isolated && fading ? order.groups.filter(({ faded }) => !faded) : order.groups;
      const length = groups.reduce((sum, group) => sum + group.length, 0);
      this.#order = { ...order, groups, length };
      this.#renderer?.arrange(this.#order);
      this.#nameSoon();
    }
    if ('names' in changes) this.#nameSoon();
    this.redraw();
  }

  /** Moves the camera; `rested` follows once it stays. */
  look(camera: Camera): void {
    const before = this.#camera;
    this.#camera = camera;
    if (this.#map.z && (before.yaw !== camera.yaw || before.pitch !== camera.pitch)) {
      this.#turned = turned(this.#map, camera);
      this.#grid = undefined;
      this.#named = [];
    }
    this.#budget.moved(performance.now());
    this.redraw();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#name();
      this.redraw();
      this.#events.rested(this.#camera);
    }, restMs);
  }

  zoomBy(factor: number): void {
    this.look(zoomed(this.#camera, this.#size, factor, this.#size.width / 2, this.#size.height / 2));
  }

  panBy(dx: number, dy: number): void {
    this.look(panned(this.#camera, this.#size, dx, dy));
  }

  turnBy(yaw: number, pitch: number): void {
    this.look(rotated(this.#camera, yaw, pitch));
  }

  /** Shows everything, or all of some points. */
  fit(points?: ArrayLike<number>): void {
    const { x, y } = this.#turned;
    const bounds = points && points.length > 0 ? boundsOfPoints(x, y, points) : this.#index.bounds;
    this.look(fitting(bounds, this.#size, this.#camera));
  }

  /** Brings a point into view, by as little as is needed. */
  reveal(point: number): void {
    const camera = revealing(this.#camera, this.#size, ...this.#spot(point));
    if (camera !== this.#camera) this.look(camera);
  }

  redraw(): void {
    this.#frame ??= requestAnimationFrame(now => {
      this.#frame = undefined;
      this.#draw(now);
    });
  }

  /** Draws everything at once, all points of it, for a picture that is read from the canvases. */
  drawNow(): void {
    this.#paint(1, devicePixelRatio);
  }

  /** Which points are drawn, and how they are put together. */
  get order(): DrawOrder {
    return this.#order;
  }

  /** The canvas with lines and names, which lies over that of the points. */
  get lines(): HTMLCanvasElement {
    return this.#lines;
  }

  lookOf(group: Group): Look {
    const { ground, highContrast } = this.#theme;
    const { scheme } = this.#shown;
    const category = scheme.categories[group.category];
    const base = this.#pointSize() * (highContrast ? 1.2 : 1);
    const shape = category?.shape ?? 0;
    if (group.faded || !category)
      return { colour: greyOf(ground), opacity: 0.35, shape: 0, size: 0.75 * base };
    const opacity = this.#map.points > 50_000 ? 0.85 : 0.95;
    return { colour: category.colour(ground), opacity, shape, size: base };
  }

  passes(point: number): boolean {
    const { scheme, hidden, isolated, selected } = this.#shown;
    if (hidden.has(scheme.of[point] as number)) return false;
    return !isolated || selected.size === 0 || selected.has(point);
  }

  #openRenderer(): void {
    this.#renderer = PointsRenderer.on(this.canvas);
    this.#renderer?.place(this.#map);
    this.show({ selected: this.#shown.selected });
  }

  #colourOf(point: number): Rgb {
    const { categories, of } = this.#shown.scheme;
    const { ground } = this.#theme;
    return categories[of[point] as number]?.colour(ground) ?? greyOf(ground);
  }

  get #index(): PointGrid {
    return (this.#grid ??= new PointGrid(this.#turned.x, this.#turned.y));
  }

  #spot(point: number): readonly [number, number] {
    return [this.#turned.x[point] as number, this.#turned.y[point] as number];
  }

  /** Points grow with the magnification, slowly, and are small where there are many. */
  #pointSize(): number {
    const crowd = 20 / Math.max(1, this.#map.points) ** 0.17;
    return Math.min(12, Math.max(2, crowd * this.#camera.reach ** -0.25));
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    const first = this.#size.width === 1;
    this.#size = { width, height };
    if (first) {
      if (!this.#fitted) this.#camera = fitting(this.#index.bounds, this.#size, this.#camera);
      this.#fitted = true;
      this.#try();
      this.#nameSoon();
    }
    this.redraw();
  }

  /** Draws some points twice, for the first time includes making the shaders, and times the second. */
  #try(): void {
    const points = this.#order.length;
    const share = Math.min(1, trialPoints / Math.max(1, points));
    let drawn = 0;
    let began = 0;
    for (let i = 0; i < 2; i++) {
      began = performance.now();
      drawn = this.#paint(share, devicePixelRatio);
      this.#renderer?.finish();
    }
    if (drawn > 0) this.#budget.calibrate(drawn, performance.now() - began);
  }

  #draw(now: number): void {
    const { share, moving } = this.#budget.plan(now, this.#order.length);
    const drawn = this.#paint(share, devicePixelRatio);
    this.#events.drew(drawn, this.#order.length, moving && drawn < this.#order.length);
    if (moving) this.redraw();
  }

  #paint(share: number, ratio: number): number {
    const { width, height } = this.#size;
    const look = (group: Group) => this.lookOf(group);
    const behind = this.#theme.background;
    const drawn = this.#renderer?.draw(this.#camera, this.#size, look, { share, ratio, behind }) ?? 0;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#lines.width !== w) this.#lines.width = w;
    if (this.#lines.height !== h) this.#lines.height = h;
    const context = this.#lines.getContext('2d');
    if (!context) return drawn;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawOverlay(context, this.overlay, this.#camera, this.#size, this.#theme);
    return drawn;
  }

  /** What lies over the points. */
  get overlay(): Overlay {
    const { mark, focus, asked, names } = this.#shown;
    const rings: Overlay['rings'][number][] = [];
    for (const { point } of asked?.neighbours ?? [])
      rings.push({ at: this.#spot(point), kind: 'neighbour', colour: this.#colourOf(point) });
    if (asked)
      rings.push({ at: this.#spot(asked.point), kind: 'asked', colour: this.#colourOf(asked.point) });
    if (mark !== undefined) rings.push({ at: this.#spot(mark), kind: 'mark' });
    if (focus !== undefined) rings.push({ at: this.#spot(focus), kind: 'focus' });
    const links = (asked?.neighbours ?? []).map(({ point, similarity }) => {
      return { from: this.#spot(asked?.point ?? point), to: this.#spot(point), similarity };
    });
    return {
      links,
      rings,
      names: names ? this.#named : [],
      ...(this.#outline ? { outline: this.#outline } : {}),
    };
  }

  #nameSoon(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#name();
      this.redraw();
    }, restMs);
  }

  #name(): void {
    const { names, scheme } = this.#shown;
    const seen = {
      camera: this.#camera,
      size: this.#size,
      places: this.#turned,
      grid: this.#index,
      passes: (point: number) => this.passes(point),
    };
    this.#named = names ? this.#names.of(seen, scheme.key) : [];
  }

  #listen(): void {
    const near = (px: number, py: number) => {
      const [x, y] = toMap(this.#camera, this.#size, px, py);
      const radius = reach / scaleOf(this.#camera, this.#size);
      return this.#index.nearest(x, y, radius, point => this.passes(point));
    };
    listenToGestures(this.element, {
      mode: () => this.mode,
      move: (dx, dy) => this.panBy(dx, dy),
      turn: (dx, dy) => this.turnBy(dx * radiansPerPixel, dy * radiansPerPixel),
      zoom: (factor, x, y) => this.look(zoomed(this.#camera, this.#size, factor, x, y)),
      outline: polygon => {
        this.#outline = polygon;
        this.redraw();
      },
      area: (polygon, change) => this.#events.area(this.#inside(polygon), change),
      click: (x, y, change) => this.#events.click(near(x, y), change),
      hover: (x, y) => this.#events.hover(near(x, y), { x, y }),
      leave: () => this.#events.hover(undefined, { x: 0, y: 0 }),
    });
  }

  #inside(polygon: Polygon): number[] {
    const corners = simplified(polygon, 2).map(([x, y]) => toMap(this.#camera, this.#size, x, y));
    const found: number[] = [];
    this.#index.within(boundsOfPolygon(corners), point => {
      const [x, y] = this.#spot(point);
      if (this.passes(point) && isInside(corners, x, y)) found.push(point);
    });
    return found;
  }
}

function startOf(map: MapColumns): Camera {
  // Three dimensions begin a little from the side, so that they are seen to be three.
  const solid = map.z !== undefined;
  return { x: 0, y: 0, reach: 1.1, yaw: solid ? 0.5 : 0, pitch: solid ? 0.4 : 0 };
}
