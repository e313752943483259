import type { Plot } from './axes';
import { shape } from './svg';

export interface BrushEvents {
  /** What is chosen at first, as values of the x axis. */
  range?: readonly [number, number];
  /** Another part was chosen; undefined: all. */
  changed(range: readonly [number, number] | undefined): void;
}

/** Drags shorter than this are clicks, which choose all again. In pixels. */
const shortest = 4;

/** Chooses a part of a chart's x axis: by dragging, or by Shift and arrows; Escape or a click chooses all. */
export class Brush {
  readonly #svg: SVGSVGElement;
  readonly #plot: Plot;
  readonly #events: BrushEvents;
  readonly #shown: SVGRectElement;
  #range: readonly [number, number] | undefined;
  #anchor: number | undefined;

  constructor(svg: SVGSVGElement, plot: Plot, events: BrushEvents) {
    this.#svg = svg;
    this.#plot = plot;
    this.#events = events;
    this.#range = events.range;
    this.#shown = shape('rect', { y: plot.top, height: plot.bottom - plot.top, class: 'chart-brush' });
    svg.append(this.#shown);
    svg.classList.add('brushed');
    this.#draw();
    svg.addEventListener('pointerdown', event => this.#drag(event));
  }

  /** Where a choice by keys begins. */
  from(value: number): void {
    this.#anchor = value;
  }

  extendTo(value: number): void {
    this.#anchor ??= value;
    this.#choose([Math.min(this.#anchor, value), Math.max(this.#anchor, value)]);
  }

  /** Whether the key was for the brush. */
  key({ key }: KeyboardEvent): boolean {
    if (key !== 'Escape' || !this.#range) return false;
    this.#choose(undefined);
    return true;
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    const start = this.#pixel(event);
    this.#svg.setPointerCapture(event.pointerId);
    let range: [number, number] | undefined;
    const move = (moved: PointerEvent) => {
      const now = this.#pixel(moved);
      const ends = [start, now].sort((a, b) => a - b) as [number, number];
      range =
        Math.abs(now - start) < shortest
          ? undefined
          : [this.#plot.x.value(ends[0]), this.#plot.x.value(ends[1])];
      this.#range = range;
      this.#draw();
    };
    this.#svg.addEventListener('pointermove', move);
    this.#svg.addEventListener(
      'lostpointercapture',
      () => {
        this.#svg.removeEventListener('pointermove', move);
        this.#choose(range);
      },
      { once: true },
    );
  }

  #choose(range: readonly [number, number] | undefined): void {
    this.#range = range;
    this.#draw();
    this.#events.changed(range);
  }

  #pixel({ clientX }: PointerEvent): number {
    const { left, width } = this.#svg.getBoundingClientRect();
    const pixel = ((clientX - left) / (width || 1)) * this.#svg.viewBox.baseVal.width;
    return Math.max(this.#plot.left, Math.min(this.#plot.right, pixel));
  }

  #draw(): void {
    this.#shown.toggleAttribute('hidden', this.#range === undefined);
    if (!this.#range) return;
    const [from, to] = this.#range.map(value => this.#plot.x.at(value)) as [number, number];
    this.#shown.setAttribute('x', String(from));
    this.#shown.setAttribute('width', String(Math.max(1, to - from)));
  }
}
