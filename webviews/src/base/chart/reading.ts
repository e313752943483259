import * as l10n from '@vscode/l10n';
import { shortText } from '../../../../shared/text/visibleText';
import { nearestOf, type Plot, type Series } from './axes';
import type { Brush } from './brush';
import { label, line, shape } from './svg';

/** The values at one place of a chart, told beside it: where the pointer is, or where the arrow keys went. */
export class Reading {
  readonly #svg: SVGSVGElement;
  readonly #plot: Plot;
  readonly #series: readonly Series[];
  readonly #brush: Brush | undefined;
  readonly #places: readonly number[];
  readonly #group = shape('g', { class: 'chart-reading', 'aria-hidden': 'true' });
  #at: number | undefined;

  constructor(svg: SVGSVGElement, plot: Plot, series: readonly Series[], brush: Brush | undefined) {
    this.#svg = svg;
    this.#plot = plot;
    this.#series = series;
    this.#brush = brush;
    this.#places = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
    svg.append(this.#group);
    svg.addEventListener('pointermove', event => this.#show(this.#placeAt(event)));
    svg.addEventListener('pointerleave', () => this.#show(undefined));
    svg.addEventListener('blur', () => this.#show(undefined));
    svg.addEventListener('keydown', event => this.#key(event));
  }

  #placeAt({ clientX }: PointerEvent): number | undefined {
    const { left, width } = this.#svg.getBoundingClientRect();
    if (width === 0 || this.#places.length === 0) return undefined;
    const pixel = ((clientX - left) / width) * this.#svg.viewBox.baseVal.width;
    return nearestOf(this.#places, this.#plot.x.value(pixel));
  }

  #key(event: KeyboardEvent): void {
    const last = this.#places.length - 1;
    const at = this.#at ?? -1;
    const by = event.ctrlKey ? Math.max(1, Math.round(last / 20)) : 1;
    const to = { ArrowRight: at + by, ArrowLeft: at - by, Home: 0, End: last }[event.key];
    if (to === undefined || last < 0) {
      if (this.#brush?.key(event)) event.preventDefault();
      return;
    }
    event.preventDefault();
    this.#show(Math.max(0, Math.min(last, to)));
    const place = this.#places[this.#at ?? 0] as number;
    if (event.shiftKey) this.#brush?.extendTo(place);
    else this.#brush?.from(place);
    this.#svg.setAttribute('aria-label', this.#words(place).join(', '));
  }

  #words(place: number): string[] {
    const values = this.#series.flatMap(({ name, x, y }) => {
      const i = x.indexOf(place);
      return i < 0 ? [] : [l10n.t('{0}: {1}', shortText(name, 40), this.#plot.y.text(y[i] as number))];
    });
    return [this.#plot.x.text(place), ...values];
  }

  #show(at: number | undefined): void {
    if (at === this.#at) return;
    this.#at = at;
    if (at === undefined) return this.#group.replaceChildren();
    const { x, top, bottom, left, right } = this.#plot;
    const place = this.#places[at] as number;
    const words = this.#words(place);
    const px = x.at(place);
    const width = 12 + 6.4 * Math.max(...words.map(word => word.length));
    const boxLeft = px + 8 + width > right ? Math.max(left, px - 8 - width) : px + 8;
    const box = shape('rect', {
      x: boxLeft,
      y: top + 4,
      width,
      height: 8 + 15 * words.length,
      rx: 2,
      class: 'chart-box',
    });
    const texts = words.map((word, i) =>
      label(word, [boxLeft + 6, top + 18 + 15 * i], 'start', 'chart-tick'),
    );
    this.#group.replaceChildren(line([px, top], [px, bottom], 'chart-cursor'), box, ...texts);
  }
}
